// What live pictures count and where they put it: small cases, worked by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { houseAt, longest, wordsFor } from "../../salescourse/practice/pictures/callers.js";
import { makeClock, nextStep } from "../../salescourse/practice/pictures/clock.js";
import { counted, odds, sorted } from "../../salescourse/practice/pictures/deals.js";
import { ease } from "../../salescourse/practice/pictures/field.js";
import { phaseOf, pilesOf, spotsAt } from "../../salescourse/practice/pictures/journeys.js";

// Two people and four deals. A digit is the place from which on somebody says yes: at
// place 1, the first says no to the last deal, and the second to the last two.
const ANSWERS = ["0012", "1022"];

test("a deal is signed when enough people say yes, and the signed stand first", () => {
  const deals = sorted(ANSWERS, [1, 1], 2, 4);
  assert.deepEqual(
    deals.map(({ deal }) => deal),
    [0, 1, 2, 3],
  );
  assert.deepEqual(counted(deals), { all: 4, signed: 2, hit: 2, saved: 0, noes: 3 });
});

test("a deal survives its noes where fewer yeses are needed", () => {
  const found = counted(sorted(ANSWERS, [1, 1], 1, 4));
  assert.deepEqual(found, { all: 4, signed: 3, hit: 2, saved: 1, noes: 3 });
});

test("who is more certain says yes to more deals, and to all from before", () => {
  assert.equal(counted(sorted(ANSWERS, [2, 1], 2, 4)).noes, 2);
  assert.equal(counted(sorted(ANSWERS, [0, 1], 2, 4)).noes, 4);
});

test("of half the deals, half are shown", () => {
  assert.equal(counted(sorted(ANSWERS, [1, 1], 2, 2)).all, 2);
});

test("odds: two people at 0.5 and 0.8 who decide alone, and two in one of two moods", () => {
  const alone = [[0.5], [0.8]];
  const close = (a, b) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);
  close(odds(alone, [1], [0, 1], 2), 0.4);
  close(odds(alone, [1], [0, 1], 1), 0.9); // 1 - 0.5 * 0.2
  // In the one mood both say yes, in the other neither: 0.5, and not 0.25.
  close(odds([[0, 1]], [0.5, 0.5], [0, 0], 2), 0.5);
});

// One is lost from the second stage at day 3, one is won on day 9 after a loop.
const PATHS = [
  [
    [0, 0],
    [2, 1],
    [3, -1],
  ],
  [
    [0, 0],
    [1, 1],
    [4, 0],
    [5, 1],
    [9, 2],
  ],
];

test("a dot is where its deal is, and below the stage that it was lost from", () => {
  const at = (time) => spotsAt(PATHS, 2, time);
  assert.deepEqual(
    at(0).spots.map(({ place, slot }) => [place, slot]),
    [
      [0, 0],
      [0, 1],
    ],
  );
  assert.deepEqual(
    at(2.5).spots.map(({ place, lost }) => [place, lost]),
    [
      [1, false],
      [1, false],
    ],
  );
  assert.deepEqual(at(3).spots[0], { place: 1, slot: 0, lost: true });
  assert.deepEqual(at(4.5).spots[1], { place: 0, slot: 0, lost: false });
  const { won, lost, open, below } = at(9);
  assert.deepEqual([won, lost, open, below], [1, 1, 0, [0, 1, 0]]);
});

test("piles rise from their line, and no dot leaves its column", () => {
  const piles = pilesOf(300, 6, 100, 90);
  const spots = Array.from({ length: 100 }, (_, slot) => ({ place: 2, slot, lost: false }));
  const at = spots.map((spot) => piles.place(spot, 200, 230));
  for (const [x, y] of at) assert.ok(x > 100 && x < 150 && y < 200 && y > 200 - piles.above);
  assert.equal(new Set(at.map(String)).size, 100);
  const [, fallen] = piles.place({ place: 0, slot: 89, lost: true }, 200, 230);
  assert.ok(fallen > 230 && fallen < 230 + piles.below);
});

test("the sentence goes by what has happened", () => {
  const of = (won, lost, open) => ({ won, lost, open });
  const all = of(0, 0, 9);
  assert.equal(phaseOf(all, all), "start");
  assert.equal(phaseOf(all, of(0, 1, 8)), "shop");
  assert.equal(phaseOf(all, of(1, 8, 0)), "quiet");
  assert.equal(phaseOf(of(0, 1, 8), of(1, 8, 0)), "noes");
  assert.equal(phaseOf(of(1, 1, 7), of(1, 8, 0)), "yeses");
  assert.equal(phaseOf(of(1, 8, 0), of(1, 8, 0)), "end");
});

test("a clock plays from the first stop to the last, and stops there", () => {
  const clock = makeClock(10, 5);
  clock.running = true;
  clock.pass(1000); // a fifth of five seconds
  assert.equal(clock.stop, 2);
  clock.pass(60_000);
  assert.deepEqual([clock.stop, clock.ended, clock.running], [10, true, false]);
  clock.set(-3);
  assert.deepEqual([clock.stop, clock.ended], [0, false]);
});

test("a step leads to the next mark, and from the last one to the first", () => {
  assert.equal(nextStep([0, 4, 9], 4), 9);
  assert.equal(nextStep([0, 4, 9], 5), 9);
  assert.equal(nextStep([0, 4, 9], 9), 0);
});

test("units glide, arrive, and are there at once where nothing shall glide", () => {
  const at = new Float32Array([0]);
  const aim = new Float32Array([100]);
  assert.equal(ease(at, aim, 110), true);
  assert.ok(at[0] > 60 && at[0] < 66); // 1 - 1/e of the way
  for (let n = 0; n < 200; n += 1) ease(at, aim, 16);
  assert.equal(at[0], 100);
  aim[0] = 5;
  assert.equal(ease(at, aim, Infinity), false);
  assert.equal(at[0], 5);
});

// Three callers for two people. The first is served by person 0 from 0 to 10; the second waits
// for the same person from 2 to 10; the third comes at 4 and goes to person 1 at once.
const CALLERS = [
  [0, 0, 10, 0],
  [2, 10, 15, 0],
  [4, 4, 6, 1],
];

test("callers wait in the line of their person, and are counted", () => {
  const { spots, ...found } = houseAt(CALLERS, 2, true, 7);
  assert.deepEqual(
    spots.map(({ at, line, slot }) => [at, line, slot]),
    [
      ["desk", 0, 0],
      ["line", 0, 0],
      ["gone", 1, 0],
    ],
  );
  // The second has waited 5 of 7 minutes, over three callers.
  assert.deepEqual(found, { came: 3, waiting: 1, free: 1, mean: 5 / 3 });
  assert.equal(houseAt(CALLERS, 2, true, 1).spots[1].at, "out");
  assert.equal(houseAt(CALLERS, 2, true, 20).mean, 8 / 3);
});

test("in one line all stand behind each other; in lines apart only who shares a person", () => {
  const late = [...CALLERS, [5, 12, 20, 1]];
  assert.equal(houseAt(late, 2, false, 7).spots[3].slot, 1);
  assert.equal(houseAt(late, 2, true, 7).spots[3].slot, 0);
  assert.equal(longest(late, false), 2);
  assert.equal(longest(late, true), 1);
});

test("what is said goes by who waits while somebody is free", () => {
  assert.equal(wordsFor({ came: 0, waiting: 0, free: 2 }, false), "start");
  assert.equal(wordsFor({ came: 3, waiting: 1, free: 1 }, false), "idle");
  assert.equal(wordsFor({ came: 3, waiting: 1, free: 0 }, false), "busy");
  assert.equal(wordsFor({ came: 3, waiting: 0, free: 2 }, true), "end");
});
