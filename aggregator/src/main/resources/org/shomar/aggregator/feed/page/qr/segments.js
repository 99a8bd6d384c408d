const NUMERIC = 1;
const LETTERS = 2;
const BYTES = 4;
const ENCODING = 7;
const END = 0;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Bits of a length, by mode and by size of the code. */
const LENGTH_BITS = {
  [NUMERIC]: [10, 12, 14],
  [LETTERS]: [9, 11, 13],
  [BYTES]: [8, 16, 16],
};

/** The text in the data of a code; null for what is not understood, such as Kanji. */
export function textOf(data, version) {
  const bits = new Bits(data);
  const size = version < 10 ? 0 : version < 27 ? 1 : 2;
  const bytes = [];
  while (bits.left >= 4) {
    const mode = bits.take(4);
    if (mode === END) {
      break;
    }
    if (mode === ENCODING) {
      encodingOf(bits); // texts are tried as UTF-8 whatever it says
      continue;
    }
    if (!(mode in LENGTH_BITS)) {
      return null;
    }
    const length = bits.take(LENGTH_BITS[mode][size]);
    segment(bits, mode, length).forEach((byte) => bytes.push(byte));
    if (bits.left < 0) {
      return null;
    }
  }
  return decode(Uint8Array.from(bytes));
}

function encodingOf(bits) {
  const first = bits.take(8);
  const more = first < 0x80 ? 0 : first < 0xc0 ? 8 : 16;
  bits.take(more);
}

function segment(bits, mode, length) {
  if (mode === BYTES) {
    return Array.from({ length: Math.min(length, bits.left / 8) }, () => bits.take(8));
  }
  const text = mode === NUMERIC ? digits(bits, length) : letters(bits, length);
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

function digits(bits, length) {
  let text = '';
  for (let left = length; left > 0 && bits.left > 0; left -= 3) {
    const count = Math.min(3, left);
    text += String(bits.take([4, 7, 10][count - 1])).padStart(count, '0');
  }
  return text;
}

function letters(bits, length) {
  let text = '';
  for (let left = length; left > 0 && bits.left > 0; left -= 2) {
    const value = bits.take(left > 1 ? 11 : 6);
    text += left > 1 ? (ALPHABET[Math.floor(value / 45)] ?? '') : '';
    text += ALPHABET[value % 45];
  }
  return text;
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

class Bits {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  get left() {
    return this.#bytes.length * 8 - this.#at;
  }

  take(count) {
    let value = 0;
    for (let i = 0; i < count; i++, this.#at++) {
      value = value * 2 + (((this.#bytes[this.#at >> 3] ?? 0) >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }
}
