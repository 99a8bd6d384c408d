import { across } from './finders.js';
import { alignmentPlaces } from './layout.js';

const SIDE_MIN = 21;
const SIDE_MAX = 177;
const SIDES_TRIED = 4;

/** How many modules around its expected place an alignment pattern is looked for. */
const SEARCH_MODULES = 2.5;
const SEARCH_STEP = 0.25;
const MATCHES_MIN = 20;

/** Codes that three corners may span, the likeliest first: {side, isDark(column, row)}. */
export function* grids(light, { origin, right, below }) {
  const u = unit(origin, right);
  const v = unit(origin, below);
  const modules = {
    originU: moduleOf(light, origin, u),
    originV: moduleOf(light, origin, v),
    rightU: moduleOf(light, right, u),
    rightV: moduleOf(light, right, v),
    belowU: moduleOf(light, below, u),
    belowV: moduleOf(light, below, v),
  };
  const corner = fourth({ origin, right, below }, modules);
  const guesses = [
    far(origin, right) / ((modules.originU + modules.rightU) / 2) + 7,
    far(origin, below) / ((modules.originV + modules.belowV) / 2) + 7,
    transitions(
      light,
      moved(origin, u, 3 * modules.originU, v, 3 * modules.originV),
      moved(right, u, -3 * modules.rightU, v, 3 * modules.rightV),
    ) + 13,
    transitions(
      light,
      moved(origin, u, 3 * modules.originU, v, 3 * modules.originV),
      moved(below, u, 3 * modules.belowU, v, -3 * modules.belowV),
    ) + 13,
  ];
  for (const side of sides(guesses)) {
    yield gridOf(light, { origin, right, below, corner }, side);
  }
}

/**
 * Where the fourth corner should be. What is farther away looks smaller: a ring's area goes with the
 * third power of its nearness, and depth is linear over a flat code.
 */
function fourth({ origin, right, below }, modules) {
  const depth = (u, v) => Math.cbrt((modules.originU * modules.originV) / (u * v));
  const one = depth(modules.rightU, modules.rightV);
  const other = depth(modules.belowU, modules.belowV);
  const own = one + other - 1;
  const part = (name) => (one * right[name] + other * below[name] - origin[name]) / own;
  return { x: part('x'), y: part('y') };
}

function unit(from, to) {
  const length = far(from, to);
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

function far(a, b) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function moved(from, u, alongU, v, alongV) {
  return { x: from.x + u.x * alongU + v.x * alongV, y: from.y + u.y * alongU + v.y * alongV };
}

/** The size of a module at a corner in a direction, in pixels. */
function moduleOf(light, corner, direction) {
  const rings = [-0.7, 0, 0.7].map((aside) =>
    across(
      light,
      corner.x - direction.y * aside * corner.module,
      corner.y + direction.x * aside * corner.module,
      direction.x,
      direction.y,
      corner.module * 20,
    ),
  );
  const lengths = rings.filter((ring) => ring !== null).map(({ length }) => length);
  const sum = lengths.reduce((all, length) => all + length, 0);
  return sum === 0 ? corner.module : sum / lengths.length / 7;
}

function transitions(light, from, to) {
  const steps = Math.ceil(far(from, to) * 2);
  let count = 0;
  let dark = true;
  for (let i = 0; i <= steps; i++) {
    const x = from.x + ((to.x - from.x) * i) / steps;
    const y = from.y + ((to.y - from.y) * i) / steps;
    if (light.darkness(x, y) > 0 !== dark) {
      dark = !dark;
      count++;
    }
  }
  return count;
}

/** Sides are 21, 25, 29 … 177: those nearest to what was measured. */
function sides(guesses) {
  const all = [];
  for (let side = SIDE_MIN; side <= SIDE_MAX; side += 4) {
    const misses = guesses.map((guess) => Math.abs(guess - side)).sort((a, b) => a - b);
    all.push({ side, miss: misses[0] + misses[1] + misses[2] / 2 });
  }
  return all
    .sort((a, b) => a.miss - b.miss)
    .slice(0, SIDES_TRIED)
    .map(({ side }) => side);
}

function gridOf(light, { origin, right, below, corner }, side) {
  const end = side - 3.5;
  let map = perspective(
    [[3.5, 3.5], [end, 3.5], [3.5, end], [end, end]],
    [origin, right, below, corner],
  );
  const places = alignmentPlaces((side - 17) / 4);
  if (places.length > 0) {
    const last = places.at(-1) + 0.5;
    const found = search(light, map, last, last, { x: 0, y: 0 }, SEARCH_MODULES * 2);
    if (found !== null) {
      map = perspective(
        [[3.5, 3.5], [end, 3.5], [3.5, end], [last, last]],
        [origin, right, below, found],
      );
    }
  }
  const bent = bends(light, map, places);
  return {
    side,
    isDark: (column, row) => {
      const x = column + 0.5;
      const y = row + 0.5;
      const place = map(x, y);
      const bend = bent(x, y);
      return sample(light, place.x + bend.x, place.y + bend.y, moduleAt(map, x, y));
    },
  };
}

function moduleAt(map, x, y) {
  return far(map(x - 0.5, y), map(x + 0.5, y));
}

function sample(light, x, y, module) {
  const off = module * 0.2;
  const sum =
    light.darkness(x, y) * 2 +
    light.darkness(x - off, y) +
    light.darkness(x + off, y) +
    light.darkness(x, y - off) +
    light.darkness(x, y + off);
  return sum > 0;
}

/** How far paper and lens bend the code away from a flat one, known at its alignment patterns. */
function bends(light, map, places) {
  const none = { x: 0, y: 0 };
  const rows = places.map(() => []);
  for (let j = 0; j < places.length; j++) {
    for (let i = 0; i < places.length; i++) {
      const near = rows[j][i - 1] ?? rows[j - 1]?.[i] ?? none;
      const isCorner =
        (i === 0 && (j === 0 || j === places.length - 1)) || (j === 0 && i === places.length - 1);
      const x = places[i] + 0.5;
      const y = places[j] + 0.5;
      const found = isCorner ? null : search(light, map, x, y, near, SEARCH_MODULES);
      const flat = map(x, y);
      rows[j][i] = found === null
        ? isCorner ? none : near
        : { x: found.x - flat.x, y: found.y - flat.y };
    }
  }
  return places.length < 2 ? () => none : (x, y) => between(places, rows, x, y);
}

function between(places, rows, x, y) {
  const [i, right] = cell(places, x);
  const [j, down] = cell(places, y);
  const part = (name) =>
    (rows[j][i][name] * (1 - right) + rows[j][i + 1][name] * right) * (1 - down) +
    (rows[j + 1][i][name] * (1 - right) + rows[j + 1][i + 1][name] * right) * down;
  return { x: part('x'), y: part('y') };
}

function cell(places, at) {
  let i = 0;
  while (i + 2 < places.length && at > places[i + 1] + 0.5) {
    i++;
  }
  const share = (at - 0.5 - places[i]) / (places[i + 1] - places[i]);
  return [i, Math.max(0, Math.min(1, share))];
}

/** The alignment pattern nearest to where it should be; null when there is none. */
function search(light, map, x, y, bend, reach) {
  let best = MATCHES_MIN - 1;
  let places = [];
  for (let dy = -reach; dy <= reach; dy += SEARCH_STEP) {
    for (let dx = -reach; dx <= reach; dx += SEARCH_STEP) {
      const matches = matchesAt(light, map, x + dx, y + dy, bend);
      if (matches > best) {
        best = matches;
        places = [];
      }
      if (matches === best) {
        places.push({ dx, dy, far: Math.hypot(dx, dy) });
      }
    }
  }
  if (places.length === 0) {
    return null;
  }
  const nearest = places.reduce((a, b) => (b.far < a.far ? b : a));
  const same = places.filter(
    ({ dx, dy }) => Math.abs(dx - nearest.dx) < 1 && Math.abs(dy - nearest.dy) < 1,
  );
  const mean = (name) => same.reduce((sum, place) => sum + place[name], 0) / same.length;
  const place = map(x + mean('dx'), y + mean('dy'));
  return { x: place.x + bend.x, y: place.y + bend.y };
}

function matchesAt(light, map, x, y, bend) {
  let matches = 0;
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      const place = map(x + column, y + row);
      const ring = Math.max(Math.abs(row), Math.abs(column));
      if (light.darkness(place.x + bend.x, place.y + bend.y) > 0 === (ring !== 1)) {
        matches++;
      }
    }
  }
  return matches;
}

/** The projective map that takes four places of the code to four of the image. */
function perspective(from, to) {
  const rows = from.flatMap(([x, y], i) => [
    [x, y, 1, 0, 0, 0, -x * to[i].x, -y * to[i].x, to[i].x],
    [0, 0, 0, x, y, 1, -x * to[i].y, -y * to[i].y, to[i].y],
  ]);
  const [a, b, c, d, e, f, g, h] = solved(rows);
  return (x, y) => {
    const depth = g * x + h * y + 1;
    return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
  };
}

/** Solves linear equations by elimination; each row ends with its right side. */
function solved(rows) {
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let j = i + 1; j < size; j++) {
      if (Math.abs(rows[j][i]) > Math.abs(rows[pivot][i])) {
        pivot = j;
      }
    }
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    for (let j = 0; j < size; j++) {
      const share = j === i ? 0 : rows[j][i] / rows[i][i];
      for (let k = i; k <= size && share !== 0; k++) {
        rows[j][k] -= share * rows[i][k];
      }
    }
  }
  return rows.map((row, i) => row[size] / row[i]);
}
