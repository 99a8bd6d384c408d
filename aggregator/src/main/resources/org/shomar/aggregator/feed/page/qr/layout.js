/** Levels of error correction by their two bits in the format: M, L, H, Q. */
const CHECK_BYTES = [
  '10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28',
  '7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  '17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
  '13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30',
].map(numbers);
const BLOCKS = [
  '1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49',
  '1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25',
  '1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81',
  '1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68',
].map(numbers);

const FORMAT_POLYNOMIAL = 0x537;
const FORMAT_MASK = 0x5412;
const FORMAT_ERRORS_MAX = 3;

const MASKS = [
  (x, y) => (x + y) % 2,
  (x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

function numbers(text) {
  return text.split(' ').map(Number);
}

/** Where the middles of alignment patterns stand, in rows and columns alike. */
export function alignmentPlaces(version) {
  if (version === 1) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const step =
    version === 32 ? 26 : Math.floor((version * 4 + count * 2 + 1) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let i = count - 2; i >= 0; i--) {
    places.push(version * 4 + 10 - i * step);
  }
  return places;
}

/** Blocks of data and check bytes: [{data, check}], in bytes. */
export function blocksOf(version, level) {
  const count = BLOCKS[level][version - 1];
  const check = CHECK_BYTES[level][version - 1];
  const all = Math.floor(modulesForData(version) / 8);
  const longer = all % count;
  return Array.from({ length: count }, (ignored, i) => ({
    data: Math.floor(all / count) - check + (i < count - longer ? 0 : 1),
    check,
  }));
}

function modulesForData(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2;
    modules -= (25 * count - 10) * count - 55;
    if (version >= 7) {
      modules -= 36;
    }
  }
  return modules;
}

/** Level and mask that the format of a code names; null when neither copy can be read. */
export function formatOf({ side, isDark }) {
  let one = 0;
  let other = 0;
  for (let i = 14; i >= 0; i--) {
    const [x, y] = i < 6 ? [8, i] : i < 8 ? [8, i + 1] : i === 8 ? [7, 8] : [14 - i, 8];
    const [x2, y2] = i < 8 ? [side - 1 - i, 8] : [8, side - 15 + i];
    one = (one << 1) | (isDark(x, y) ? 1 : 0);
    other = (other << 1) | (isDark(x2, y2) ? 1 : 0);
  }
  let best = { errors: FORMAT_ERRORS_MAX + 1 };
  for (let format = 0; format < 32; format++) {
    let rest = format;
    for (let i = 0; i < 10; i++) {
      rest = (rest << 1) ^ ((rest >> 9) * FORMAT_POLYNOMIAL);
    }
    const bits = ((format << 10) | rest) ^ FORMAT_MASK;
    const errors = Math.min(ones(bits ^ one), ones(bits ^ other));
    if (errors < best.errors) {
      best = { errors, level: format >> 3, mask: format & 7 };
    }
  }
  return best.errors <= FORMAT_ERRORS_MAX ? best : null;
}

function ones(bits) {
  return bits.toString(2).replaceAll('0', '').length;
}

/** The bytes of a code in the order in which they are laid out, the mask taken off. */
export function codewords({ side, isDark }, mask) {
  const version = (side - 17) / 4;
  const bytes = new Uint8Array(Math.floor(modulesForData(version) / 8));
  const isFixed = fixed(side, version);
  let bit = 0;
  for (let right = side - 1; right >= 1; right -= 2) {
    right = right === 6 ? 5 : right;
    const upward = ((right + 1) & 2) === 0;
    for (let i = 0; i < side; i++) {
      const y = upward ? side - 1 - i : i;
      for (let x = right; x > right - 2; x--) {
        if (isFixed(x, y) || bit >= bytes.length * 8) {
          continue;
        }
        if (isDark(x, y) !== (MASKS[mask](x, y) === 0)) {
          bytes[bit >> 3] |= 0x80 >> (bit & 7);
        }
        bit++;
      }
    }
  }
  return bytes;
}

/** Whether a module belongs to a pattern, to the format or to the version. */
function fixed(side, version) {
  const places = alignmentPlaces(version);
  const last = places.length - 1;
  const near = (i, at) => Math.abs(places[i] - at) <= 2;
  const aligned = (x, y) => {
    const i = places.findIndex((ignored, n) => near(n, x));
    const j = places.findIndex((ignored, n) => near(n, y));
    const corner = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
    return i >= 0 && j >= 0 && !corner;
  };
  const versioned = (x, y) => version >= 7 && x < 6 && y >= side - 11;
  return (x, y) =>
    (x < 9 && y < 9) ||
    (x >= side - 8 && y < 9) ||
    (x < 9 && y >= side - 8) ||
    x === 6 ||
    y === 6 ||
    aligned(x, y) ||
    versioned(x, y) ||
    versioned(y, x);
}
