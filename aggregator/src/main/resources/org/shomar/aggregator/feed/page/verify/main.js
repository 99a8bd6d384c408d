import { replace, element } from '../view.js';
import { Unfit } from './bytes.js';
import { Checks } from './checks.js';
import { hindrance } from './ed25519.js';
import { recognise, recogniseText } from './input.js';
import { Page } from './page.js';
import { standing } from './place.js';
import { Scan, cameraExists } from './scan.js';
import { placeView, stepView, verdictOf, verdictView } from './show.js';

const $ = (id) => document.getElementById(id);
const address = new URLSearchParams(location.search);
const page = new Page(address.get('lang') === 'en' ? 'en' : 'fa');

let election = null;
let given = { receipt: null, packet: null };
let error = null;
let hindered = null;
let running = null; // {checks, abort, done, standing}

const TEXT_OF = {
  skip: 'skip',
  title: 'title',
  results: 'results',
  lead: 'lead',
  'give-label': 'giveLabel',
  'drop-text': 'drop',
  pick: 'pick',
  camera: 'camera',
  'scan-text': 'scanning',
  'scan-stop': 'stop',
  'paste-label': 'paste',
  'paste-go': 'check',
  'keys-label': 'keys',
  'keys-text': 'keysText',
  'key-label': 'key',
  'witnesses-label': 'witnesses',
  'keys-go': 'check',
};

function renderFrame() {
  const { texts, language } = page;
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'fa' ? 'rtl' : 'ltr';
  document.title =
    election === null ? texts.title : `${texts.title} · ${page.name(election.name)}`;
  for (const [id, name] of Object.entries(TEXT_OF)) {
    $(id).textContent = texts[name];
  }
  $('results').href = `/?lang=${language}`;
  $('language').textContent = texts.language;
  $('language').lang = language === 'fa' ? 'en' : 'fa';
  $('rehearsal').textContent = texts.rehearsal;
  $('rehearsal').hidden = election?.phase !== 'rehearsal';
  $('camera').disabled = !cameraExists();
  $('camera').title = cameraExists() ? '' : texts.noCamera;
  say('hindrance', hindered === null ? '' : texts.hindrance[hindered] ?? texts.failed);
}

function say(id, text) {
  $(id).textContent = text;
  $(id).hidden = text === '';
}

function renderGiven() {
  const { texts } = page;
  say('given-error', error === null ? '' : texts.given[error] ?? texts.given.unknownInput);
  const items = ['receipt', 'packet']
    .filter((kind) => given[kind] !== null)
    .map((kind) => {
      const remove = element('button', { type: 'button', 'data-key': `remove-${kind}` }, '✕');
      remove.setAttribute('aria-label', texts.remove.replace('{name}', texts[kind]));
      remove.addEventListener('click', () => give({ [kind]: null }));
      return element('li', { 'data-kind': kind }, texts[kind], remove);
    });
  replace($('given'), ...items);
}

function renderOutcome() {
  $('outcome').hidden = running === null;
  if (running === null) {
    return;
  }
  const { checks, done } = running;
  $('outcome').dataset.done = String(done);
  const word = verdictOf(checks.steps, done);
  $('verdict').className = `verdict ${word}`;
  replace($('verdict'), ...verdictView(page, word));
  replace($('steps'), ...checks.steps.map((step) => stepView(page, step)));
  const { entry } = checks;
  const placed = entry !== null && ['packet', 'decision'].includes(entry.kind);
  replace($('place'), ...(placed && done ? placeView(page, entry, running.standing) : []));
}

function renderAll() {
  renderFrame();
  renderGiven();
  renderOutcome();
}

/** Takes over what was given, and checks all there is. */
function give(more) {
  given = { ...given, ...more };
  error = null;
  renderGiven();
  check();
}

async function check() {
  running?.abort.abort();
  running = null;
  renderOutcome();
  const nothing = given.receipt === null && given.packet === null;
  if (nothing || hindered !== null || election === null) {
    return;
  }
  const abort = new AbortController();
  const witnesses = $('witnesses').value.split('\n').filter((line) => line.trim() !== '');
  const options = { election, key: $('key').value, witnesses };
  const show = () => {
    if (running === own) {
      renderOutcome();
    }
  };
  const own = { checks: new Checks(given, options, show, abort.signal), abort, done: false };
  running = own;
  try {
    await own.checks.run();
    const { entry, definition } = own.checks;
    if (definition !== null) {
      page.knowBranches(definition);
    }
    own.standing = entry?.kind === 'packet' ? await standing(entry, abort.signal) : null;
    own.done = true;
    show();
  } catch (failure) {
    if (!abort.signal.aborted) {
      throw failure;
    }
  }
}

async function take(reading) {
  try {
    const found = await reading;
    give(found);
    $('outcome').scrollIntoView({ block: 'start' });
  } catch (failure) {
    if (!(failure instanceof Unfit)) {
      console.error(failure);
    }
    error = failure instanceof Unfit ? failure.code : 'unknownInput';
    renderGiven();
  }
}

async function takeFiles(files) {
  const found = await Promise.all([...files].map(recognise));
  return Object.assign({}, ...found);
}

async function scan() {
  const reader = new Scan($('video'));
  const stop = () => reader.stop();
  $('scan').hidden = false;
  $('scan-text').textContent = page.texts.scanning;
  $('scan-stop').addEventListener('click', stop, { once: true });
  try {
    const text = await reader.read();
    if (text !== null) {
      await take(recogniseText(text));
    }
    $('scan').hidden = true;
  } catch (failure) {
    if (failure instanceof Unfit) {
      throw failure;
    }
    $('scan-text').textContent = page.texts.cameraRefused;
  } finally {
    $('scan-stop').removeEventListener('click', stop);
  }
}

function listen() {
  const drop = $('drop');
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const text = event.dataTransfer.getData('text/plain');
    const { files } = event.dataTransfer;
    take(files.length > 0 ? takeFiles(files) : (async () => recogniseText(text))());
  });
  $('pick').addEventListener('click', () => $('files').click());
  $('files').addEventListener('change', () => {
    take(takeFiles($('files').files));
    $('files').value = '';
  });
  document.addEventListener('paste', (event) => {
    const { files } = event.clipboardData;
    if (files.length > 0) {
      event.preventDefault();
      take(takeFiles(files));
    }
  });
  $('paste-go').addEventListener('click', () => {
    take((async () => recogniseText($('paste').value))());
    $('paste-box').open = false;
  });
  $('keys-go').addEventListener('click', check);
  $('camera').addEventListener('click', scan);
  $('scan-stop').addEventListener('click', () => ($('scan').hidden = true));
  $('language').addEventListener('click', () => {
    page.speak(page.language === 'fa' ? 'en' : 'fa');
    const next = new URL(location.href);
    next.searchParams.set('lang', page.language);
    history.replaceState(null, '', next);
    renderAll();
  });
  $('skip').addEventListener('click', (click) => {
    click.preventDefault();
    $('outcome').focus();
  });
}

// A plus in a query is read as a blank; keys have no blanks.
$('key').value = (address.get('key') ?? '').trim().replaceAll(' ', '+');
$('keys-box').open = $('key').value !== '';
renderAll();
listen();
hindered = await hindrance();
try {
  const answer = await fetch('/v1/election');
  election = await answer.json();
  page.know(election);
} catch {
  hindered ??= 'failed';
}
renderAll();
if (given.receipt !== null || given.packet !== null) {
  check();
}
document.documentElement.dataset.ready = 'true';
