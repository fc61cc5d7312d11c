// Paths for lines, points and bars.

/** @typedef {import("./scales.js").Point} Point */
/** @typedef {import("./scales.js").Scales} Scales */

/** A line through points, broken where there is none. @param {Point[]} points */
export function trace(points) {
  let open = false;
  return points
    .map(([px, py]) => {
      const command = py === null ? "" : `${open ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      open = py !== null;
      return command;
    })
    .join("");
}

/** @param {Point[]} points */
export const spots = (points) =>
  points.map(([px, py]) => (py === null ? "" : `M${px.toFixed(1)} ${py.toFixed(1)}h0`)).join("");

/**
 * Bars of one of several lines, side by side.
 * @param {Point[]} points @param {number} line @param {number} lines @param {Scales} scales
 */
export function bars(points, line, lines, scales) {
  const slim = scales.band() / lines;
  const zero = scales.held(0).toFixed(1);
  const left = slim * line - scales.band() / 2;
  return points
    .map(([px, py]) => {
      if (py === null) return "";
      const start = `M${(px + left).toFixed(1)} ${zero}`;
      return `${start}V${py.toFixed(1)}h${(slim - 1).toFixed(1)}V${zero}z`;
    })
    .join("");
}
