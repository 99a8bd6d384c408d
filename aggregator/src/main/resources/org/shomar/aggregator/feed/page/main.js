import { Contests } from './contests.js';
import { Feed } from './feed.js';
import { Format } from './format.js';
import { resultView } from './result.js';
import { TEXTS, fill } from './texts.js';
import { element, replace } from './view.js';

const RENDER_MILLIS = 250;
const ANNOUNCE_MILLIS = 30_000;
const LOAD_AGAIN_MILLIS = 3_000;

const $ = (id) => document.getElementById(id);

/** What the parts of the page share: language, names, and where the reader is. */
class Page {
  constructor(election) {
    this.election = election;
    this.areas = new Map(election.areas.map((area) => [area.code, area]));
    this.contests = new Map(election.contests.map((contest) => [contest.contest, contest]));
    this.speak(new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'fa');
  }

  speak(language) {
    this.language = language;
    this.texts = TEXTS[language];
    this.format = new Format(language);
  }

  name(text) {
    return text[this.language] ?? text.fa ?? text.en;
  }

  area(code) {
    return this.areas.get(code);
  }

  link(contest, area) {
    return area === contest.area
      ? `#contest/${contest.contest}`
      : `#contest/${contest.contest}/area/${area}`;
  }

  /** The contest and topic that the address names; null for none. */
  place() {
    const parts = /^#(contest\/(\d+)(?:\/area\/[A-Za-z0-9-]+)?)$/.exec(location.hash);
    return parts === null ? null : { topic: parts[1], contest: Number(parts[2]) };
  }
}

async function load() {
  for (;;) {
    try {
      const answer = await fetch('/v1/election');
      if (answer.ok) {
        return await answer.json();
      }
    } catch {
      // the network; said below
    }
    const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'fa';
    $('connection').textContent = TEXTS[language].failed;
    await new Promise((resolve) => setTimeout(resolve, LOAD_AGAIN_MILLIS));
  }
}

const election = await load();
const page = new Page(election);
const contests = new Contests(election, page);
const root = election.areas.find((area) => area.parent === undefined);
const refused = new Map();
const opened = new Set();
let connection = { word: 'connecting', heard: Date.now() };
let due = null;
let announced = { at: 0, topic: '', status: '', language: '' };

const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
const feed = new Feed(`${scheme}://${location.host}/v1/feed`, {
  state: () => later(),
  refused: (topic, code) => {
    refused.set(topic, code);
    later();
  },
  connection: (word, heard) => {
    connection = { word, heard };
    renderConnection();
  },
});

function later() {
  due ??= setTimeout(() => {
    due = null;
    renderProgress();
    renderResult();
  }, RENDER_MILLIS);
}

function renderFrame() {
  const { texts, format } = page;
  document.documentElement.lang = page.language;
  document.documentElement.dir = page.language === 'fa' ? 'rtl' : 'ltr';
  document.title = `${page.name(election.name)} · ${texts.product}`;
  $('name').textContent = page.name(election.name);
  $('polls').textContent = fill(texts.polls, {
    time: format.date(new Date(election.pollsClose)),
  });
  $('rehearsal').hidden = election.phase !== 'rehearsal';
  $('rehearsal').textContent = texts.rehearsal;
  $('verify').textContent = texts.verify;
  $('verify').href = `/verify?lang=${page.language}`;
  $('language').textContent = texts.language;
  $('language').lang = page.language === 'fa' ? 'en' : 'fa';
  $('skip').textContent = texts.skip;
  $('contests-label').textContent = texts.contests;
  $('progress-label').textContent = texts.progress;
  $('search').placeholder = texts.search;
  $('search').setAttribute('aria-label', texts.search);
}

function renderConnection() {
  const text = page.texts[connection.word];
  const line = $('connection');
  line.className = `connection ${connection.word}`;
  line.textContent = fill(text, { time: page.format.time(new Date(connection.heard)) });
}

function renderProgress() {
  const state = feed.state('election');
  const whole = state?.areas.find((area) => area.area === root.code);
  if (!whole) {
    return;
  }
  const done = whole.reported + whole.annulled;
  $('progress-bar').value = done / Math.max(1, whole.expected);
  $('progress-text').textContent = fill(page.texts.progressText, {
    reported: page.format.number(done),
    expected: page.format.number(whole.expected),
    share: page.format.share(done, whole.expected),
  });
}

function renderResult() {
  const place = page.place();
  const contest = place === null ? undefined : page.contests.get(place.contest);
  const state = place === null ? undefined : feed.state(place.topic);
  if (contest === undefined) {
    say(place === null ? page.texts.choose : page.texts.unknown);
  } else if (refused.has(place.topic)) {
    const gated = refused.get(place.topic) === 'not-published';
    say(gated ? page.texts.notPublished : page.texts.unknown);
  } else if (state === undefined) {
    say(page.texts.waiting);
  } else {
    const wish = {
      all: opened.has(contest.contest),
      showAll: () => {
        opened.add(contest.contest);
        renderResult();
      },
    };
    replace($('result'), ...resultView(page, contest, state, wish));
    announce(place.topic, contest, state);
  }
}

function say(text) {
  replace($('result'), element('p', { className: 'quiet' }, text));
}

/** Reads out where a count stands: at once when its status or the language changes, else seldom. */
function announce(topic, contest, state) {
  const now = Date.now();
  const { language } = page;
  const news =
    announced.topic !== topic ||
    announced.status !== state.status ||
    announced.language !== language;
  if (!news && now - announced.at < ANNOUNCE_MILLIS) {
    return;
  }
  announced = { at: now, topic, status: state.status, language };
  $('announce').textContent = fill(page.texts.said, {
    name: page.name(contest.name),
    reported: page.format.number(state.branches.reported),
    expected: page.format.number(state.branches.expected),
    status: page.texts.status[state.status],
  });
}

function go() {
  const place = page.place();
  refused.clear();
  feed.follow(place === null ? ['election'] : ['election', place.topic]);
  contests.render();
  renderResult();
}

function renderAll() {
  renderFrame();
  renderConnection();
  renderProgress();
  contests.render();
  renderResult();
}

$('language').addEventListener('click', () => {
  page.speak(page.language === 'fa' ? 'en' : 'fa');
  const address = new URL(location.href);
  address.searchParams.set('lang', page.language);
  history.replaceState(null, '', address);
  renderAll();
});
$('skip').addEventListener('click', (click) => {
  click.preventDefault();
  $('result').focus();
});
addEventListener('hashchange', go);

if (page.place() === null && election.contests.length > 0) {
  history.replaceState(null, '', `${location.search}#contest/${election.contests[0].contest}`);
}
renderAll();
go();
