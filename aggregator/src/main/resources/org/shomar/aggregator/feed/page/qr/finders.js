const CANDIDATES_MAX = 14;
const TRIPLES_MAX = 6;
const RATIO = [1, 1, 3, 1, 1];
const MODULES = 7;

/** In pixels. */
const WALK_STEP = 0.25;

/**
 * The corners of codes in an image: rings of 7, 5 and 3 modules. Gives sets of three, the likeliest
 * first, each {origin, right, below} as places in the image.
 */
export function findCorners(light) {
  const found = [];
  const step = light.height > 1_200 ? 2 : 1;
  for (let y = 0; y < light.height; y += step) {
    scanRow(light, y, found);
  }
  found.sort((a, b) => b.seen - a.seen);
  const often = found.filter(({ seen }) => seen > 1);
  return triples((often.length < 3 ? found : often).slice(0, CANDIDATES_MAX));
}

function scanRow(light, y, found) {
  const runs = [0, 0, 0, 0, 0];
  let dark = false;
  for (let x = 0; x <= light.width; x++) {
    const now = x < light.width && light.isDark(x, y);
    if (now === dark && x < light.width) {
      runs[4]++;
      continue;
    }
    if (dark && isRing(runs)) {
      const centre = x - runs[4] - runs[3] - runs[2] / 2;
      confirm(light, centre, y + 0.5, runs, found);
    }
    runs.shift();
    runs.push(1);
    dark = now;
  }
}

function isRing(runs) {
  const total = runs.reduce((sum, run) => sum + run, 0);
  const module = total / MODULES;
  return (
    total >= MODULES &&
    runs.every((run, i) => run > 0 && Math.abs(run - RATIO[i] * module) < RATIO[i] * module * 0.6)
  );
}

function confirm(light, x, y, runs, found) {
  const width = runs.reduce((sum, run) => sum + run, 0);
  const down = across(light, x, y, 0, 1, width * 2);
  if (down === null || !isRing(down.runs)) {
    return;
  }
  const centreY = y + down.shift;
  const side = across(light, x, centreY, 1, 0, width * 2);
  if (side === null || !isRing(side.runs)) {
    return;
  }
  const slope = Math.SQRT1_2;
  for (const dy of [slope, -slope]) {
    const slant = across(light, x + side.shift, centreY, slope, dy, width * 3);
    if (slant === null || !isRing(slant.runs)) {
      return;
    }
  }
  const centre = { x: x + side.shift, y: centreY, module: (down.length + side.length) / 14, seen: 1 };
  const known = found.find(
    (each) => Math.hypot(each.x - centre.x, each.y - centre.y) < each.module * 2,
  );
  if (known === undefined) {
    found.push(centre);
    return;
  }
  for (const part of ['x', 'y', 'module']) {
    known[part] = (known[part] * known.seen + centre[part]) / (known.seen + 1);
  }
  known.seen++;
}

/**
 * Walks both ways from the middle of a ring to its end.
 *
 * @return the five runs, their length, and how far their middle is from the start; null when the
 *   ring does not end
 */
export function across(light, x, y, dx, dy, longest) {
  const one = walk(light, x, y, -dx, -dy, longest);
  const other = walk(light, x, y, dx, dy, longest);
  if (one === null || other === null) {
    return null;
  }
  const runs = [one[2], one[1], one[0] + other[0], other[1], other[2]];
  const before = one[0] + one[1] + one[2];
  const after = other[0] + other[1] + other[2];
  return { runs, length: before + after, shift: (after - before) / 2 };
}

/** Lengths of dark, light and dark from a place on. */
function walk(light, x, y, dx, dy, longest) {
  const lengths = [];
  let begin = 0;
  let dark = true;
  for (let way = 0; way < longest; way += WALK_STEP) {
    if (light.darkness(x + dx * way, y + dy * way) > 0 !== dark) {
      lengths.push(way - begin);
      begin = way;
      dark = !dark;
      if (lengths.length === 3) {
        return lengths;
      }
    }
  }
  return null;
}

function triples(candidates) {
  const sets = [];
  for (let i = 0; i < candidates.length; i++) {
    for (let j = i + 1; j < candidates.length; j++) {
      for (let k = j + 1; k < candidates.length; k++) {
        const set = ordered([candidates[i], candidates[j], candidates[k]]);
        if (set !== null) {
          sets.push(set);
        }
      }
    }
  }
  return sets.sort((a, b) => a.cost - b.cost).slice(0, TRIPLES_MAX);
}

/** The corner at the right angle first, the next one clockwise second. */
function ordered(three) {
  const far = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
  const [a, b, c] = three;
  const sides = [
    [far(b, c), a, b, c],
    [far(a, c), b, a, c],
    [far(a, b), c, a, b],
  ].sort((one, other) => other[0] - one[0]);
  const [longest, origin, one, other] = sides[0];
  const legs = [far(origin, one), far(origin, other)];
  const modules = three.map(({ module }) => module);
  if (Math.min(...legs) < 8 * Math.max(...modules)) {
    return null;
  }
  const cost =
    Math.abs(legs[0] - legs[1]) / Math.max(...legs) +
    Math.abs(longest / Math.hypot(...legs) - 1) * 2 +
    (Math.max(...modules) / Math.min(...modules) - 1) -
    0.02 * Math.min(10, Math.min(...three.map(({ seen }) => seen)));
  const turn =
    (one.x - origin.x) * (other.y - origin.y) - (one.y - origin.y) * (other.x - origin.x);
  const [right, below] = turn > 0 ? [one, other] : [other, one];
  return { origin, right, below, cost };
}
