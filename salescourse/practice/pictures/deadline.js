// A deadline: a hundred households with an offer beside the same hundred without.

import { digits, fill, plural } from "../js/words.js";
import { makeLanes } from "./lanes.js";
import { showing } from "./picture.js";

// How many had bought by a day.
const boughtBy = (paths, day) =>
  paths.filter((path) => path.at(-1)[1] > 0 && path.at(-1)[0] <= day).length;

function makeScene(view) {
  const { labels } = view;
  const { offer: with_, plain, ends } = view.picture.data;
  const [all, usual] = [with_, plain].map(({ paths }) => boughtBy(paths, ends));
  const lead = all - usual;
  // Which sentence fits: by what has happened, not by the day.
  const phaseOf = (offer, alone) => {
    if (!offer.won) return "start";
    if (alone.won <= usual && offer.won <= all) return "open";
    return alone.open ? "after" : "told";
  };
  return makeLanes(view, {
    colors: ["--sc-b2c", "--sc-ink"],
    seconds: 16,
    now: (days) => `${digits(Math.floor(days), labels.locale, {})} ${plural(labels.days, days)}`,
    say([offer, alone]) {
      const phase = phaseOf(offer, alone);
      const ahead = offer.won - alone.won;
      const counts = { a: offer.won, b: alone.won, c: lead, d: ahead };
      const never = { e: alone.lost, f: offer.lost };
      return { phase, words: fill(labels.say[phase], { ...counts, ...never }) };
    },
  });
}

export default { render: showing(makeScene) };
