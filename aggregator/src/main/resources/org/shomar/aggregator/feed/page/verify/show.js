import { fill } from '../texts.js';
import { element } from '../view.js';

const CODES = ['key', 'other', 'id', 'hash', 'found', 'packet', 'path', 'origin', 'expected'];

/** right, `note` when only the server's word stands for the key, open, wrong; busy before that. */
export function verdictOf(steps, done) {
  const states = steps.map(({ state }) => state);
  if (states.includes('bad')) {
    return 'bad';
  }
  if (!done) {
    return 'busy';
  }
  if (states.includes('open')) {
    return 'open';
  }
  return steps.find(({ id }) => id === 'key').state === 'note' ? 'note' : 'ok';
}

export function verdictView(page, word) {
  const texts = page.texts.verdict;
  return [
    `${page.texts.mark[word]} ${texts[word]}`,
    texts[`${word}Small`] === undefined ? null : element('small', {}, texts[`${word}Small`]),
  ];
}

/** One item of the list: mark, title, and a plain sentence. */
export function stepView(page, step) {
  const { texts, steps } = page;
  const spoken = element('span', { className: 'unseen' }, ` (${texts.spoken[step.state]})`);
  return element(
    'li',
    { className: step.state, 'data-step': step.id },
    element('span', { className: 'mark', 'aria-hidden': 'true' }, texts.mark[step.state]),
    element(
      'div',
      {},
      element('h3', {}, steps.titles[step.id], spoken),
      element('p', {}, ...sentence(page, steps[step.text], step.values)),
      step.lines.length === 0
        ? null
        : element('ul', {}, ...step.lines.map((line) => witness(page, line))),
    ),
  );
}

function witness(page, { name, outcome, time }) {
  const when = time === null ? '–' : page.format.date(new Date(time * 1_000));
  return element('li', {}, fill(page.steps.witness[outcome], { name, time: when }));
}

/** A sentence with numbers as the language writes them, and hashes and keys set apart. */
function sentence(page, text, values) {
  const parts = text.split(/\{(\w+)\}/);
  return parts.map((part, i) => {
    if (i % 2 === 0) {
      return part;
    }
    const value = values[part] ?? '–';
    if (typeof value === 'number') {
      return page.format.number(value);
    }
    return CODES.includes(part) ? element('code', {}, String(value)) : page.digits(String(value));
  });
}

/** Where a packet counts: contest, station, figures, and how it stands now. */
export function placeView(page, entry, standing) {
  const { texts, format } = page;
  const own = texts.place;
  if (entry.kind === 'decision') {
    return [
      element('h2', {}, own.decision),
      pairs([
        [own.action, own.actions[entry.action] ?? String(entry.action)],
        [own.contest, entry.contest === 0 ? '–' : contestName(page, entry.contest)],
        [own.branch, entry.branch === 0 ? '–' : page.digits(String(entry.branch))],
        [own.reason, entry.note],
      ]),
    ];
  }
  const contest = page.contests.get(entry.contest);
  const area = page.areaOf(entry.branch) ?? contest?.area;
  const { word, revision } = standing;
  const facts = [
    [own.contest, contestName(page, entry.contest)],
    [own.branch, page.digits(String(entry.branch))],
    [own.area, page.areaPath(area)],
    [own.revision, format.number(entry.revision)],
    [own.countedAt, format.date(new Date(entry.countedAt * 1_000))],
  ];
  if (entry.note !== '') {
    facts.push([own.said, entry.note]);
  }
  return [
    element('h2', {}, own.title),
    element(
      'p',
      { className: `standing ${word}` },
      fill(own.standing[word], { revision: format.number(revision) }),
    ),
    pairs(facts),
    element('h3', {}, page.results.cast),
    pairs(ballots(page, entry.ballots)),
    contest === undefined ? null : votes(page, contest, entry),
    contest === undefined
      ? null
      : element(
          'a',
          { className: 'place-link', href: `/?lang=${page.language}${link(contest, area)}` },
          own.link,
        ),
  ];
}

function link(contest, area) {
  const below = area === undefined || area === contest.area ? '' : `/area/${area}`;
  return `#contest/${contest.contest}${below}`;
}

function contestName(page, number) {
  const contest = page.contests.get(number);
  return contest === undefined ? page.digits(String(number)) : page.name(contest.name);
}

function ballots(page, { issued, cast, blank, invalid }) {
  const { results, format } = page;
  return [
    [results.issued, format.number(issued)],
    [results.cast, format.number(cast)],
    [results.valid, format.number(cast - blank - invalid)],
    [results.blank, format.number(blank)],
    [results.invalid, format.number(invalid)],
  ];
}

function pairs(list) {
  return element(
    'dl',
    { className: 'figures' },
    ...list.map(([term, value]) =>
      element('div', {}, element('dt', {}, term), element('dd', {}, value)),
    ),
  );
}

function votes(page, contest, entry) {
  const { results } = page;
  return element(
    'div',
    {},
    entry.listVotes.length === 0
      ? null
      : table(page, [results.list, results.listVotes], contest.lists, entry.listVotes),
    table(page, [results.candidate, results.votes], contest.candidates, entry.votes),
  );
}

function table(page, heads, named, counts) {
  const rows = counts.map((count, i) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, named[i] === undefined ? '–' : page.name(named[i].name)),
      element('td', { className: 'figure' }, page.format.number(count)),
    ),
  );
  return element(
    'div',
    { className: 'scroll' },
    element(
      'table',
      { className: 'candidates' },
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}
