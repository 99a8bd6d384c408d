import { Unfit, decoded, hex, sha256 } from './bytes.js';
import { Tagged, readCbor, sigStructure } from './cbor.js';
import { leafHash } from './merkle.js';

const MESSAGE_BYTES_MAX = 65_535;
const SIGN1 = 18;
const SIGN = 98;
const ALGORITHMS = [-8, -19];
const SIGNATURE_BYTES = 64;
const HASH_BYTES = 32;
const COUNT_MAX = 2 ** 31 - 1;
const KINDS = {
  'application/vnd.shomar.packet+cbor': 'packet',
  'application/vnd.shomar.decision+cbor': 'decision',
};

/**
 * Reads an entry of the log: a result packet, an officers' decision, or the statement that every
 * log begins with. Verifies nothing.
 *
 * @return {kind, bytes, leaf, id, signatures: [{kid, message, bytes}], …figures of the packet}
 */
export async function readEntry(bytes) {
  require(bytes.length <= MESSAGE_BYTES_MAX);
  const message = readCbor(bytes);
  const leaf = await leafHash(bytes);
  if (message instanceof Map) {
    require(message.get(0) === 1 && typeof message.get(1) === 'string');
    return { kind: 'statement', bytes, leaf, signatures: [] };
  }
  require(message instanceof Tagged && [SIGN1, SIGN].includes(message.tag));
  require(Array.isArray(message.item) && message.item.length === 4);
  const single = message.tag === SIGN1;
  const [body, , payload, last] = message.item;
  require(body instanceof Uint8Array && payload instanceof Uint8Array);
  const header = map(readCbor(body));
  const kind = KINDS[header.get(3)];
  require(kind !== undefined && (kind === 'packet' || !single));
  require(header.size === (single ? 2 : 1));
  const signatures = single
    ? [signature1(header, body, payload, last)]
    : list(last).map((each) => signature(body, payload, each));
  const id = hex(await sha256(payload));
  const fields = kind === 'packet' ? packetFields(payload) : decisionFields(payload);
  return { kind, bytes, leaf, id, signatures, ...fields };
}

function signature1(header, body, payload, bytes) {
  require(ALGORITHMS.includes(header.get(1)));
  require(bytes instanceof Uint8Array && bytes.length === SIGNATURE_BYTES);
  const message = sigStructure('Signature1', body, new Uint8Array(0), payload);
  return { kid: null, message, bytes };
}

function signature(body, payload, item) {
  const [signer, unprotected, bytes] = list(item);
  require(signer instanceof Uint8Array && bytes instanceof Uint8Array);
  require(bytes.length === SIGNATURE_BYTES);
  const header = map(readCbor(signer));
  const kid = map(unprotected).get(4);
  require(header.size === 1 && ALGORITHMS.includes(header.get(1)) && kid instanceof Uint8Array);
  const message = sigStructure('Signature', body, signer, new Uint8Array(0), payload);
  return { kid: decoded(kid), message, bytes };
}

function packetFields(payload) {
  const map0 = map(readCbor(payload));
  const fields = {
    ...common(map0),
    branch: count(map0, 5),
    revision: count(map0, 6),
    countedAt: map0.get(8),
    ballots: {
      issued: count(map0, 9),
      cast: count(map0, 10),
      blank: count(map0, 11),
      invalid: count(map0, 12),
    },
    votes: counts(map0.get(13)),
    listVotes: map0.has(14) ? counts(map0.get(14)) : [],
    note: map0.get(16) ?? '',
  };
  require(Number.isSafeInteger(fields.countedAt) && typeof fields.note === 'string');
  return fields;
}

function decisionFields(payload) {
  const map0 = map(readCbor(payload));
  const fields = {
    ...common(map0),
    branch: count(map0, 5),
    action: count(map0, 6),
    countedAt: map0.get(8),
    note: map0.get(9),
  };
  require(Number.isSafeInteger(fields.countedAt) && typeof fields.note === 'string');
  return fields;
}

/** Keys 0 to 4, which packets and decisions share. */
function common(payload) {
  const definition = payload.get(2);
  require(payload.get(0) === 1 && typeof payload.get(1) === 'string');
  require(definition instanceof Uint8Array && definition.length === HASH_BYTES);
  return {
    election: payload.get(1),
    definition: hex(definition),
    phase: count(payload, 3),
    contest: count(payload, 4),
  };
}

function count(payload, key) {
  const value = payload.get(key);
  require(Number.isInteger(value) && value >= 0 && value <= COUNT_MAX);
  return value;
}

function counts(value) {
  return list(value).map((each) => {
    require(Number.isInteger(each) && each >= 0 && each <= COUNT_MAX);
    return each;
  });
}

function map(value) {
  require(value instanceof Map);
  return value;
}

function list(value) {
  require(Array.isArray(value));
  return value;
}

function require(condition) {
  if (!condition) {
    throw new Unfit('badPacket');
  }
}
