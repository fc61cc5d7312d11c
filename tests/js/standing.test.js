// How items stand, by what a learner did.

import assert from "node:assert/strict";
import { test } from "node:test";

import { look, nextItem } from "../../salescourse/practice/overview/look.js";
import { foldText } from "../../salescourse/practice/questions/folding.js";
import { grade } from "../../salescourse/practice/questions/grading.js";
import { standing } from "../../salescourse/practice/questions/standing.js";

let at = 0;
const did = (kind, answer, score = null, hash = "new", item = "a-1") => ({
  id: `${++at}`,
  kind,
  item,
  hash,
  answer,
  score,
  at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
});

test("what was before the last reset does not count", () => {
  const log = [did("attempt", "x", 1), did("hint", 1), did("reset"), did("attempt", "y", 0.5)];
  const now = standing({ hashes: ["new"] }, log);
  assert.deepEqual([now.resets, now.best, now.hints, now.last.answer], [1, 0.5, 0, "y"]);
});

test("an answer to an earlier wording is told, and counts only by its hash", () => {
  const log = [did("attempt", "x", 1, "old")];
  assert.equal(standing({ hashes: ["new"] }, log).changed, true);
  assert.equal(standing({ hashes: ["new", "old"] }, log).best, 1);
});

test("what was begun last and is not finished comes next", () => {
  const item = (id) => ({ id, exercise: false, page: true, short: "", hashes: ["new"] });
  const chapters = [
    { name: "a", items: [item("a-1"), item("a-2")] },
    { name: "b", items: [item("b-1"), item("b-2")] },
  ];
  const events = [did("attempt", 1, 1, "new", "a-1"), did("attempt", 1, 1, "new", "b-1")];
  const now = { today: 0, offset: 0, kernel: false };
  const seen = look(chapters, events, now, (kind, n) => `${kind} ${n}`);
  assert.deepEqual(
    seen.map((chapter) => chapter.done),
    [1, 1],
  );
  assert.equal(nextItem(seen).id, "b-2");
  assert.equal(nextItem(seen).name, "question 2");
});

test("where there is no kernel, nothing counts that only a kernel can check", () => {
  const item = (id, page) => ({ id, exercise: true, page, short: "", hashes: ["new"] });
  const chapters = [{ name: "a", items: [item("a-1", true), item("a-2", false)] }];
  const ids = (kernel) =>
    look(chapters, [], { today: 0, offset: 0, kernel }, (kind, n) => `${kind} ${n}`)
      .flatMap((chapter) => chapter.items)
      .map(({ id }) => id);
  assert.deepEqual(ids(false), ["a-1"]);
  assert.deepEqual(ids(true), ["a-1", "a-2"]);
});

test("words are the same in capitals, with accents and between signs", () => {
  assert.equal(foldText("  \u201cClosed\u00a0Won!\u201d "), "closed won");
  assert.equal(foldText("Entschlu\u0308sse-Netz"), "entschlusse netz");
});

test("half of an order is worth nothing, all of it everything", () => {
  const key = { type: "order", count: 3 };
  assert.equal(grade(key, [0, 1, 2]).score, 1);
  // Of three pairs two are right: (2 * 2 - 3) / 3.
  assert.equal(grade(key, [0, 2, 1]).score, 1 / 3);
  assert.equal(grade(key, [2, 1, 0]).score, 0);
  assert.equal(grade({ type: "unheard-of" }, 1).state, "unanswered");
});
