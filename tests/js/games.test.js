// Hands of the games: the same for all who play them, and luck apart from skill.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  game as committee,
  RULES as FOUR,
} from "../../salescourse/b2b/decisions/committee_game.js";
import { game as week } from "../../salescourse/b2b/outcomes/week_game.js";
import { game as offer, RULES as WEEK } from "../../salescourse/b2c/impulse/offer_game.js";
import {
  bestMoves,
  compared,
  moved,
  movedOn,
  newHand,
  playedBy,
  ranked,
  rollOf,
  seedOfDay,
} from "../../salescourse/practice/games/hand.js";

const GAMES = { committee: committee(), week: week(), offer: offer({ ...WEEK, days: 5 }) };
const close = (one, other, by = 1e-9) =>
  assert.ok(Math.abs(one - other) <= by, `${one} is not ${other}, by ${by}`);

for (const [name, game] of Object.entries(GAMES)) {
  const best = (state) => bestMoves(game, state)[0];

  test(`${name}: a hand is the same however often it is played`, () => {
    assert.deepEqual(compared(game, "a"), compared(game, "a"));
    const others = [..."bcdefgh"].map((seed) => playedBy(game, seed, best));
    assert.ok(new Set(others.map(({ turns }) => JSON.stringify(turns))).size > 3);
  });

  test(`${name}: what is earned is the worth, less what was given away, and luck`, () => {
    for (const rule of [best, ...Object.values(game.thumbs)]) {
      for (const seed of "abcdefgh") {
        const hand = playedBy(game, seed, rule);
        close(hand.earned, game.worth(game.start) - hand.givenAway + hand.luck);
      }
    }
  });

  test(`${name}: perfect play gives nothing away, whatever luck does`, () => {
    for (const seed of "abcdefgh") assert.equal(playedBy(game, seed, best).givenAway, 0);
  });

  test(`${name}: each move costs what the best is worth more`, () => {
    for (const { move, worth } of ranked(game, game.start)) {
      const [turn] = moved(game, newHand(game, "a"), move).turns;
      close(turn.givenAway, game.worth(game.start) - worth, 2e-9);
      assert.equal(turn.best, best(game.start));
    }
  });

  test(`${name}: over many hands luck evens out and the best play earns its worth`, () => {
    const hands = Array.from({ length: 4000 }, (_, n) => playedBy(game, `${name}${n}`, best));
    const earned = hands.map((hand) => hand.earned);
    const mean = earned.reduce((sum, one) => sum + one, 0) / hands.length;
    const spread = earned.reduce((sum, one) => sum + (one - mean) ** 2, 0) / hands.length;
    close(mean, game.worth(game.start), 4 * Math.sqrt(spread / hands.length));
  });

  test(`${name}: what is drawn comes as often as its chance says`, () => {
    const hands = 10000;
    for (const move of game.moves(game.start)) {
      const counts = {};
      for (let n = 0; n < hands; n++) {
        const { gain, next } = game.draw(game.start, move, rollOf(`${name}-${n}`));
        const key = JSON.stringify([gain, next]);
        counts[key] = (counts[key] ?? 0) + 1;
      }
      for (const { chance, gain, next } of game.outcomes(game.start, move)) {
        const error = Math.sqrt((chance * (1 - chance)) / hands);
        close((counts[JSON.stringify([gain, next])] ?? 0) / hands, chance, 4.5 * error + 1e-9);
      }
    }
  });

  test(`${name}: a move that cannot be is refused, and so is one after the end`, () => {
    assert.throws(() => moved(game, newHand(game, "a"), 9), /move:9/);
    const over = playedBy(game, "a", best);
    assert.throws(() => moved(game, over, 0), /over/);
  });
}

test("moves that differ by less than a thousand-millionth are equally good", () => {
  const [sizes, advance] = [
    [50, 50 + 1e-10, 49],
    [[0.5], [0.5], [0.5]],
  ];
  const alike = week({ sizes, advance, warm: [1, 1, 1], ifCold: 0.5, lost: 0, cool: 0, weeks: 1 });
  assert.deepEqual(bestMoves(alike, alike.start), [0, 1]);
  assert.equal(moved(alike, newHand(alike, "a"), 0).givenAway, 0);
  close(moved(alike, newHand(alike, "a"), 2).givenAway, 0.5);
});

test("rolls differ by seed, step and thing, and are spread evenly", () => {
  const rolls = [];
  for (let step = 0; step < 10; step++) {
    for (let thing = 0; thing < 10; thing++) {
      for (let seed = 0; seed < 100; seed++) rolls.push(rollOf(`hand/${seed}`)(step, thing));
    }
  }
  assert.ok(new Set(rolls).size > 9990);
  // Of 10 000 even rolls a tenth holds 1 000, give or take 30; four times that is rare.
  for (let tenth = 0; tenth < 10; tenth++) {
    const inside = rolls.filter((roll) => Math.floor(10 * roll) === tenth).length;
    close(inside, 1000, 120);
  }
});

test("today's hand is the reader's day, and another one for another game", () => {
  const late = "2026-11-28T23:30:00Z";
  assert.equal(seedOfDay("week", late, 0), seedOfDay("week", "2026-11-28T01:00:00Z", 0));
  assert.notEqual(seedOfDay("week", late, 0), seedOfDay("week", late, 60));
  assert.notEqual(seedOfDay("week", late, 0), seedOfDay("offer", late, 0));
  // Their 29th is the same hand, whenever it comes.
  assert.equal(seedOfDay("week", late, 60), seedOfDay("week", "2026-11-29T12:00:00Z", -300));
});

test("a lost deal can be perfect play, and a won one luck", () => {
  const game = GAMES.committee;
  const asked = Array.from({ length: 200 }, (_, n) => playedBy(game, `ask${n}`, () => -1));
  const won = asked.find(({ earned }) => earned > 0);
  close(won.givenAway, 39.93 - 5.67, 0.01);
  assert.equal(won.turns[0].what, "signed");
  const sure = { ...FOUR, agree: [1], persuade: [1], lostPerWeek: 0 };
  assert.equal(playedBy(committee(sure), "a", () => -1).luck, 0);
});

test("where nothing can be decided a hand is played on, and no further", () => {
  const game = GAMES.week;
  const start = newHand(game, "beta");
  // Three weeks for the middle deal: the small one is lost, and the middle one signed.
  const three = [1, 1, 1].reduce((hand, move) => movedOn(game, hand, move), start);
  assert.equal(three.turns.length, 3);
  assert.deepEqual(game.moves(three.state), [2]);
  const all = movedOn(game, three, 2);
  assert.equal(all.state, null);
  let slow = three;
  while (slow.state !== null) slow = moved(game, slow, 2);
  assert.deepEqual(all, slow);
  assert.ok(all.turns.length > 4);
});

test("who was the first against it comes as often as chance says", () => {
  // .1; .9 x .4; .9 x .6 x .65; .9 x .6 x .35 x .7; and .0567 for yes.
  const chances = { 0: 0.1, 1: 0.36, 2: 0.351, 3: 0.1323, signed: 0.0567 };
  const hands = 10000;
  const counts = {};
  for (let n = 0; n < hands; n++) {
    const { what } = GAMES.committee.draw(GAMES.committee.start, -1, rollOf(`who-${n}`));
    counts[what] = (counts[what] ?? 0) + 1;
  }
  assert.deepEqual(Object.keys(counts).sort(), Object.keys(chances).sort());
  for (const [what, chance] of Object.entries(chances))
    close(counts[what] / hands, chance, 4.5 * Math.sqrt((chance * (1 - chance)) / hands));
});
