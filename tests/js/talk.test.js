// How a conversation stands: moods and days follow what was said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { lines, stepAfter } from "../../salescourse/practice/questions/talk.js";

const reply = (html, more = {}) => ({
  html,
  reply: "",
  who: -1,
  when: "",
  moods: [],
  sway: [],
  ...more,
});
const step = (html, more = {}) => ({ html, who: -1, when: "", moods: [], choices: [], ...more });
const face = {
  people: ["Finance", "IT"],
  steps: {
    a: step("Hello.", {
      who: 1,
      when: 10,
      choices: [
        reply("Kind.", { reply: "Thanks.", who: 1, sway: [[1, 1]] }),
        reply("Rude.", { reply: "Oh.", who: 1, sway: [[1, -1]], when: 12 }),
      ],
    }),
    b: step("Well?", {
      moods: [[0, 0]],
      choices: [reply("Sorry.", { moods: [[0, 2]], sway: [[0, -1]] })],
    }),
    c: step("Bye.", { when: 20 }),
  },
};
const key = {
  start: "a",
  steps: {
    a: [
      ["b", 1],
      ["b", -1],
    ],
    b: [["c", 1]],
    c: [],
  },
};
const told = (path) => lines(face, key, path).map(({ html, moods, when }) => [html, moods, when]);

test("a conversation begins calmly, with its first line", () => {
  assert.deepEqual(told([]), [["Hello.", [2, 2], 10]]);
  assert.equal(stepAfter(key, [1, 0]), "c");
});

test("who answers grows gladder or less glad, and a step may say how somebody feels", () => {
  assert.deepEqual(told([0]), [
    ["Hello.", [2, 2], 10],
    ["Kind.", [2, 2], 10],
    ["Thanks.", [2, 3], 10],
    ["Well?", [0, 3], 10],
  ]);
});

test("a mood that a reply names is the last word, none goes beyond its ends", () => {
  const moods = lines(face, key, [1, 0]).map((line) => line.moods);
  // Less glad than cross there is not: the sway is cut off, then the reply's mood counts.
  assert.deepEqual(moods.at(-1), [2, 1]);
});

test("the date runs on where a reply or a step has one, and stays otherwise", () => {
  assert.deepEqual(
    lines(face, key, [1, 0]).map(({ when }) => when),
    [10, 10, 12, 12, 12, 20],
  );
});

test("what was said by oneself is known by its step and its place there", () => {
  const own = lines(face, key, [1, 0]).filter(({ name }) => name);
  assert.deepEqual(
    own.map(({ name, at }) => [name, at]),
    [
      ["a", 1],
      ["b", 0],
    ],
  );
});
