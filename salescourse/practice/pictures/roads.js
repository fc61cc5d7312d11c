// Both roads on one clock: a hundred deals beside a hundred visits to the shop.

import { DAYS } from "../js/time.js";
import { digits, fill, plural } from "../js/words.js";
import { phaseOf } from "./journeys.js";
import { makeLanes } from "./lanes.js";
import { showing } from "./picture.js";

function timeText(days, units, locale) {
  const unit = ["day", "hour"].find((one) => days >= 0.99 * DAYS[one]) ?? "minute";
  const count = Math.round(days / DAYS[unit]);
  return `${digits(count, locale, {})} ${plural(units[unit], count)}`;
}

function makeScene(view) {
  const { labels } = view;
  return makeLanes(view, {
    colors: ["--sc-b2b", "--sc-b2c"],
    seconds: 18,
    now: (time) => timeText(time, labels.units, labels.locale),
    say([deals, visits]) {
      const phase = phaseOf(deals, visits);
      const { lost: gone, won: signed, open } = deals;
      const counts = { gone, signed, open, ordered: visits.won, left: visits.lost };
      return { phase, words: fill(labels.say[phase], counts) };
    },
  });
}

export default { render: showing(makeScene) };
