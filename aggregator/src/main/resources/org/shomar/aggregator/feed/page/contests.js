import { searchable } from './format.js';
import { fill } from './texts.js';
import { element, replace } from './view.js';

const SHOWN_MAX = 100;

/** The list of contests with its search field. */
export class Contests {
  #entries;
  #list = document.getElementById('contest-list');
  #more = document.getElementById('contest-more');
  #search = document.getElementById('search');
  #render;

  /** @param page gives texts, format and names in the present language */
  constructor(election, page) {
    this.#entries = election.contests.map((contest) => ({
      contest,
      text: searchable(
        [contest.name, page.area(contest.area)?.name]
          .flatMap((name) => [name?.fa ?? '', name?.en ?? ''])
          .join(' ') + ` ${contest.contest}`,
      ),
    }));
    this.#render = () => this.#show(page);
    this.#search.addEventListener('input', this.#render);
  }

  render() {
    this.#render();
  }

  #show(page) {
    const words = searchable(this.#search.value).split(' ');
    const found = this.#entries.filter(({ text }) => words.every((word) => text.includes(word)));
    const items = found.slice(0, SHOWN_MAX).map(({ contest }) => {
      const link = element(
        'a',
        { href: `#contest/${contest.contest}`, 'data-key': `contest-${contest.contest}` },
        element('span', {}, page.name(contest.name)),
        element('small', {}, page.name(page.area(contest.area).name)),
      );
      if (contest.contest === page.place()?.contest) {
        link.setAttribute('aria-current', 'page');
      }
      return element('li', {}, link);
    });
    replace(this.#list, ...items);
    const hidden = found.length - items.length;
    if (found.length === 0) {
      this.#more.textContent = page.texts.none;
    } else if (hidden > 0) {
      this.#more.textContent = fill(page.texts.more, { count: page.format.number(hidden) });
    } else {
      this.#more.textContent = '';
    }
  }
}
