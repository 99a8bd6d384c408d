import { Unfit, same } from './bytes.js';
import {
  consistencyRanges,
  inclusionRanges,
  nodeHash,
  rangeHash,
} from './merkle.js';

const WIDTH = 256;
const SPAN = 8;
const HASH_BYTES = 32;
const LENGTH_BYTES = 2;
const TOGETHER = 8;

/** Tiles of leaves that are looked through for one packet: a million leaves, 32 MB. */
export const TILES_SCANNED_MAX = 4_096;

/** A log of a given size, read from its tiles (c2sp.org/tlog-tiles). Trusts nothing it reads. */
export class TileLog {
  #size;
  #signal;
  #tiles = new Map();

  constructor(size, signal) {
    this.#size = size;
    this.#signal = signal;
  }

  /** The inclusion proof of a leaf in the whole log. */
  inclusion(index) {
    return this.#hashes(inclusionRanges(index, this.#size));
  }

  /** The proof that a tree of so many leaves is a beginning of this log. */
  consistency(oldSize) {
    return this.#hashes(consistencyRanges(oldSize, this.#size));
  }

  /** The bytes of an entry; throws `notPublished` while the log keeps them closed. */
  async entry(index) {
    const bundle = await this.#tile('entries', Math.floor(index / WIDTH));
    const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
    let at = 0;
    for (let left = index % WIDTH; at + LENGTH_BYTES <= bundle.length; left--) {
      const end = at + LENGTH_BYTES + view.getUint16(at);
      if (left === 0 && end <= bundle.length) {
        return bundle.subarray(at + LENGTH_BYTES, end);
      }
      at = end;
    }
    throw new Unfit('badBundle');
  }

  /**
   * The index of the newest leaf of this hash; null when the newest tiles have none.
   *
   * @param progress told how many leaves were looked at
   */
  async find(leaf, progress) {
    const newest = Math.floor((this.#size - 1) / WIDTH);
    const oldest = Math.max(0, newest - TILES_SCANNED_MAX + 1);
    for (let top = newest; top >= oldest; top -= TOGETHER) {
      const numbers = [];
      for (let n = top; n >= Math.max(oldest, top - TOGETHER + 1); n--) {
        numbers.push(n);
      }
      const tiles = await Promise.all(numbers.map((n) => this.#tile(0, n)));
      for (const [i, tile] of tiles.entries()) {
        for (let place = tile.length / HASH_BYTES - 1; place >= 0; place--) {
          if (same(hashAt(tile, place), leaf)) {
            return numbers[i] * WIDTH + place;
          }
        }
        this.#tiles.delete(`0/${numbers[i]}`);
      }
      progress(this.#size - Math.min(this.#size, Math.max(0, top - TOGETHER + 1) * WIDTH));
    }
    return null;
  }

  #hashes(ranges) {
    return Promise.all(
      ranges.map(([begin, end]) =>
        rangeHash(begin, end, (level, place) => this.#node(level, place)),
      ),
    );
  }

  /** The hash of the complete subtree of 2^level leaves that begins at place·2^level. */
  async #node(level, place) {
    const tileLevel = Math.floor(level / SPAN);
    const count = 2 ** (level - tileLevel * SPAN);
    const first = place * count;
    const tile = await this.#tile(tileLevel, Math.floor(first / WIDTH));
    let row = [];
    for (let i = 0; i < count; i++) {
      row.push(hashAt(tile, (first % WIDTH) + i));
    }
    while (row.length > 1) {
      const above = [];
      for (let i = 0; i < row.length; i += 2) {
        above.push(nodeHash(row[i], row[i + 1]));
      }
      row = await Promise.all(above);
    }
    return row[0];
  }

  #tile(level, number) {
    const key = `${level}/${number}`;
    if (!this.#tiles.has(key)) {
      this.#tiles.set(key, this.#fetch(level, number));
    }
    return this.#tiles.get(key);
  }

  async #fetch(level, number) {
    const treeLevel = level === 'entries' ? 0 : level;
    const hashes = Math.floor(this.#size / WIDTH ** treeLevel) - number * WIDTH;
    const width = Math.min(WIDTH, hashes);
    const path = tilePath(level, number);
    let answer = await this.#get(width < WIDTH ? `${path}.p/${width}` : path);
    if (answer.status === 404 && width < WIDTH) {
      answer = await this.#get(path); // the partial tile may go once the full one is there
    }
    if (answer.status === 403) {
      throw new Unfit('notPublished');
    }
    if (!answer.ok) {
      throw new Unfit('noTile', { status: answer.status, path: `/${path}` });
    }
    const tile = new Uint8Array(await answer.arrayBuffer());
    if (level !== 'entries' && (tile.length < width * HASH_BYTES || tile.length % HASH_BYTES)) {
      throw new Unfit('noTile', { status: answer.status, path: `/${path}` });
    }
    return level === 'entries' ? tile : tile.subarray(0, width * HASH_BYTES);
  }

  #get(path) {
    return fetch(`/${path}`, { signal: this.#signal });
  }
}

function hashAt(tile, place) {
  const hash = tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  if (hash.length !== HASH_BYTES) {
    throw new Unfit('noTile', { status: 200, path: '/tile' });
  }
  return hash;
}

/** `tile/<L>/<N>`, the number in groups of three digits. */
export function tilePath(level, number) {
  const digits = String(number);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/\d{3}/g);
  const last = groups.pop();
  return `tile/${level}/${groups.map((group) => `x${group}/`).join('')}${last}`;
}
