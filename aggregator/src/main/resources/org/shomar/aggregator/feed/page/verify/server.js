import { Unfit, decoded, hex, sha256 } from './bytes.js';
import { parseCheckpoint, parseNote } from './note.js';

const AGAIN_MILLIS = 700;
const TRIES = 4;

/** Reads something of the server; throws [Unfit] for what it refuses. */
export async function read(path, signal) {
  const answer = await fetch(path, { signal });
  if (answer.status === 403) {
    throw new Unfit('notPublished');
  }
  if (!answer.ok) {
    throw new Unfit('noTile', { status: answer.status, path });
  }
  return answer;
}

/**
 * The checkpoint that the server shows now. Nodes may show one another's a moment later: asked again
 * while it is smaller than wanted.
 */
export async function currentCheckpoint(sizeWanted, signal) {
  for (let left = TRIES - 1; ; left--) {
    const answer = await read('/checkpoint', signal);
    const note = parseNote(decoded(new Uint8Array(await answer.arrayBuffer())));
    const checkpoint = parseCheckpoint(note.text);
    if (checkpoint.size >= sizeWanted || left === 0) {
      return { note, checkpoint };
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLIS));
  }
}

let known = null;

/** The definition file with its hash, fetched once; it never changes. */
export async function definition(signal) {
  if (known === null) {
    const answer = await read('/v1/election/definition', signal);
    const file = new Uint8Array(await answer.arrayBuffer());
    known = { hash: hex(await sha256(file)), members: JSON.parse(decoded(file)) };
  }
  return known;
}
