import { Unfit, decoded, fromBase64 } from './bytes.js';
import { parseReceipt } from './note.js';
import { textOfImage } from './image.js';

const TEXT_BYTES_MAX = 1_048_576;
const IMAGE_BYTES_MAX = 33_554_432;
const PACKET_BYTES_MAX = 65_535;
const HEADER = 'c2sp.org/tlog-proof@v1';

const MAGIC = {
  png: [0x89, 0x50, 0x4e, 0x47],
  jpeg: [0xff, 0xd8, 0xff],
  gif: [0x47, 0x49, 0x46, 0x38],
  webp: [0x52, 0x49, 0x46, 0x46],
};
const SIGN1 = [0xd2];
const SIGN = [0xd8, 98];

/**
 * Recognises what a visitor dropped: a receipt, a saved answer of the ingress, a packet, or an image
 * of a QR code.
 *
 * @return {receipt} or {packet}
 */
export async function recognise(file) {
  if (file.size > IMAGE_BYTES_MAX) {
    throw new Unfit('tooLarge');
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length === 0) {
    throw new Unfit('nothing');
  }
  if (Object.values(MAGIC).some((magic) => startsWith(bytes, magic))) {
    return recogniseText(await textOfImage(file));
  }
  return isPacket(bytes) ? packet(bytes) : recogniseText(text(bytes));
}

function text(bytes) {
  if (bytes.length > TEXT_BYTES_MAX) {
    throw new Unfit('tooLarge');
  }
  try {
    return decoded(bytes);
  } catch {
    throw new Unfit('unknownInput');
  }
}

/** The same for a text that was pasted, or read from a QR code. */
export function recogniseText(given) {
  const trimmed = given.replace(/^\ufeff/, '').replaceAll('\r\n', '\n').trim();
  if (trimmed === '') {
    throw new Unfit('nothing');
  }
  if (trimmed.startsWith('{')) {
    return answer(trimmed);
  }
  if (trimmed.startsWith(HEADER)) {
    return receipt(trimmed);
  }
  const bytes = fromBase64(trimmed.replace(/\s/g, ''));
  if (bytes !== null && isPacket(bytes)) {
    return packet(bytes);
  }
  throw new Unfit('unknownInput');
}

function answer(json) {
  let members;
  try {
    members = JSON.parse(json);
  } catch {
    throw new Unfit(json.includes('\n{') ? 'manyAnswers' : 'unknownInput');
  }
  if (typeof members.receipt !== 'string') {
    throw new Unfit('noReceipt');
  }
  const found = receipt(members.receipt.trim());
  found.receipt.claim = { packet: members.packet, seq: members.seq };
  return found;
}

/** The end of line that a clipboard may have cut off is put back; it is signed with the rest. */
function receipt(trimmed) {
  return { receipt: parseReceipt(`${trimmed}\n`) };
}

function packet(bytes) {
  if (bytes.length > PACKET_BYTES_MAX) {
    throw new Unfit('tooLarge');
  }
  return { packet: bytes };
}

function isPacket(bytes) {
  return startsWith(bytes, SIGN1) || startsWith(bytes, SIGN);
}

function startsWith(bytes, beginning) {
  return beginning.every((byte, i) => bytes[i] === byte);
}
