import { Unfit } from './bytes.js';
import { consistent, included, leafHash } from './merkle.js';
import { cosignedAt, isWitness, names, parseKey, signedBy } from './note.js';
import { readEntry } from './packet.js';
import { currentCheckpoint, definition } from './server.js';
import { signers } from './signers.js';
import { TileLog } from './tiles.js';

/** What could not be found out, and so is neither right nor wrong. */
const OPEN = ['notPublished', 'noTile', 'offline', 'noKey', 'skipped'];

const ok = (text, values = {}) => ({ state: 'ok', text, values });
const bad = (text, values = {}) => ({ state: 'bad', text, values });
const open = (text, values = {}) => ({ state: 'open', text, values });
const noted = (text, values = {}) => ({ state: 'note', text, values });

/**
 * Checks a receipt, a packet, or both, one step after the other. A step is
 * {id, state: busy | ok | note | open | bad, text, values, lines}; each change is told to `show`.
 */
export class Checks {
  steps = [];
  entry = null;
  definition = null;
  #given;
  #options;
  #show;
  #signal;
  #key = null;
  #proof = null;

  /**
   * @param given   {receipt, packet}, one of them may be null
   * @param options {election, key, witnesses}: what `/v1/election` says, and the visitor's keys
   */
  constructor(given, options, show, signal) {
    this.#given = given;
    this.#options = options;
    this.#show = show;
    this.#signal = signal;
  }

  async run() {
    const { receipt } = this.#given;
    await this.#step('key', () => this.#chooseKey());
    this.#proof = receipt;
    if (receipt === null) {
      await this.#step('find', (step) => this.#find(step));
    }
    await this.#step('signature', () => this.#signature());
    await this.#step('origin', () => this.#origin());
    await this.#step('witnesses', (step) => this.#witnesses(step));
    await this.#step('entry', () => this.#read());
    await this.#step('inclusion', () => this.#inclusion());
    if (receipt !== null) {
      await this.#step('log', () => this.#log());
    }
    await this.#step('definition', () => this.#definition());
    await this.#step('branch', () => signers(this.entry, this.definition));
  }

  async #step(id, work) {
    const step = { id, state: 'busy', text: 'busy', values: {}, lines: [] };
    this.steps.push(step);
    this.#show();
    try {
      Object.assign(step, await work(step));
    } catch (failure) {
      if (this.#signal.aborted) {
        throw failure;
      }
      const { code, values } =
        failure instanceof Unfit ? failure : { code: 'offline', values: {} };
      Object.assign(step, OPEN.includes(code) ? open(code, values) : bad(code, values));
      if (!(failure instanceof Unfit || failure instanceof TypeError)) {
        console.error(failure);
      }
    }
    this.#show();
  }

  async #chooseKey() {
    const { election, key } = this.#options;
    const own = key.trim();
    if (own === '') {
      this.#key = await parseKey(election.logKey ?? missing('noKey'));
      return noted('keyOfServer', { key: this.#key.text });
    }
    this.#key = await parseKey(own);
    return election.logKey !== undefined && election.logKey !== this.#key.text
      ? bad('keyDiffers', { key: this.#key.text, other: election.logKey })
      : ok('keyOfVisitor', { key: this.#key.text });
  }

  async #find(step) {
    const { note, checkpoint } = await currentCheckpoint(1, this.#signal);
    const log = new TileLog(checkpoint.size, this.#signal);
    const leaf = await leafHash(this.#given.packet);
    const index = await log.find(leaf, (seen) => {
      Object.assign(step, { text: 'searching', values: { seen, size: checkpoint.size } });
      this.#show();
    });
    if (index === null) {
      return bad('notFound', { size: checkpoint.size });
    }
    const proof = await log.inclusion(index);
    this.#proof = { index, proof, note, checkpoint, claim: {} };
    return ok('found', { seq: index + 1 });
  }

  async #signature() {
    const { note, checkpoint } = this.#proof ?? missing('skipped');
    const key = this.#key ?? missing('noKey');
    const outcome = await signedBy(note, key);
    return outcome === 'signed'
      ? ok('signed', { size: checkpoint.size })
      : bad(outcome === 'forged' ? 'forged' : 'otherKey', { key: key.name });
  }

  #origin() {
    const { checkpoint } = this.#proof ?? missing('skipped');
    const { origin } = this.#options.election;
    const right = checkpoint.origin === origin && (this.#key?.name ?? origin) === origin;
    const values = { origin: checkpoint.origin, expected: origin };
    return right ? ok('rightOrigin', values) : bad('otherOrigin', values);
  }

  async #witnesses(step) {
    const { note } = this.#proof ?? missing('skipped');
    const keys = await Promise.all(this.#options.witnesses.map(parseKey));
    if (!keys.every(isWitness)) {
      return bad('notWitness');
    }
    const others = note.signatures.filter(({ name }) => name !== this.#key?.name);
    let right = 0;
    for (const signature of others) {
      const key = keys.find((each) => names(signature, each));
      const outcome = key === undefined ? 'unknown' : await signedBy(note, key);
      const time = cosignedAt(signature);
      right += outcome === 'signed' ? 1 : 0;
      step.lines.push({ name: signature.name, outcome, time: time === null ? null : Number(time) });
    }
    if (step.lines.some(({ outcome }) => outcome === 'forged')) {
      return bad('cosignatureForged');
    }
    if (others.length === 0) {
      return keys.length === 0 ? noted('noWitnesses') : noted('witnessesMissing');
    }
    return right > 0 ? ok('cosigned', { right }) : noted('witnessesUnknown', { all: others.length });
  }

  async #read() {
    const { claim = {}, index } = this.#proof ?? { claim: {} };
    const { packet } = this.#given;
    const bytes = packet ?? (await this.#fetchEntry(index));
    this.entry = await readEntry(bytes);
    if (claim.packet !== undefined && claim.packet !== this.entry.id) {
      return bad('claimedPacket', { packet: claim.packet, found: this.entry.id });
    }
    if (claim.seq !== undefined && claim.seq !== index + 1) {
      return bad('claimedSeq', { seq: claim.seq, found: index + 1 });
    }
    const seq = index === undefined ? '–' : index + 1;
    const values = { id: this.entry.id ?? '', bytes: bytes.length, seq };
    return ok(packet === null ? 'fetched' : 'givenPacket', values);
  }

  async #fetchEntry(index) {
    if (this.#proof === null) {
      throw new Unfit('skipped');
    }
    let { size } = this.#proof.checkpoint;
    try {
      const { checkpoint } = await currentCheckpoint(size, this.#signal);
      size = Math.max(size, checkpoint.size);
    } catch {
      // what was there when the receipt was signed is there now; the step `log` tells
    }
    return new TileLog(size, this.#signal).entry(index);
  }

  async #inclusion() {
    const { index, proof, checkpoint } = this.#proof ?? missing('skipped');
    const bytes = this.#given.packet ?? this.entry?.bytes ?? missing('skipped');
    const leaf = await leafHash(bytes);
    const right = await included(leaf, index, checkpoint.size, proof, checkpoint.root);
    const values = { seq: index + 1, size: checkpoint.size, hashes: proof.length };
    return right ? ok('included', values) : bad('notIncluded', values);
  }

  /** Whether what the server shows now contains, unchanged, what the receipt was signed over. */
  async #log() {
    const { checkpoint: old } = this.#proof;
    const { note, checkpoint: now } = await currentCheckpoint(old.size, this.#signal);
    const values = { old: old.size, size: now.size };
    const key = this.#key ?? missing('noKey');
    if ((await signedBy(note, key)) !== 'signed' || now.origin !== key.name) {
      return bad('nowUnsigned', values);
    }
    if (now.size < old.size) {
      return bad('shrunk', values);
    }
    const log = new TileLog(now.size, this.#signal);
    const proof = await log.consistency(old.size);
    const right = await consistent(old.size, now.size, old.root, now.root, proof);
    return right ? ok('grown', values) : bad('forked', values);
  }

  async #definition() {
    const entry = this.entry ?? missing('skipped');
    if (entry.kind === 'statement') {
      return noted('statement');
    }
    const file = await definition(this.#signal);
    if (file.hash !== entry.definition || file.members.election !== entry.election) {
      return bad('otherDefinition', { hash: entry.definition, found: file.hash });
    }
    this.definition = file.members;
    return ok('rightDefinition', { hash: file.hash });
  }
}

function missing(code) {
  throw new Unfit(code);
}
