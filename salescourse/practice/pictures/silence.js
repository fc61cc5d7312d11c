// A silence, week by week: households that ordered often beside others that seldom did.

import { digits, fill, plural } from "../js/words.js";
import { makeLanes } from "./lanes.js";
import { showing } from "./picture.js";

// Which sentence fits: by what has happened, not by the week.
function phaseOf(often, seldom) {
  if (!often.won && !seldom.won) return "start";
  return often.open ? "mixed" : "told";
}

function makeScene(view) {
  const { labels } = view;
  return makeLanes(view, {
    colors: ["--sc-b2c", "--sc-b2c"],
    seconds: 14,
    now: (weeks) => `${digits(weeks, labels.locale, {})} ${plural(labels.weeks, weeks)}`,
    say([often, seldom]) {
      const phase = phaseOf(often, seldom);
      const counts = {
        a: often.open + often.lost,
        b: often.lost,
        c: seldom.open + seldom.lost,
        d: seldom.lost,
      };
      return { phase, words: fill(labels.say[phase], counts) };
    },
  });
}

export default { render: showing(makeScene) };
