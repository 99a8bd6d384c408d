// Builds the page of one run, or of two compared, from the data beside it. All text goes in as
// text, never as markup.

const DATA = JSON.parse(document.getElementById("data").textContent);
const TEXTS = JSON.parse(document.getElementById("texts").textContent);
const LATENCIES = ["ack", "service", "shown", "intended-shown", "spread"];
const PERCENTILES = ["p50", "p90", "p99", "p99.9"];
const MICROS_PER_MILLI = 1000;
let lang = location.hash === "#fa" ? "fa" : "en";

function t(name, ...values) {
  const pair = TEXTS[name];
  if (!pair) throw new Error(`no text ${name}`);
  return values.reduce((text, value, i) => text.replace(`{${i}}`, value), pair[lang === "fa" ? 1 : 0]);
}
const said = words => words[lang];

function number(value, digits) {
  return new Intl.NumberFormat(lang === "fa" ? "fa-IR" : "en",
    {minimumFractionDigits: digits || 0, maximumFractionDigits: digits || 0}).format(value);
}
// Three digits that mean something, as one reads them.
function figure(value) {
  return number(value, value === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2);
}
function short(value) {
  return new Intl.NumberFormat(lang === "fa" ? "fa-IR" : "en", {maximumSignificantDigits: 3}).format(value);
}
function micros(value) {
  if (value < 0) return "–";
  if (value < 10 && !Number.isInteger(value)) return `${figure(value)} ${t("unit.us")}`;
  if (value < 1e3) return `${number(value)} ${t("unit.us")}`;
  return value < 1e6 ? `${figure(value / 1e3)} ${t("unit.ms")}` : `${figure(value / 1e6)} ${t("unit.s")}`;
}
const perSecond = value => t("unit.perSecond", number(value, value < 100 ? 1 : 0));
const percent = (share, digits = 1) =>
  lang === "fa" ? `${number(100 * share, digits)}٪` : `${number(100 * share, digits)} %`;
const ratio = (a, b) => a > 0 && b >= 0 ? `×${number(b / a, 2)}` : "–";
function clock(seconds) {
  const two = value => number(value).padStart(2, number(0));
  const hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
  return hours ? `${number(hours)}:${two(minutes)}:${two(seconds % 60)}` : `${number(minutes)}:${two(seconds % 60)}`;
}
function date(instant) {
  const parts = {};
  new Intl.DateTimeFormat(lang === "fa" ? "fa-IR-u-ca-persian" : "en-u-ca-iso8601", {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    second: "2-digit", hourCycle: "h23", timeZone: "UTC"}).formatToParts(new Date(instant))
    .forEach(part => { parts[part.type] = part.value; });
  const separator = lang === "fa" ? "/" : "-";
  return `${[parts.year, parts.month, parts.day].join(separator)} ${parts.hour}:${parts.minute}:${parts.second} UTC`;
}

const code = text => el("code", {dir: "ltr"}, text);
// A command line, or flags: it may break anywhere, and is never cut off.
// A line ends between two words, not after the hyphen of an option.
const long = text => el("code", {dir: "ltr", class: "long"},
  ...text.split(" ").flatMap((word, i) => i ? [" ", el("span", {}, word)] : [el("span", {}, word)]));
const isolated = text => el("bdi", {}, text);
const section = (title, ...content) => el("section", {}, el("h2", {}, t(title)), ...content);

// Rows of cells; a cell is a node or {head|number|text|mark: ..., tone}.
function rows(head, body) {
  const cell = content => {
    if (content instanceof Node) return el("td", {}, content);
    if ("head" in content) return el("th", {scope: "row"}, content.head, content.key ? " " : null, content.key ? code(content.key) : null);
    if ("number" in content) return el("td", {class: "number"}, content.number);
    if ("mark" in content) return el("td", {class: `mark ${content.tone}`}, content.mark);
    return el("td", {}, isolated(content.text));
  };
  return el("div", {class: "scroll"}, el("table", {},
    head ? el("thead", {}, el("tr", {}, ...head.map(column => column.number !== undefined
      ? el("th", {scope: "col", class: "number"}, column.number) : el("th", {scope: "col"}, column)))) : null,
    el("tbody", {}, ...body.map(row => el("tr", {class: row.class}, ...row.cells.map(cell))))));
}
const mark = (ok, good, bad) => ok ? {mark: `✓ ${t(good)}`, tone: "good"} : {mark: `✗ ${t(bad)}`, tone: "bad"};

function header(title) {
  const toggle = el("button", {type: "button", lang: lang === "fa" ? "en" : "fa"}, t("toggle"));
  toggle.addEventListener("click", () => {
    lang = lang === "fa" ? "en" : "fa";
    history.replaceState(null, "", `#${lang}`);
    render();
    document.querySelector("button").focus();
  });
  const other = lang === "fa" ? "en" : "fa";
  return el("header", {}, el("div", {}, el("h1", {}, t(title)),
    el("p", {class: "other", lang: other},
      el("bdi", {}, TEXTS[title][other === "fa" ? 1 : 0]))), toggle);
}
function banner(word, why, tone) {
  const sign = {good: "✓", bad: "✗", warn: "!"}[tone];
  return el("div", {class: `banner ${tone}`, role: "status"}, el("strong", {}, `${sign} ${word}`), el("p", {}, why));
}
const tone = verdict => ({PASSED: "good", FAILED: "bad", UNFIT: "warn"})[verdict];

function tiles(run) {
  const ack = run.latencies.ack, some = ack.count > 0;
  const refused = Object.values(run.counts.refused).reduce((a, b) => a + b, 0);
  const latency = (name, value) => [`${t("tile.ack")} ${name}`, some ? micros(value) : "–"];
  return el("div", {class: "tiles"}, ...[
    [t("tile.asked"), perSecond(run.asked)], [t("tile.served"), perSecond(run.served)],
    latency("p50", ack.at[0]), latency("p99", ack.at[2]), latency("p99.9", ack.at[3]), latency(t("max"), ack.max),
    [t("tile.refused"), number(refused)], [t("tile.errors"), number(run.counts.errors)],
  ].map(([name, value]) => el("div", {class: "tile"}, el("span", {}, name), el("b", {}, isolated(value)))));
}

function verdicts(run) {
  const thresholds = run.thresholds.length
    ? rows([t("threshold"), t("seen"), t("verdict")], run.thresholds.map(row =>
      ({cells: [code(row.expression), code(row.seen), mark(row.met, "met", "missed")]})))
    : el("p", {class: "quiet"}, t("thresholds.none"));
  const audit = run.audit.length
    ? rows([t("audit.fact"), t("expected"), t("seen"), t("verdict")], run.audit.map(row =>
      ({cells: [{text: said(row.name)}, code(row.expected), code(row.seen), mark(row.ok, "ok", "differs")]})))
    : el("p", {class: "quiet"}, t("audit.none"));
  return el("div", {class: "columns"}, section("thresholds", thresholds), section("audit", audit));
}

function latencyTable(run) {
  return section("latency", rows(
    [t("latency"), ...["count", "p50", "p90", "p99", "p99.9", "max"].map(name => ({number: TEXTS[name] ? t(name) : name}))],
    LATENCIES.map(name => {
      const latency = run.latencies[name], shown = value => latency.count ? micros(value) : "–";
      return {cells: [{head: t(`latency.${name}`), key: name}, {number: number(latency.count)},
        ...latency.at.map(value => ({number: shown(value)})), {number: shown(latency.max)}]};
    })));
}

function countsAndHealth(run) {
  const {counts, health, readers} = run;
  const count = (name, value) => ({cells: [{head: t(`counts.${name}`)}, {number: number(value)}]});
  const coded = (title, codes) => {
    const some = Object.entries(codes).map(([name, value]) =>
      ({cells: [{head: t(title), key: name}, {number: number(value)}]}));
    return some.length ? some : [{cells: [{head: t(title)}, {number: number(0)}]}];
  };
  const reader = (name, value) => ({cells: [{head: t(`readers.${name}`)}, {number: number(value)}]});
  const healthTone = {SOUND: "good", STRAINED: "warn", UNFIT: "bad"}[health.verdict];
  const fact = (name, value) => ({cells: [{head: t(`health.${name}`)}, {number: value}]});
  return el("div", {class: "columns"},
    section("counts", rows(null, [count("sent", counts.sent), count("stored", counts.stored),
      count("repeated", counts.repeated), ...coded("counts.refused", counts.refused),
      count("errors", counts.errors), count("stale", counts.stale), count("resends", counts.resends)])),
    readers.readers + readers.slow ? section("readers", rows(null, [reader("readers", readers.readers),
      reader("slow", readers.slow), reader("frames", readers.frames),
      ...coded("readers.dropped", readers.dropped), ...coded("readers.slowDropped", readers.slowDropped),
      reader("notKept", readers.notKept)])) : null,
    section("health", el("p", {}, el("strong", {class: healthTone}, t(`health.${health.verdict}`)), " – ",
      isolated(said(health.reason))), rows(null, [
      fact("behind", `${number(health.behindMillisMax)} ${t("unit.ms")}`),
      fact("gc", `${number(health.gcMillis)} ${t("unit.ms")}`), fact("cpu", percent(health.cpuFraction))])));
}

// ---- charts: of each run the same series; two runs differ in colour, their figures in dashes

const time = {kind: "clock", format: clock, read: clock, get title() { return t("axis.time"); }, get name() { return t("axis.at"); }};
const rate = {kind: "linear", format: short, read: perSecond, get title() { return t("axis.perSecond"); }};
const delay = {kind: "log", format: value => short(value / MICROS_PER_MILLI), read: micros,
  get title() { return t("axis.ms"); }};
const COLOURS = ["one", "two", "four", "three"], DASHES = ["", "6 4", "2 3", "1 5"];

function drawing(title, x, y, series, more) {
  const step = Math.max(...DATA.runs.map(run => run.seconds.step));
  const note = x === time && step > 1 ? t("chart.step", number(step)) : undefined;
  return el("section", {}, chart({title: t(title), help: t("chart.help"), tableTitle: t("chart.table"),
    empty: t("chart.empty"), x, y, series, note, ...more}));
}
// One series for each run and name; `points` gives its points.
function each(names, points, options) {
  const two = DATA.runs.length > 1;
  return DATA.runs.flatMap((run, r) => names.map((name, n) => ({
    label: two ? `${"AB"[r]} ${t(`series.${name}`)}` : t(`series.${name}`),
    colour: two ? COLOURS[r] : options?.colours?.[n] || COLOURS[n], dash: two ? DASHES[n] : options?.dashes?.[n] || "",
    area: options?.area, points: points(run, name)})));
}
// A logarithm has no zero: less than 1 µs is drawn as 1 µs.
const column = (run, name, log) => run.seconds.second.map((second, i) => {
  const value = run.seconds[name][i];
  return [second, value < 0 ? null : log ? Math.max(1, value) : value];
});
const binStart = bin => 10 ** (bin / DATA.binsPerDecade);
function bins(run, name) {
  const {bins, count} = run.latencies[name], points = [];
  bins.forEach(([bin, size], i) => {
    const share = 100 * size / count, end = binStart(bin + 1);
    if (i && bins[i - 1][0] + 1 < bin) points.push([binStart(bin) * 0.999999, null]);
    points.push([binStart(bin), share]);
    if (bins[i + 1]?.[0] !== bin + 1) points.push([end, share]);
  });
  return points;
}
function curve(run, name) {
  const latency = run.latencies[name];
  return latency.count ? latency.curve.map(([inverse, value]) => [inverse, Math.max(1, value)]) : [];
}
// A level such as 99.9 %: `more` digits than its nines need.
function level(inverse, more) {
  const digits = Math.max(0, Math.min(8, Math.ceil(Math.log10(inverse) - 1e-9) - 2) + more);
  const text = number(100 * (1 - 1 / inverse), digits);
  return lang === "fa" ? `${text}٪` : `${text}%`;
}
function omission() {
  if (DATA.runs.length > 1 || !DATA.runs[0].latencies.service.count) return undefined;
  const {ack, service} = DATA.runs[0].latencies;
  return t("chart.omission", micros(service.at[2]), micros(ack.at[2]));
}

function charts() {
  const two = DATA.runs.length > 1;
  const levels = {kind: "log", format: value => level(value, 0), read: value => level(value, 1), title: t("axis.percentile"), name: t("axis.percentile")};
  const delays = {kind: "log", format: value => short(value / MICROS_PER_MILLI), read: micros, title: t("axis.ms"), name: "≥"};
  const shares = {kind: "log", format: short, read: value => percent(value / 100, 3), title: t("axis.share")};
  const late = {kind: "linear", format: short, read: value => `${short(value)} ${t("unit.ms")}`, title: t("axis.ms")};
  return el("div", {class: "columns"}, el("p", {class: "wide quiet"}, t("chart.help")),
    drawing("chart.rates", time, rate, each(["acked", "asked"], column, {colours: ["one", "three"], dashes: ["", "6 4"]})),
    drawing("chart.latency", time, delay,
      each(two ? ["p99", "p50"] : ["p50", "p99", "max", "shownP99"], (run, name) => column(run, name, true),
        {dashes: ["", "", "2 3", "7 3"], colours: ["one", "two", "three", "four"]})),
    drawing("chart.curve", levels, delay, each(two ? ["ack", "service"] : LATENCIES, curve,
      {dashes: ["", "6 4", "", "6 4", "2 3"], colours: ["one", "one", "four", "four", "four"]})),
    drawing("chart.bins", delays, shares, each(two ? ["ack"] : ["ack", "service"], bins, {area: true}),
      {stepped: true, note: omission()}),
    drawing("chart.refused", time, rate, each(["refused", "errors"], column, {colours: ["two", "four"], dashes: ["", "6 4"]})),
    drawing("chart.behind", time, late, each(["behindMillis"], column)));
}

function facts(run) {
  const {environment, plan} = run;
  const row = (name, value) => ({cells: [{head: t(name)}, value]});
  const exact = long;
  const options = Object.entries(plan.asked).map(([name, value]) => ({cells: [code(name), long(value)]}));
  return el("div", {class: "columns"},
    section("environment", rows(null, [
      row("environment.date", {text: date(environment.startedAt)}),
      row("environment.commit", exact(environment.commit)), row("environment.cpu", exact(environment.cpu)),
      row("environment.cores", {text: number(environment.cores)}),
      row("environment.memory", {text: t("unit.gib", number(environment.memoryBytes / 2 ** 30, 1))}),
      row("environment.kernel", exact(environment.kernel)), row("environment.jvm", exact(environment.jvm)),
      row("environment.jvmFlags", exact(environment.jvmFlags.join(" ") || "–")),
      row("environment.fdatasync", {text: micros(environment.fdatasyncMicros)})])),
    run.server ? serverFacts(run.server) : null,
    section("plan", rows(null, [row("plan.commandLine", exact(plan.commandLine)),
      row("plan.seed", exact(plan.seed)), ...options])));
}

function serverFacts(server) {
  const fact = (name, value) => ({cells: [{head: t(`server.${name}`)}, value]});
  const stages = server.stages.map(stage => ({cells: [{head: t(`server.${stage.metric}`), key: stage.metric},
    {number: number(stage.count)}, ...["p50Micros", "p99Micros", "p99.9Micros"].map(name =>
      ({number: stage.count ? micros(stage[name]) : "–"}))]}));
  return section("server",
    rows(null, [fact("version", long(server.version)), fact("java", long(server.java)), fact("jvmFlags", long(server.jvmFlags || "–")),
      fact("stored", {text: number(server.stored)}), fact("cpu", {text: server.cpuMicros < 0 ? "–" : micros(server.cpuMicros)}),
      ...(server.frames > 0 ? [fact("frames", {text: number(server.frames)}), fact("frameCpu", {text: micros(server.frameCpuMicros)})] : []),
      fact("resident", {text: t("unit.mib", number(server.residentBytes / 2 ** 20))}),
      fact("gcPauses", {text: micros(server.gcPauseMillis * MICROS_PER_MILLI)})]),
    rows([t("server.stage"), ...["count", "p50", "p99", "p99.9"].map(name => ({number: TEXTS[name] ? t(name) : name}))], stages));
}

// ---- the two kinds of page

// A run passes whether its generator was sound or strained; the sentence says which.
function why(run) {
  return t(`verdict.${run.verdict}${run.verdict === "PASSED" ? `.${run.health.verdict}` : ""}.why`);
}

function runPage(run) {
  return [header("title.run"), banner(t(`verdict.${run.verdict}`), why(run), tone(run.verdict)),
    el("p", {class: "quiet"}, isolated(date(run.environment.startedAt)), " · ",
      `${t("run.length")} ${clock(run.length)}`, " · ", code(run.environment.commit)),
    tiles(run), verdicts(run), latencyTable(run), charts(), countsAndHealth(run), facts(run)];
}

function comparePage(runs, compared) {
  const tones = {SAME: "good", BETTER: "good", WORSE: "bad", MIXED: "warn", NO_EVIDENCE: "warn"};
  const shown = {PER_SECOND: perSecond, MICROS: micros, SHARE: share => percent(share, 2)};
  const signs = {SAME: ["=", "quiet"], BETTER: ["▲", "good"], WORSE: ["▼", "bad"], NOT_JUDGED: ["·", "quiet"]};
  const known = (group, name) => TEXTS[`${group}.${name}`] ? {head: t(`${group}.${name}`)} : code(name);
  const differences = group => section(group, rows(["", "A", "B"], compared[group].map(row => ({
    class: row.matters ? "matters differs" : row.differs ? "differs" : null,
    cells: [known(group, row.name), long(row.a), long(row.b)]}))));
  const list = sentences => el("ul", {}, ...sentences.map(words => el("li", {}, isolated(said(words)))));
  return [header("title.compare"),
    banner(t(`outcome.${compared.outcome}`), t(`outcome.${compared.outcome}.why`), tones[compared.outcome]),
    section("verdict", rows(null, runs.map((run, r) => ({cells: [{head: "AB"[r]}, long(run.name),
      {mark: t(`verdict.${run.verdict}`), tone: tone(run.verdict)},
      {text: `${t("health")}: ${t(`health.${run.health.verdict}`)}`}, {text: date(run.environment.startedAt)},
      code(run.environment.commit)]})))),
    compared.doubts.length ? section("warnings", list(compared.doubts)) : null,
    section("changes", compared.changes.length ? list(compared.changes) : el("p", {}, t("changes.none"))),
    section("figures", rows([t("figure"), {number: "A"}, {number: "B"}, {number: t("ratio")}, {number: t("noise")}, t("verdict")],
      compared.figures.map(row => ({cells: [code(row.name), {number: shown[row.unit](row.a)},
        {number: shown[row.unit](row.b)}, {number: ratio(row.a, row.b)},
        {number: row.noise ? `×${number(row.noise, 2)}` : "–"},
        {mark: `${signs[row.change][0]} ${t(`change.${row.change}`)}`, tone: signs[row.change][1]}]})))),
    charts(),
    el("div", {class: "columns"}, differences("environment"), differences("plan"))];
}

function render() {
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === "fa" ? "rtl" : "ltr";
  document.title = t(DATA.compared ? "title.compare" : "title.run");
  const parts = DATA.compared ? comparePage(DATA.runs, DATA.compared) : runPage(DATA.runs[0]);
  document.getElementById("page").replaceChildren(...parts.filter(part => part));
}
render();
