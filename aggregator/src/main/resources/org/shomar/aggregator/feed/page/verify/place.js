import { Unfit } from './bytes.js';
import { read } from './server.js';

/**
 * How the server says that a packet stands now.
 *
 * @return {word, revision} where word is counted, held, annulled, replaced, laterHeld, notYet,
 *   notPublished or unknown
 */
export async function standing(packet, signal) {
  let row;
  try {
    const answer = await read(`/v1/contests/${packet.contest}/branches`, signal);
    const { branches } = await answer.json();
    row = branches.find(({ branch }) => branch === packet.branch);
  } catch (failure) {
    if (signal.aborted) {
      throw failure;
    }
    const gated = failure instanceof Unfit && failure.code === 'notPublished';
    return { word: gated ? 'notPublished' : 'unknown', revision: 0 };
  }
  const { state, revision = 0, packet: id } = row ?? { state: 'none' };
  if (state === 'annulled') {
    return { word: 'annulled', revision };
  }
  if (id === packet.id) {
    return { word: state, revision };
  }
  if (revision > packet.revision) {
    return { word: state === 'held' ? 'laterHeld' : 'replaced', revision };
  }
  return { word: 'notYet', revision };
}
