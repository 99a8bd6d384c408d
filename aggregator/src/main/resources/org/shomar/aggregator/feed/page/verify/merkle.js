import { same, sha256 } from './bytes.js';

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

/** Numbers of leaves are whole numbers below 2^53: no bitwise operators, which end at 2^32. */
const half = (number) => Math.floor(number / 2);
const odd = (number) => number % 2 === 1;

export function leafHash(entry) {
  return sha256(LEAF, entry);
}

export function nodeHash(left, right) {
  return sha256(INNER, left, right);
}

/** Whether a proof leads from a leaf at `index` to the root (RFC 9162 section 2.1.3.2). */
export async function included(leaf, index, size, proof, root) {
  if (index >= size) {
    return false;
  }
  let place = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) {
      return false;
    }
    if (odd(place) || place === last) {
      hash = await nodeHash(sibling, hash);
      while (!odd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && same(hash, root);
}

/**
 * Whether a proof shows that the tree of `oldSize` leaves is a beginning of the other (RFC 9162
 * section 2.1.4.2).
 *
 * @param oldSize more than 0
 */
export async function consistent(oldSize, size, oldRoot, root, proof) {
  if (oldSize <= 0 || oldSize > size) {
    return false;
  }
  if (oldSize === size) {
    return proof.length === 0 && same(oldRoot, root);
  }
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...proof] : proof;
  if (path.length === 0) {
    return false;
  }
  let place = oldSize - 1;
  let last = size - 1;
  while (odd(place)) {
    place = half(place);
    last = half(last);
  }
  let oldHash = path[0];
  let hash = path[0];
  for (const sibling of path.slice(1)) {
    if (last === 0) {
      return false;
    }
    if (odd(place) || place === last) {
      oldHash = await nodeHash(sibling, oldHash);
      hash = await nodeHash(sibling, hash);
      while (!odd(place) && place !== 0) {
        place = half(place);
        last = half(last);
      }
    } else {
      hash = await nodeHash(hash, sibling);
    }
    place = half(place);
    last = half(last);
  }
  return last === 0 && same(oldHash, oldRoot) && same(hash, root);
}

/** The ranges of leaves `[begin, end)` whose hashes are the inclusion proof, from the leaf up. */
export function inclusionRanges(index, size) {
  const ranges = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + splitOf(end - begin);
    if (index < middle) {
      ranges.unshift([middle, end]);
      end = middle;
    } else {
      ranges.unshift([begin, middle]);
      begin = middle;
    }
  }
  return ranges;
}

/** The same for a consistency proof (RFC 6962 section 2.1.2). */
export function consistencyRanges(oldSize, size) {
  const ranges = [];
  let begin = 0;
  let end = size;
  let whole = true;
  while (oldSize !== end) {
    const middle = begin + splitOf(end - begin);
    if (oldSize <= middle) {
      ranges.unshift([middle, end]);
      end = middle;
    } else {
      ranges.unshift([begin, middle]);
      begin = middle;
      whole = false;
    }
  }
  return whole ? ranges : [[begin, end], ...ranges];
}

/** The hash of leaves `[begin, end)` from those of complete subtrees. */
export async function rangeHash(begin, end, node) {
  const leaves = end - begin;
  if (isPowerOfTwo(leaves)) {
    return node(Math.log2(leaves), begin / leaves);
  }
  const middle = begin + splitOf(leaves);
  return nodeHash(await rangeHash(begin, middle, node), await rangeHash(middle, end, node));
}

/** The largest power of two below a number of at least 2. */
function splitOf(leaves) {
  let split = 1;
  while (split * 2 < leaves) {
    split *= 2;
  }
  return split;
}

function isPowerOfTwo(number) {
  return number > 0 && (number === 1 || splitOf(number) * 2 === number);
}
