// A hundred on their way: where each is at a time, and where its dot then lies.

/** @typedef {[number, number][]} Path days, and the place that is reached on each */
/** @typedef {{place: number, slot: number, lost: boolean}} Spot */

/**
 * The pair of a path that holds at a time.
 * @param {Path} path
 * @param {number} time in days
 */
function reached(path, time) {
  let k = 0;
  while (k + 1 < path.length && path[k + 1][0] <= time) k += 1;
  return k;
}

/**
 * Where everybody is: in which column, at which place of its pile, above or below.
 * Those who are lost lie below the stage that they left.
 * @param {Path[]} paths
 * @param {number} stages
 * @param {number} time in days
 */
export function spotsAt(paths, stages, time) {
  const above = new Array(stages + 1).fill(0);
  const below = new Array(stages + 1).fill(0);
  const spots = paths.map((path) => {
    const k = reached(path, time);
    const lost = path[k][1] < 0;
    const place = lost ? path[k - 1][1] : path[k][1];
    const slot = lost ? below[place]++ : above[place]++;
    return { place, slot, lost };
  });
  const gone = below.reduce((sum, count) => sum + count, 0);
  const won = above[stages];
  return { spots, below, won, lost: gone, open: paths.length - gone - won };
}

/**
 * Columns with piles of dots in them, as wide as there is room for.
 * @param {number} width of all columns
 * @param {number} columns
 * @param {number} most the highest pile above the line
 * @param {number} fallen the highest pile below it
 */
export function pilesOf(width, columns, most, fallen) {
  const wide = width / columns;
  const pitch = width < 400 ? 6.5 : 8; // from dot to dot
  const row = Math.max(3, Math.floor((wide - pitch) / pitch));
  const rows = Math.ceil(most / row);
  const deep = Math.ceil(fallen / row);
  return {
    wide,
    row,
    pitch,
    // Names that would touch stand on two lines.
    lines: wide < 70 ? 2 : 1,
    above: rows * pitch + pitch,
    below: deep * pitch + pitch,
    /** @param {Spot} spot @param {number} line @param {number} under */
    place({ place, slot, lost }, line, under) {
      const x = wide * (place + 0.5) + ((slot % row) - (row - 1) / 2) * pitch;
      const level = (Math.floor(slot / row) + 0.7) * pitch;
      return [x, lost ? under + level : line - level];
    },
  };
}

/**
 * Which sentence fits: by what has happened, not by the hour.
 * @param {{won: number, lost: number, open: number}} deals
 * @param {{won: number, lost: number, open: number}} visits
 */
export function phaseOf(deals, visits) {
  if (deals.won) return deals.open ? "yeses" : "end";
  if (deals.lost) return "noes";
  if (!visits.open) return "quiet";
  return visits.won + visits.lost ? "shop" : "start";
}
