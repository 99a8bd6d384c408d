const FIELD = 0x11d;
const EXP = new Uint8Array(510);
const LOG = new Uint8Array(256);

for (let i = 0, value = 1; i < 255; i++) {
  EXP[i] = value;
  EXP[i + 255] = value;
  LOG[value] = i;
  value = value < 128 ? value << 1 : (value << 1) ^ FIELD;
}

const times = (a, b) => (a === 0 || b === 0 ? 0 : EXP[LOG[a] + LOG[b]]);
const over = (a, b) => (a === 0 ? 0 : EXP[LOG[a] + 255 - LOG[b]]);

/** The value of a polynomial, its lowest coefficient first. */
function at(polynomial, x) {
  return polynomial.reduceRight((sum, coefficient) => times(sum, x) ^ coefficient, 0);
}

/**
 * Repairs a block of Reed-Solomon code in place: data, then `check` bytes. False when more bytes
 * are wrong than half of those.
 */
export function repair(block, check) {
  const syndromes = syndromesOf(block, check);
  if (syndromes.every((value) => value === 0)) {
    return true;
  }
  const locator = locatorOf(syndromes);
  const errors = locator.length - 1;
  const evaluator = new Array(check).fill(0);
  for (let i = 0; i < check; i++) {
    for (let j = 0; j < locator.length && j <= i; j++) {
      evaluator[i] ^= times(syndromes[i - j], locator[j]);
    }
  }
  const slope = locator.map((value, i) => (i % 2 === 1 ? value : 0)).slice(1);
  let repaired = 0;
  for (let i = 0; i < block.length; i++) {
    const inverse = EXP[(255 - i) % 255];
    if (at(locator, inverse) === 0) {
      const steep = at(slope, inverse);
      if (steep === 0) {
        return false;
      }
      block[block.length - 1 - i] ^= times(EXP[i], over(at(evaluator, inverse), steep));
      repaired++;
    }
  }
  return (
    errors * 2 <= check &&
    repaired === errors &&
    syndromesOf(block, check).every((value) => value === 0)
  );
}

function syndromesOf(block, check) {
  return Array.from({ length: check }, (ignored, i) =>
    block.reduce((sum, byte) => times(sum, EXP[i]) ^ byte, 0),
  );
}

/** The error locator, by Berlekamp and Massey. */
function locatorOf(syndromes) {
  let locator = [1];
  let before = [1];
  let length = 0;
  let shift = 1;
  let last = 1;
  for (let n = 0; n < syndromes.length; n++) {
    let miss = syndromes[n];
    for (let i = 1; i <= length; i++) {
      miss ^= times(locator[i] ?? 0, syndromes[n - i]);
    }
    if (miss === 0) {
      shift++;
      continue;
    }
    const scale = over(miss, last);
    const next = locator.slice();
    before.forEach((value, i) => {
      next[i + shift] = (next[i + shift] ?? 0) ^ times(scale, value);
    });
    for (let i = 0; i < next.length; i++) {
      next[i] ??= 0;
    }
    if (2 * length <= n) {
      before = locator;
      length = n + 1 - length;
      last = miss;
      shift = 1;
    } else {
      shift++;
    }
    locator = next;
  }
  while (locator.length > 1 && locator.at(-1) === 0) {
    locator.pop();
  }
  return locator;
}
