"use strict";
// Line charts in SVG, with linear or logarithmic axes, a read-out and a table. No library.

const WIDTH = 640, HEIGHT = 296, LEFT = 62, RIGHT = 14, TOP = 26, BOTTOM = 36;
const LETTER = 7; // about the width of a digit

function node(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

// From a value to its place, with the values at which a line of the grid stands.
function scale(kind, low, high, from, to) {
  if (kind === "log") {
    low = 10 ** Math.floor(Math.log10(low) + 1e-9);
    high = 10 ** Math.ceil(Math.log10(high) - 1e-9);
    if (high <= low) high = low * 10;
    const decades = Math.round(Math.log10(high / low)), ticks = [];
    for (let i = 0; i <= decades; i++) {
      const decade = low * 10 ** i;
      ticks.push(decade);
      if (decades <= 2 && i < decades) ticks.push(2 * decade, 5 * decade);
    }
    const place = value =>
      from + (to - from) * Math.log10(Math.max(value, low) / low) / decades;
    return {place, ticks, low, high};
  }
  const rough = (high - low) / 5 || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map(factor => factor * power).find(size => size >= rough);
  high = Math.ceil(high / step - 1e-9) * step || step;
  const ticks = [];
  for (let value = low; value <= high + step / 1e6; value += step) ticks.push(value);
  return {place: value => from + (to - from) * (value - low) / (high - low), ticks, low, high};
}

// Seconds want steps of a clock, and an axis that ends where the run ends.
function clockScale(low, high, from, to) {
  const span = Math.max(1, high - low);
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];
  const step = steps.find(size => span / size <= 8) || 86400, ticks = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) ticks.push(value);
  return {place: value => from + (to - from) * (value - low) / span, ticks, low, high};
}

function line(points, x, y, stepped) {
  let path = "", pen = "M", before = null;
  for (const [at, value] of points) {
    if (value === null) { pen = "M"; continue; }
    const px = x.place(at).toFixed(1), py = y.place(value).toFixed(1);
    path += stepped && pen === "L" ? `L${px} ${before}L${px} ${py}` : `${pen}${px} ${py}`;
    before = py;
    pen = "L";
  }
  return path;
}

// What lies between two gaps; each has an area of its own.
function stretches(points) {
  const parts = [[]];
  for (const point of points) {
    if (point[1] === null) parts.push([]);
    else parts.at(-1).push(point);
  }
  return parts.filter(part => part.length);
}

// A measured second between two empty ones has no line, so it gets a dot.
function lonely(points) {
  return points.filter(([, value], i) => value !== null
    && (points[i - 1]?.[1] ?? null) === null && (points[i + 1]?.[1] ?? null) === null);
}

function nearest(points, place, px) {
  let best = null, gap = Infinity;
  for (const point of points) {
    const distance = Math.abs(place(point[0]) - px);
    if (distance < gap) { gap = distance; best = point; }
  }
  return best;
}

function key(series) {
  return node("svg", {viewBox: "0 0 26 10", "aria-hidden": "true"}, node("path", {
    d: "M1 5H25", style: `stroke: var(--${series.colour}); fill: none; stroke-width: 2.4`,
    "stroke-dasharray": series.dash || "none"}));
}

// A Persian text in a chart, which reads from the left, keeps its own direction.
const isolate = text => `\u2068${text}\u2069`;

// Axes, grid and their labels.
function frame(spec, x, y) {
  const parts = [];
  for (const value of y.ticks) {
    const at = y.place(value);
    parts.push(node("line", {class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at}),
      node("text", {x: LEFT - 7, y: at + 4, "text-anchor": "end"}, spec.y.format(value)));
  }
  let free = 0; // a label that would lie on the one before is left out
  for (const value of x.ticks) {
    const at = x.place(value), bottom = HEIGHT - BOTTOM, label = spec.x.format(value);
    const ends = at > WIDTH - 40, width = label.length * LETTER;
    const begin = ends ? at - width : at - width / 2;
    parts.push(node("line", {class: "grid", x1: at, x2: at, y1: TOP, y2: bottom}));
    if (begin >= free) {
      parts.push(node("text", {x: at, y: bottom + 17, "text-anchor": ends ? "end" : "middle"}, label));
      free = begin + width + LETTER;
    }
  }
  parts.push(
    node("line", {class: "axis", x1: LEFT, x2: WIDTH - RIGHT, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM}),
    node("text", {x: WIDTH - RIGHT, y: HEIGHT - 4, "text-anchor": "end"}, isolate(spec.x.title)),
    node("text", {x: 4, y: 14}, isolate(spec.y.title)));
  return parts;
}

/* spec: {title, note, help, tableTitle, empty, stepped, x: {kind, title, name, format, read},
   y: {kind, title, format, read}, series: [{label, colour, dash, area, points: [[x, y|null]]}]} */
function chart(spec) {
  const heading = el("h3", {}, spec.title);
  const drawn = spec.series.filter(series => series.points.some(point => point[1] !== null));
  if (!drawn.length) return el("figure", {}, heading, el("p", {class: "quiet"}, spec.empty));
  const xs = drawn.flatMap(series => series.points.map(point => point[0]));
  const ys = drawn.flatMap(series => series.points.map(point => point[1]).filter(v => v !== null));
  const max = values => values.reduce((a, b) => Math.max(a, b));
  const min = values => values.reduce((a, b) => Math.min(a, b));
  const x = spec.x.kind === "clock"
    ? clockScale(min(xs), max(xs), LEFT, WIDTH - RIGHT)
    : scale(spec.x.kind, min(xs), max(xs), LEFT, WIDTH - RIGHT);
  const y = scale(spec.y.kind, spec.y.kind === "log" ? min(ys) : 0, max(ys), HEIGHT - BOTTOM, TOP);

  const svg = node("svg", {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", tabindex: "0",
    "aria-label": `${spec.title}. ${spec.help}`}, ...frame(spec, x, y));
  for (const series of drawn) {
    const d = line(series.points, x, y, spec.stepped);
    const colour = `var(--${series.colour})`;
    if (series.area) {
      const floor = HEIGHT - BOTTOM, foot = point => `L${x.place(point[0]).toFixed(1)} ${floor}`;
      svg.append(node("path", {class: "area", style: `fill: ${colour}`, d: stretches(series.points)
        .map(part => `${line(part, x, y, spec.stepped)}${foot(part.at(-1))}${foot(part[0])}Z`).join("")}));
    }
    svg.append(node("path", {d, style: `stroke: ${colour}`, "stroke-dasharray": series.dash || "none"}));
    for (const [at, value] of lonely(series.points)) {
      svg.append(node("circle", {cx: x.place(at), cy: y.place(value), r: 2.5, style: `fill: ${colour}`}));
    }
  }

  const values = drawn.map(() => el("b", {}));
  const legend = el("div", {class: "legend"}, ...drawn.map((series, i) =>
    el("span", {}, key(series), series.label, values[i])));
  const readout = el("div", {class: "readout", role: "status"});
  pointer(svg, spec, drawn, x, y, values, readout);
  return el("figure", {}, heading, legend, svg, readout,
    spec.note ? el("figcaption", {}, spec.note) : null, table(spec, drawn));
}

function pointer(svg, spec, drawn, x, y, values, readout) {
  const cursor = node("g", {});
  svg.append(cursor);
  const longest = drawn.map(series => series.points).reduce((a, b) => b.length > a.length ? b : a);
  let at = -1;
  const show = px => {
    const [position] = nearest(longest, x.place, px), line = x.place(position);
    at = longest.findIndex(point => point[0] === position);
    cursor.replaceChildren(node("line", {class: "cursor", x1: line, x2: line, y1: TOP, y2: HEIGHT - BOTTOM}));
    drawn.forEach((series, i) => {
      const point = nearest(series.points, x.place, line);
      values[i].textContent = point[1] === null ? "–" : spec.y.read(point[1]);
      if (point[1] !== null) cursor.append(node("circle", {cx: x.place(point[0]),
        cy: y.place(point[1]), r: 3.5, style: `fill: var(--${series.colour})`}));
    });
    readout.textContent = `${spec.x.name} ${spec.x.read(position)}`;
  };
  const hide = () => {
    cursor.replaceChildren();
    values.forEach(value => { value.textContent = ""; });
    readout.textContent = "";
    at = -1;
  };
  const move = event => {
    const box = svg.getBoundingClientRect();
    show((event.clientX - box.left) / box.width * WIDTH);
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerdown", move);
  svg.addEventListener("pointerleave", hide);
  svg.addEventListener("blur", hide);
  svg.addEventListener("keydown", event => {
    const by = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!by) return;
    event.preventDefault();
    at = Math.min(longest.length - 1, Math.max(0, at < 0 ? 0 : at + by));
    show(x.place(longest[at][0]));
  });
}

// The same figures as rows, made when somebody opens them.
function table(spec, drawn) {
  const details = el("details", {}, el("summary", {}, spec.tableTitle));
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    const rows = new Map();
    drawn.forEach((series, i) => series.points.forEach(([at, value]) => {
      if (!rows.has(at)) rows.set(at, drawn.map(() => null));
      rows.get(at)[i] = value;
    }));
    const head = [spec.x.name, ...drawn.map(series => series.label)]
      .map(text => el("th", {scope: "col", class: "number"}, text));
    const body = [...rows].sort((a, b) => a[0] - b[0]).map(([at, row]) => el("tr", {},
      el("th", {scope: "row", class: "number"}, spec.x.read(at)),
      ...row.map(value => el("td", {class: "number"}, value === null ? "–" : spec.y.read(value)))));
    details.append(el("div", {class: "scroll"},
      el("table", {}, el("thead", {}, el("tr", {}, ...head)), el("tbody", {}, ...body))));
  });
  return details;
}
