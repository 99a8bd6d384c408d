import { Unfit, encoded, fromBase64, hex, joined, sha256 } from './bytes.js';
import { verifies } from './ed25519.js';

const BYTES_MAX = 65_536;
const SIGNATURES_MAX = 64;
const HASHES_MAX = 63;
const HASH_BYTES = 32;
const ID_BYTES = 4;
const TIME_BYTES = 8;
const LOG = 1;
const WITNESS = 4;
const PROOF = 'c2sp.org/tlog-proof@v1\n';

/** Reads a signed note (c2sp.org/signed-note) and verifies nothing. */
export function parseNote(note) {
  const split = note.lastIndexOf('\n\n');
  // eslint-disable-next-line no-control-regex
  const unclean = /[\x00-\x09\x0b-\x1f]/.test(note);
  if (encoded(note).length > BYTES_MAX || unclean || split < 0 || !note.endsWith('\n')) {
    throw new Unfit('badNote');
  }
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) {
    throw new Unfit('badNote');
  }
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const words = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line);
  const raw = words === null ? null : fromBase64(words[2]);
  if (raw === null || raw.length <= ID_BYTES) {
    throw new Unfit('badNote');
  }
  return { name: words[1], id: hex(raw.subarray(0, ID_BYTES)), bytes: raw.subarray(ID_BYTES) };
}

/** Reads the text of a checkpoint (c2sp.org/tlog-checkpoint). */
export function parseCheckpoint(text) {
  const lines = text.split('\n');
  const size = number(lines[1] ?? '');
  const root = hash(lines[2] ?? '');
  if (lines.length < 4 || lines[0] === '' || lines.at(-1) !== '' || size === null || !root) {
    throw new Unfit('badCheckpoint');
  }
  return { origin: lines[0], size, root };
}

/** Reads a receipt (c2sp.org/tlog-proof); a line `extra` is passed over. */
export function parseReceipt(text) {
  const split = text.indexOf('\n\n');
  if (!text.startsWith(PROOF) || split < 0) {
    throw new Unfit('badReceipt');
  }
  const lines = text.slice(PROOF.length, split).split('\n');
  if (lines[0].startsWith('extra ')) {
    lines.shift();
  }
  const index = number(/^index (\d+)$/.exec(lines.shift() ?? '')?.[1] ?? '');
  const proof = lines.map(hash);
  if (index === null || proof.length > HASHES_MAX || proof.includes(null)) {
    throw new Unfit('badReceipt');
  }
  const note = parseNote(text.slice(split + 2));
  return { index, proof, note, checkpoint: parseCheckpoint(note.text) };
}

function number(digits) {
  const value = Number(digits);
  return /^(0|[1-9]\d*)$/.test(digits) && Number.isSafeInteger(value) ? value : null;
}

function hash(line) {
  const raw = fromBase64(line);
  return raw?.length === HASH_BYTES ? raw : null;
}

/** Reads a key that signs notes: `name+id+base64 of type and key`. */
export async function parseKey(vkey) {
  const parts = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(vkey.trim());
  const typed = parts === null ? null : fromBase64(parts[3]);
  if (typed === null || ![LOG, WITNESS].includes(typed[0]) || typed.length !== 1 + HASH_BYTES) {
    throw new Unfit('badKey');
  }
  const [, name, id] = parts;
  const expected = (await sha256(encoded(`${name}\n`), typed)).subarray(0, ID_BYTES);
  if (hex(expected) !== id) {
    throw new Unfit('badKey');
  }
  return { name, id, type: typed[0], raw: typed.subarray(1), text: vkey.trim() };
}

export function isWitness(key) {
  return key.type === WITNESS;
}

/** Whether a signature line names this key. */
export function names(signature, key) {
  return signature.name === key.name && signature.id === key.id;
}

/** `signed`, `forged` when a line names the key and does not verify, or `missing`. */
export async function signedBy(note, key) {
  const own = note.signatures.filter((signature) => names(signature, key));
  for (const signature of own) {
    if (!(await isRight(note, key, signature))) {
      return 'forged';
    }
  }
  return own.length > 0 ? 'signed' : 'missing';
}

async function isRight(note, key, signature) {
  if (!isWitness(key)) {
    return verifies(key.raw, signature.bytes, encoded(note.text));
  }
  const time = cosignedAt(signature);
  return (
    time !== null &&
    verifies(
      key.raw,
      signature.bytes.subarray(TIME_BYTES),
      joined(encoded(`cosignature/v1\ntime ${time}\n`), encoded(note.text)),
    )
  );
}

/** When a witness signed, in seconds (c2sp.org/tlog-cosignature); null when it is no cosignature. */
export function cosignedAt({ bytes }) {
  if (bytes.length !== TIME_BYTES + 64) {
    return null;
  }
  const time = BigInt(`0x${hex(bytes.subarray(0, TIME_BYTES))}`);
  return time < 2n ** 63n ? time : null;
}
