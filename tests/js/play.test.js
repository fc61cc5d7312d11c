// What a link to a hand may carry, and which tables are a game.

import assert from "node:assert/strict";
import { test } from "node:test";

import { game as committee, RULES } from "../../salescourse/b2b/decisions/committee_game.js";
import { packed, sound, unpacked } from "../../salescourse/practice/games/link.js";
import {
  clamped,
  isGame,
  losses,
  numbersOf,
  withNumbers,
} from "../../salescourse/practice/games/table.js";

const FIELDS = [
  { name: "agree.1", label: "", format: "percent", range: [0, 1] },
  { name: "fade", label: "", format: "percent", range: [0, 0.5] },
  { name: "weeks", label: "", format: "number", range: [1, 12], whole: true },
];

test("a hand comes back from its link", () => {
  for (const deal of [
    { level: "first", seed: "a1b2c3", numbers: null },
    { level: "hand", seed: "committee/20785", numbers: null },
    { level: "free", seed: "x", numbers: [0.25, 0.125, 7] },
  ]) {
    assert.deepEqual(unpacked("committee", FIELDS, packed("committee", deal)), deal);
    assert.equal(unpacked("week", FIELDS, packed("committee", deal)), null);
  }
});

test("what is no link to a hand gives none", () => {
  const hand = "#play=committee:hand:";
  const free = "#play=committee:free:x:";
  for (const hash of [
    "",
    "#play=",
    hand,
    `${hand}<b>`,
    `${hand}${"a".repeat(41)}`,
    `${hand}a b`,
    `${free}1,2`,
    `${free}1,2,3,4`,
    `${free}1,,3`.replace(",,", ",.,"),
    "#play=committee:toString:x",
    `x${hand}abc`,
  ]) {
    assert.equal(unpacked("committee", FIELDS, hash), null, hash);
  }
});

test("numbers out of range are held to it, and weeks are whole", () => {
  const deal = unpacked("committee", FIELDS, "#play=committee:free:x:99,0.3,6.6");
  assert.deepEqual(deal?.numbers, [1, 0.3, 7]);
  assert.equal(clamped(FIELDS, [0.1, Number.NaN, 3]), null);
  assert.equal(clamped(FIELDS, [0.1, "0.2", 3]), null);
});

test("what was kept is a deal or nothing", () => {
  for (const raw of [null, [], "hand", { level: "hand" }, { level: "free", seed: "x" }]) {
    assert.equal(sound(raw, FIELDS), null);
  }
});

test("fields read and write a game's numbers and leave its own as they were", () => {
  const before = JSON.stringify(RULES);
  assert.deepEqual(numbersOf(FIELDS, RULES), [0.6, 0.12, 10]);
  const rules = withNumbers(RULES, FIELDS, [0.5, 0.2, 4]);
  assert.deepEqual([rules.agree, rules.fade, rules.weeks], [[0.9, 0.5, 0.35, 0.3], 0.2, 4]);
  assert.equal(JSON.stringify(RULES), before);
});

test("the printed table is a game, and says which rule loses least", () => {
  const game = committee();
  const lost = losses(game);
  assert.equal(lost["Weakest link"].toFixed(2), "0.38");
  const found = isGame(game, []);
  assert.equal(found.rule, "One week ahead");
  assert.ok(found.game && found.loss > 0.13 && found.loss < 0.14);
  assert.equal(isGame(game, ["One week ahead"]).rule, "Weakest link");
});

test("where a yes keeps, a rule of thumb is nearly the best, and nothing is no game", () => {
  assert.equal(isGame(committee({ ...RULES, fade: 0 }), []).game, false);
  assert.equal(isGame(committee({ ...RULES, value: 0 }), []).rule, "");
});
