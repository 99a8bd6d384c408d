import { Unfit, decoded, encoded, joined } from './bytes.js';

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;
const DEPTH_MAX = 16;

/** An item under a tag. */
export class Tagged {
  constructor(tag, item) {
    this.tag = tag;
    this.item = item;
  }
}

/**
 * Reads one item of deterministic CBOR (RFC 8949 section 4.2.1) and refuses all else, floats and
 * bytes after it too. Maps come as `Map`, byte strings as `Uint8Array`.
 */
export function readCbor(bytes) {
  const reader = new Reader(bytes);
  const item = reader.item(0);
  if (reader.at !== bytes.length) {
    throw new Unfit('badCbor', { at: reader.at });
  }
  return item;
}

class Reader {
  at = 0;
  #bytes;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  item(depth) {
    const from = this.at;
    if (depth > DEPTH_MAX) {
      this.#fail(from);
    }
    const [major, argument] = this.#head();
    switch (major) {
      case UNSIGNED:
        return argument;
      case NEGATIVE:
        return -1 - argument;
      case BYTES:
        return this.#take(argument);
      case TEXT:
        return this.#text(argument);
      case ARRAY:
        return this.#items(argument, depth);
      case MAP:
        return this.#map(argument, depth);
      case TAG:
        return new Tagged(argument, this.item(depth + 1));
      default:
        return this.#fail(from); // floats and simple values
    }
  }

  #head() {
    const from = this.at;
    const first = this.#take(1)[0];
    const info = first & 0x1f;
    if (info < 24) {
      return [first >> 5, info];
    }
    if (info > 27) {
      this.#fail(from); // reserved, or of indefinite length
    }
    const width = 2 ** (info - 24);
    const argument = this.#take(width).reduce((sum, byte) => sum * 256 + byte, 0);
    const shorter = width === 1 ? 23 : 2 ** (4 * width) - 1;
    if (argument <= shorter || !Number.isSafeInteger(argument)) {
      this.#fail(from);
    }
    return [first >> 5, argument];
  }

  #take(length) {
    const end = this.at + length;
    if (end > this.#bytes.length) {
      this.#fail(this.at);
    }
    const taken = this.#bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }

  #text(length) {
    const from = this.at;
    try {
      return decoded(this.#take(length));
    } catch {
      return this.#fail(from);
    }
  }

  #items(count, depth) {
    const items = [];
    for (let i = 0; i < count; i++) {
      items.push(this.item(depth + 1));
    }
    return items;
  }

  #map(count, depth) {
    const map = new Map();
    let before = null;
    for (let i = 0; i < count; i++) {
      const from = this.at;
      const key = this.item(depth + 1);
      const bytes = this.#bytes.subarray(from, this.at);
      if (before !== null && !isBelow(before, bytes)) {
        this.#fail(from); // twice, or out of order
      }
      before = bytes;
      map.set(key, this.item(depth + 1));
    }
    return map;
  }

  #fail(at) {
    throw new Unfit('badCbor', { at });
  }
}

function isBelow(a, b) {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a[i] !== b[i]) {
      return a[i] < b[i];
    }
  }
  return a.length < b.length;
}

/** The Sig_structure of RFC 9052 section 4.4, with an empty external_aad. */
export function sigStructure(context, ...byteStrings) {
  const parts = [Uint8Array.of(0x80 | (byteStrings.length + 1)), text(context)];
  for (const bytes of byteStrings) {
    parts.push(head(BYTES, bytes.length), bytes);
  }
  return joined(...parts);
}

function text(value) {
  const bytes = encoded(value);
  return joined(head(TEXT, bytes.length), bytes);
}

function head(major, length) {
  const first = major << 5;
  if (length < 24) {
    return Uint8Array.of(first | length);
  }
  return length < 256
    ? Uint8Array.of(first | 24, length)
    : Uint8Array.of(first | 25, length >> 8, length & 0xff);
}
