import { fill } from './texts.js';
import { bar, element } from './view.js';

const CANDIDATES_SHOWN = 30;

/** The elements that show one result; `wish` holds what the reader has opened. */
export function resultView(page, contest, result, wish) {
  const { texts, format } = page;
  const valid = result.ballots.cast - result.ballots.blank - result.ballots.invalid;
  return [
    element(
      'div',
      { className: 'result-head' },
      element('h2', {}, page.name(contest.name)),
      element('span', { className: `status ${result.status}` }, texts.status[result.status]),
    ),
    breadcrumb(page, contest, result.area),
    element(
      'div',
      { className: 'counted' },
      bar(result.branches.reported / Math.max(1, result.branches.expected)),
    ),
    figures(page, contest, result, valid),
    contest.lists.length > 0 ? lists(page, contest, result, valid) : null,
    candidates(page, contest, result, valid, wish),
    result.areas.length > 0 ? areas(page, contest, result) : null,
    element(
      'p',
      { className: 'quiet' },
      fill(texts.updated, { seq: format.number(result.seq) }),
    ),
  ];
}

function breadcrumb(page, contest, code) {
  const path = [];
  for (let area = page.area(code); area; area = page.area(area.parent)) {
    path.unshift(area);
    if (area.code === contest.area) {
      break;
    }
  }
  const steps = path.map((area, index) => {
    const name = page.name(area.name);
    if (index === path.length - 1) {
      return element('li', { 'aria-current': 'page' }, name);
    }
    const link = element('a', { href: page.link(contest, area.code) }, name);
    link.dataset.key = `path-${area.code}`;
    return element('li', {}, link);
  });
  return element(
    'nav',
    { className: 'path', 'aria-label': page.texts.path },
    element('ol', {}, ...steps),
  );
}

function figures(page, contest, result, valid) {
  const { texts, format } = page;
  const { branches, ballots } = result;
  const pairs = [
    [
      texts.branches,
      fill(texts.ofBranches, {
        reported: format.number(branches.reported),
        expected: format.number(branches.expected),
      }),
    ],
    [texts.issued, format.number(ballots.issued)],
    [texts.cast, format.number(ballots.cast)],
    [texts.valid, format.number(valid)],
    [texts.blank, format.number(ballots.blank)],
    [texts.invalid, format.number(ballots.invalid)],
    [texts.eligible, format.number(ballots.eligible)],
    [texts.turnout, format.share(ballots.cast, ballots.eligible)],
  ];
  if (branches.held > 0) {
    pairs.splice(1, 0, [texts.held, format.number(branches.held)]);
  }
  if (branches.annulled > 0) {
    pairs.splice(1, 0, [texts.annulled, format.number(branches.annulled)]);
  }
  return element(
    'dl',
    { className: 'figures' },
    ...pairs.map(([term, value]) =>
      element('div', {}, element('dt', {}, term), element('dd', {}, value)),
    ),
  );
}

function candidates(page, contest, result, valid, wish) {
  const { texts, format } = page;
  const listName = new Map(contest.lists.map((list) => [list.list, page.name(list.name)]));
  const ranked = contest.candidates
    .map((candidate, index) => ({ candidate, votes: result.votes[index] ?? 0 }))
    .sort((a, b) => b.votes - a.votes);
  const most = Math.max(1, ranked[0]?.votes ?? 0);
  const shown = wish.all ? ranked : ranked.slice(0, CANDIDATES_SHOWN);
  const rows = shown.map(({ candidate, votes }, index) =>
    element(
      'tr',
      {},
      element('td', { className: 'rank' }, format.number(index + 1)),
      element(
        'th',
        { scope: 'row' },
        page.name(candidate.name),
        listName.has(candidate.list)
          ? element('small', {}, listName.get(candidate.list))
          : null,
        bar(votes / most),
      ),
      element('td', { className: 'figure' }, format.number(votes)),
      element('td', { className: 'figure' }, format.share(votes, valid)),
    ),
  );
  const all = element('button', { type: 'button', className: 'all', 'data-key': 'all' });
  all.textContent = fill(texts.showAll, { count: format.number(ranked.length) });
  all.addEventListener('click', wish.showAll);
  return element(
    'section',
    {},
    element(
      'h3',
      {},
      texts.candidates,
      contest.seats > 0
        ? element(
            'small',
            {},
            fill(texts.seats, { count: format.number(contest.seats) }),
          )
        : null,
    ),
    table([texts.rank, texts.candidate, texts.votes, texts.share], rows, 'candidates'),
    shown.length < ranked.length ? all : null,
  );
}

function lists(page, contest, result, valid) {
  const { texts, format } = page;
  const ranked = contest.lists
    .map((list, index) => ({ list, votes: result.listVotes[index] ?? 0 }))
    .sort((a, b) => b.votes - a.votes);
  const most = Math.max(1, ranked[0]?.votes ?? 0);
  const rows = ranked.map(({ list, votes }, index) =>
    element(
      'tr',
      {},
      element('td', { className: 'rank' }, format.number(index + 1)),
      element('th', { scope: 'row' }, page.name(list.name), bar(votes / most)),
      element('td', { className: 'figure' }, format.number(votes)),
      element('td', { className: 'figure' }, format.share(votes, valid)),
    ),
  );
  return element(
    'section',
    {},
    element('h3', {}, texts.lists),
    table([texts.rank, texts.list, texts.listVotes, texts.share], rows, 'candidates'),
  );
}

function areas(page, contest, result) {
  const { texts, format } = page;
  const rows = result.areas.map((child) => {
    const link = element(
      'a',
      { href: page.link(contest, child.area) },
      page.name(page.area(child.area).name),
    );
    link.dataset.key = `area-${child.area}`;
    return element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        link,
        bar(child.branches.reported / Math.max(1, child.branches.expected)),
      ),
      element(
        'td',
        { className: 'figure' },
        fill(texts.ofBranches, {
          reported: format.number(child.branches.reported),
          expected: format.number(child.branches.expected),
        }),
      ),
      element('td', { className: 'figure' }, format.number(child.ballots.cast)),
      element('td', {}, leader(page, contest, child)),
    );
  });
  return element(
    'section',
    {},
    element('h3', {}, texts.areas),
    table([texts.area, texts.branches, texts.cast, texts.leader], rows, 'areas'),
  );
}

function leader(page, contest, area) {
  let best = -1;
  area.votes.forEach((votes, index) => {
    if (votes > 0 && (best < 0 || votes > area.votes[best])) {
      best = index;
    }
  });
  return best < 0 ? '–' : page.name(contest.candidates[best].name);
}

function table(heads, rows, className) {
  return element(
    'div',
    { className: 'scroll' },
    element(
      'table',
      { className },
      element(
        'thead',
        {},
        element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head))),
      ),
      element('tbody', {}, ...rows),
    ),
  );
}
