// The numbers of an export: the cycle, the pipeline, the reasons. Each with its n.

import { h } from "../js/elements.js";
import { fill } from "../js/words.js";
import { makePicture, shareOn } from "./picture.js";
import { table } from "./tables.js";

// With fewer wins than these the range did not hold what came, see own_cycle.md.
const FEW_WINS = 20;

/** @param {any} view @returns {any[]} */
export const numbers = (view) => [cycle(view), pipeline(view), reasons(view), cannot(view)];

const section = (title, ...parts) => h("section", {}, h("h2", {}, title), ...parts);

function cycle(view) {
  const { labels, shown, write } = view;
  const { all, closed } = shown.winRate;
  const rate = {
    x: write.hundred(all.share),
    low: write.hundred(all.low),
    high: write.hundred(all.high),
    n: write.whole(all.deals),
    day: write.whole(all.by),
    closed: write.hundred(closed.share),
    closedLow: write.hundred(closed.low),
    closedHigh: write.hundred(closed.high),
    m: write.whole(closed.deals),
  };
  return section(
    labels.cycle,
    h("p", { class: "sc-result" }, fill(labels.rate, rate)),
    h("p", { class: "sc-notice" }, fill(labels.rateHow, rate)),
    shown.curve.points.length > 0 && makePicture(view),
    beside(view),
    h("p", {}, nearTo(view)),
    shown.wonBy.length > 0 && byDays(view),
    quartiles(view),
    ...stages(view),
  );
}

function beside({ labels, shown, cycles, write }) {
  const [won, lost] = shown.daysTo;
  const { all } = shown.winRate;
  const { b2b, b2c } = cycles;
  const n = (many) => ` (n = ${write.whole(many)})`;
  return table(
    labels.beside,
    [labels.cycles, labels.yours, labels.firm, labels.person],
    [
      [
        fill(labels.winsIn, { day: write.whole(all.by) }),
        write.hundred(all.share) + n(all.deals),
        ...[b2b, b2c].map(({ points }) => write.hundred(shareOn(points, all.by))),
      ],
      ...[
        [labels.toWin, won, "win"],
        [labels.toLoss, lost, "loss"],
      ].map(([label, own, end]) => [
        label,
        write.days(own.median) + n(own.deals),
        write.days(b2b[end]),
        write.days(b2c[end]),
      ]),
    ],
  );
}

// Where the file stands between a firm and a person: by its share, and by its days.
function nearTo({ labels, shown, cycles, write }) {
  const { all } = shown.winRate;
  const by = Object.fromEntries(
    Object.entries(cycles).map(([name, { points }]) => [name, shareOn(points, all.by)]),
  );
  const inside = (share) => share >= all.low && share <= all.high;
  const which = `${inside(by.b2b) ? "firm" : ""}${inside(by.b2c) ? "Person" : ""}` || "neither";
  const words = {
    day: write.whole(all.by),
    low: write.hundred(all.low),
    high: write.hundred(all.high),
    firm: write.hundred(by.b2b),
    person: write.hundred(by.b2c),
  };
  const { median } = shown.daysTo[0];
  if (Number.isNaN(median) || median === null || !shown.counts.won) return "";
  const far = (days) => Math.abs(Math.log(Math.max(median, 1 / 24) / days));
  const pace = far(cycles.b2b.win) <= far(cycles.b2c.win) ? "paceFirm" : "pacePerson";
  return `${fill(labels[`within_${which}`], words)} ${labels[pace]}`;
}

function byDays({ labels, shown, write }) {
  return table(
    labels.dayByDay,
    [labels.by, labels.share, labels.interval, labels.watched, labels.closedOnly],
    shown.wonBy.map((row) => [
      write.whole(row.day),
      write.hundred(row.share),
      `${write.hundred(row.low)} – ${write.hundred(row.high)}`,
      write.whole(row.watched),
      `${write.hundred(row.closedOnly)} (n = ${write.whole(row.closed)})`,
    ]),
  );
}

function quartiles({ labels, shown, write }) {
  return table(
    labels.quartiles,
    [labels.outcome, "25\u00a0%", "50\u00a0%", "75\u00a0%", labels.closedMedian, labels.deals],
    shown.daysTo.map((row) => [
      labels[row.outcome],
      write.days(row.quarter),
      write.days(row.median),
      write.days(row.threeQuarters),
      write.days(row.closedMedian),
      write.whole(row.deals),
    ]),
  );
}

function stages({ labels, shown, write }) {
  const { losses: all, manyStages } = shown;
  const name =
    manyStages > shown.byStage.length
      ? fill(labels.someStages, {
          shown: write.whole(shown.byStage.length),
          all: write.whole(manyStages),
        })
      : labels.stages;
  const [most] = shown.byStage.toSorted((one, other) => other.lost - one.lost);
  const says = { stage: most?.stage, lost: write.whole(most?.lost), all: write.whole(all) };
  return [
    shown.byStage.length > 1 && all > 0 && h("p", {}, fill(labels.mostLost, says)),
    table(
      name,
      [labels.stage, labels.lostFrom, labels.goOn, labels.median, labels.now],
      shown.byStage.map((row) => [
        row.stage,
        fill(labels.of, { n: write.whole(row.lost), all: write.whole(row.over) }),
        write.hundred(row.conversion),
        write.days(row.medianDays),
        write.whole(row.now),
      ]),
    ),
  ];
}

function pipeline(view) {
  const { labels, shown, write } = view;
  const { forecast, counts } = shown;
  if (!counts.open) return section(labels.pipeline, h("p", {}, labels.noOpen));
  if (!counts.won) return section(labels.pipeline, h("p", {}, labels.noWin));
  const words = {
    until: forecast.until,
    days: write.whole(forecast.daysLeft),
    mean: write.one(forecast.mean),
    n: write.whole(forecast.deals),
    low: write.whole(forecast.low),
    high: write.whole(forecast.high),
    won: write.whole(forecast.before),
  };
  return section(
    labels.pipeline,
    h("p", { class: "sc-result" }, fill(labels.forecast, words)),
    h("p", { class: "sc-notice" }, fill(labels.range, words)),
    counts.won < FEW_WINS &&
      h("p", { class: "sc-warns" }, fill(labels.fewWins, { won: write.whole(counts.won) })),
    ...forecast.amounts.filter(({ deals }) => deals).map((one) => h("p", {}, amount(view, one))),
    h("p", { class: "sc-notice" }, fill(labels.before, words)),
    folded(
      view,
      labels.likely,
      shown.likely,
      counts.open,
      [labels.deal, labels.stage, labels.age, labels.chance, labels.byQuarter, labels.like],
      (deal) => [
        named(deal),
        deal.stage,
        write.whole(deal.age),
        write.hundred(deal.chance),
        write.hundred(deal.byQuarterEnd),
        deal.like,
      ],
    ),
    ...old(view),
  );
}

const named = ({ deal, name }) => (name && name !== deal ? `${deal} · ${name}` : deal);

function amount({ labels, write }, { currency, mean, low, high, deals, without }) {
  return fill(labels.amount, {
    currency: currency || labels.noCurrency,
    mean: write.rough(mean),
    low: write.rough(low),
    high: write.rough(high),
    n: write.whole(deals),
    without: write.whole(without),
  });
}

function old(view) {
  const { labels, shown, write } = view;
  const { age, many, deals } = shown.older;
  const wins = write.whole(shown.counts.won);
  const says = fill(labels.older, {
    many: write.whole(many),
    age: write.whole(age),
    wins,
    n: wins,
  });
  return [
    h("p", {}, says),
    many > 0 &&
      folded(view, labels.oldest, deals, many, [labels.deal, labels.stage, labels.age], (deal) => [
        named(deal),
        deal.stage,
        write.whole(deal.days),
      ]),
  ];
}

function folded({ write }, label, deals, all, heads, row) {
  const name = fill(label, { shown: write.whole(deals.length), all: write.whole(all) });
  return h("details", {}, h("summary", {}, name), table(name, heads, deals.map(row)));
}

function reasons(view) {
  const { labels, shown, write } = view;
  const all = shown.counts.lost;
  const none = shown.reasons.find(([reason]) => reason === "")?.[1] ?? 0;
  const words = { all: write.whole(all), none: write.whole(none) };
  if (none === all) return section(labels.reasons, h("p", {}, fill(labels.noReasons, words)));
  const rows = shown.reasons.filter(([reason]) => reason !== "").slice(0, 30);
  return section(
    labels.reasons,
    h("p", {}, fill(labels.noReason, words)),
    table(
      labels.byReason,
      [labels.reason, labels.deals],
      rows.map(([reason, n]) => [reason, write.whole(n)]),
    ),
  );
}

function cannot({ labels, shown }) {
  const more = { columns: labels.cannotTwice, "": labels.cannotStages }[shown.facts.history];
  return section(labels.cannot, h("p", {}, labels.cannotSays), more && h("p", {}, more));
}
