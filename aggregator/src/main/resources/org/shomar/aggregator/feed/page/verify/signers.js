import { Unfit, fromBase64 } from './bytes.js';
import { verifies } from './ed25519.js';

/** Whether an entry is signed by whom the definition names; the outcome of a step. */
export async function signers(entry, definition) {
  if (entry === null || (definition === null && entry.kind !== 'statement')) {
    throw new Unfit('skipped');
  }
  switch (entry.kind) {
    case 'packet':
      return branch(entry, definition);
    case 'decision':
      return officers(entry, definition);
    default:
      return { state: 'note', text: 'unsigned', values: {} };
  }
}

async function branch(packet, definition) {
  const branch = definition.branches.find((each) => each.branch === packet.branch);
  const contest = definition.contests.find((each) => each.contest === packet.contest);
  const values = { branch: String(packet.branch) };
  if (branch === undefined || contest === undefined || !branch.contests.includes(contest.contest)) {
    return { state: 'bad', text: 'noSuchBranch', values };
  }
  const { signatures } = packet;
  const roles = new Set(signatures.map(({ kid }) => kid));
  const wanted = contest.signers ?? 1;
  if (signatures.length !== wanted || roles.size !== signatures.length) {
    const counted = { signers: signatures.length, wanted };
    return { state: 'bad', text: 'wrongSigners', values: counted };
  }
  for (const { kid, message, bytes } of signatures) {
    const keys = branch.keys.filter(({ role }) => kid === null || role === kid);
    if (!(await anyVerifies(keys, message, bytes))) {
      return { state: 'bad', text: 'wrongBranchSignature', values };
    }
  }
  return { state: 'ok', text: 'branchSigned', values: { ...values, signers: signatures.length } };
}

async function officers(decision, definition) {
  for (const { kid, message, bytes } of decision.signatures) {
    const keys = (definition.officers ?? []).filter(({ officer }) => officer === kid);
    if (!(await anyVerifies(keys, message, bytes))) {
      return { state: 'bad', text: 'wrongOfficer', values: { officer: kid } };
    }
  }
  const values = { signers: decision.signatures.length };
  return { state: 'ok', text: 'officersSigned', values };
}

async function anyVerifies(keys, message, signature) {
  for (const { key } of keys) {
    const raw = fromBase64(key);
    if (raw !== null && (await verifies(raw, signature, message))) {
      return true;
    }
  }
  return false;
}
