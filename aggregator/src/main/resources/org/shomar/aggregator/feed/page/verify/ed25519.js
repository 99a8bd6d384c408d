import { fromHex, hex } from './bytes.js';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** The y of the points of low order, sign bit away, little-endian. */
const LOW_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
];
const P = 2n ** 255n - 19n;

/** RFC 8032 section 7.1, test 1: the signature of no bytes. */
const KNOWN = {
  key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  signature:
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
};

/** Why this browser cannot verify: `insecure` or `noEd25519`; null when it can. */
export async function hindrance() {
  if (globalThis.crypto?.subtle === undefined) {
    return 'insecure';
  }
  try {
    const signature = fromHex(KNOWN.signature);
    const right = await verifies(fromHex(KNOWN.key), signature, new Uint8Array(0));
    signature[0] ^= 1;
    const wrong = await verifies(fromHex(KNOWN.key), signature, new Uint8Array(0));
    return right && !wrong ? null : 'noEd25519';
  } catch {
    return 'noEd25519';
  }
}

/**
 * Whether a signature over a message verifies: by the browser, and with key and R canonical and not
 * of low order, as everywhere in Shomar.
 */
export async function verifies(key, signature, message) {
  if (
    key.length !== KEY_BYTES ||
    signature.length !== SIGNATURE_BYTES ||
    !isSound(key) ||
    !isSound(signature.subarray(0, KEY_BYTES))
  ) {
    return false;
  }
  let imported;
  try {
    imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
  } catch (refusal) {
    if (refusal.name === 'NotSupportedError') {
      throw refusal;
    }
    return false; // not a point of the curve
  }
  return crypto.subtle.verify('Ed25519', imported, signature, message);
}

function isSound(point) {
  const y = point.slice();
  y[KEY_BYTES - 1] &= 0x7f;
  return BigInt(`0x${hex(y.toReversed())}`) < P && !LOW_ORDER.includes(hex(y));
}
