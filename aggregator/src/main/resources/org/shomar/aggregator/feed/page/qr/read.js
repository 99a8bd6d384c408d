import { findCorners } from './finders.js';
import { grids } from './grid.js';
import { blocksOf, codewords, formatOf } from './layout.js';
import { Light } from './light.js';
import { repair } from './repair.js';
import { textOf } from './segments.js';

/**
 * Reads a QR code (ISO/IEC 18004, model 2, versions 1 to 40) for browsers that have no reader of
 * their own.
 *
 * @param rgba four bytes a pixel, row by row
 * @return its text; null when there is none that can be read
 */
export function readQr(rgba, width, height) {
  const light = new Light(rgba, width, height);
  for (const corners of findCorners(light)) {
    for (const grid of grids(light, corners)) {
      const text = readGrid(grid);
      if (text !== null) {
        return text;
      }
    }
  }
  return null;
}

function readGrid(grid) {
  const format = formatOf(grid);
  if (format === null) {
    return null;
  }
  const version = (grid.side - 17) / 4;
  const data = dataOf(codewords(grid, format.mask), blocksOf(version, format.level));
  return data === null ? null : textOf(data, version);
}

/** Takes the blocks apart, which lie interleaved, and repairs each; null when one is beyond it. */
function dataOf(bytes, blocks) {
  const parts = blocks.map(({ data, check }) => new Uint8Array(data + check));
  const longest = Math.max(...blocks.map(({ data }) => data));
  let at = 0;
  for (let i = 0; i < longest; i++) {
    for (const [n, { data }] of blocks.entries()) {
      if (i < data) {
        parts[n][i] = bytes[at++];
      }
    }
  }
  for (let i = 0; i < blocks[0].check; i++) {
    for (const [n, { data }] of blocks.entries()) {
      parts[n][data + i] = bytes[at++];
    }
  }
  const data = [];
  for (const [n, part] of parts.entries()) {
    if (!repair(part, blocks[n].check)) {
      return null;
    }
    data.push(...part.subarray(0, blocks[n].data));
  }
  return Uint8Array.from(data);
}
