import { Format } from '../format.js';
import { TEXTS } from '../texts.js';
import { STEPS } from './steptexts.js';
import { PAGE } from './texts.js';

/** What the parts of the page share: language and names. */
export class Page {
  #areas = new Map();
  #branches = new Map();
  contests = new Map();

  constructor(language) {
    this.speak(language);
  }

  speak(language) {
    this.language = language;
    this.texts = PAGE[language];
    this.steps = STEPS[language];
    this.results = TEXTS[language];
    this.format = new Format(language);
  }

  /** Takes over the names of areas and contests. */
  know(election) {
    this.#areas = new Map(election.areas.map((area) => [area.code, area]));
    this.contests = new Map(election.contests.map((contest) => [contest.contest, contest]));
  }

  /** Takes over where the branches are. */
  knowBranches(definition) {
    this.#branches = new Map(definition.branches.map(({ branch, area }) => [branch, area]));
  }

  name(text) {
    return text[this.language] ?? text.fa ?? text.en;
  }

  areaOf(branch) {
    return this.#branches.get(branch);
  }

  /** The area with those above it, the nearest first. */
  areaPath(code) {
    const path = [];
    for (let area = this.#areas.get(code); area; area = this.#areas.get(area.parent)) {
      path.push(this.name(area.name));
    }
    return path.length === 0 ? '–' : path.join(this.language === 'fa' ? '، ' : ', ');
  }

  /** The digits of a number that is a name, so without separators. */
  digits(text) {
    return this.language === 'fa'
      ? text.replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit)))
      : text;
  }
}
