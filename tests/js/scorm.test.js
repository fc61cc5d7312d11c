// What an LMS keeps of a learner: in 4096 characters, out and back in.

import assert from "node:assert/strict";
import { test } from "node:test";

import { findApi, openLms, timespan } from "../../salescourse/teach/scorm/lms.js";
import {
  LIMIT,
  logs,
  more,
  packed,
  restore,
  tally,
  unpacked,
} from "../../salescourse/teach/scorm/memory.js";
import { reporter, values } from "../../salescourse/teach/scorm/report.js";
import { asStorage, below } from "../../salescourse/teach/scorm/shelf.js";

const ITEMS = Array.from({ length: 140 }, (_, n) => ({
  code: `c${String(n).padStart(3, "0")}`,
  id: `chapter-question-${n}`,
  hashes: [`hash-of-${n}`],
  points: 1 + (n % 3),
}));
let counter = 0;
const event = (item, more = {}) => ({
  id: `event-${String(++counter).padStart(8, "0")}`,
  kind: "attempt",
  item: item.id,
  hash: item.hashes[0],
  at: "2026-06-30T10:00:00.000Z",
  answer: 2,
  score: 1,
  ...more,
});
const put = (kept, events) => {
  for (const one of events) {
    const key = `salescourse:${one.item}`;
    kept.setItem(key, JSON.stringify([...JSON.parse(kept.getItem(key) ?? "[]"), one]));
  }
};
const fake = () => {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, value) {
      kept.set(key, value);
      this[key] = value;
    },
    removeItem(key) {
      kept.delete(key);
      delete this[key];
    },
  };
};

test("every answer of a whole course goes out and comes back in", () => {
  const kept = below(null, "");
  put(
    kept,
    ITEMS.map((item, n) => event(item, { answer: n % 2 ? [0, 2] : "16.8", score: (n % 5) / 4 })),
  );
  const text = packed(ITEMS, logs(kept));
  assert.ok(text.length <= LIMIT, `${text.length}`);
  const other = below(null, "");
  assert.deepEqual(restore(other, ITEMS, unpacked(text)), []);
  assert.deepEqual(tally(ITEMS, logs(other)), tally(ITEMS, logs(kept)));
  const [back] = logs(other).get(ITEMS[7].id);
  assert.deepEqual([back.answer, back.score, back.at.slice(0, 10)], [[0, 2], 0.5, "2026-06-30"]);
});

test("points are those of the best attempt, in percent of all", () => {
  const kept = below(null, "");
  // 1 + 2 + 3 points; the second is half right, the first was right before it was wrong.
  const three = ITEMS.slice(0, 3);
  put(kept, [event(three[0]), event(three[0], { score: 0 }), event(three[1], { score: 0.5 })]);
  assert.deepEqual(tally(three, logs(kept)), { percent: 33.3, done: 2, items: 3 });
  put(kept, [event(three[0], { kind: "reset", score: null, answer: null })]);
  assert.deepEqual(tally(three, logs(kept)), { percent: 16.7, done: 1, items: 3 });
  put(kept, [event(three[2], { hash: "another" })]);
  assert.equal(tally(three, logs(kept)).done, 1);
});

test("where there is no room, sheets go first, then guesses, then long answers", () => {
  const kept = below(null, "");
  put(
    kept,
    ITEMS.map((item) => event(item, { answer: "ü".repeat(40) })),
  );
  put(kept, [
    event({ id: "a-sheet", hashes: ["x"] }, { kind: "numbers", answer: [1, 2], score: null }),
  ]);
  put(kept, [
    event({ id: "a-guess", hashes: ["y"] }, { kind: "prediction", answer: 12, score: null }),
  ]);
  const text = packed(ITEMS, logs(kept));
  assert.ok(text.length <= LIMIT);
  assert.match(text, /^[ -~]*$/);
  const entries = unpacked(text);
  assert.equal(entries.filter((entry) => entry[1] === "a").length, 140);
  assert.equal(entries.filter((entry) => entry[1] === "n").length, 0);
  const other = below(null, "");
  const left = restore(other, ITEMS, entries);
  assert.ok(left.length > 100);
  // Points stay, though there is no answer to show; and they stay the next time.
  assert.equal(tally(ITEMS, more(ITEMS, left, logs(other))).percent, 100);
  const again = unpacked(packed(ITEMS, logs(other), left));
  assert.equal(again.length, entries.length);
});

test("with room, a guess and a sheet come back with the hash they had", () => {
  const kept = below(null, "");
  put(kept, [
    event({ id: "map-scene", hashes: ["y"] }, { kind: "prediction", answer: [12, 3], score: null }),
  ]);
  put(kept, [
    event({ id: "map", hashes: ["z"] }, { kind: "numbers", answer: { a: 1 }, score: null }),
  ]);
  const other = below(null, "");
  assert.deepEqual(restore(other, ITEMS, unpacked(packed(ITEMS, logs(kept)))), []);
  assert.equal(logs(other).get("map-scene")[0].hash, "y");
  assert.deepEqual(logs(other).get("map")[0].answer, { a: 1 });
});

test("what is here already is not brought in twice, and nothing worse", () => {
  const kept = below(null, "");
  put(kept, [event(ITEMS[0])]);
  const text = packed(ITEMS, logs(kept));
  restore(kept, ITEMS, unpacked(text));
  assert.equal(logs(kept).get(ITEMS[0].id).length, 1);
  const worse = [[ITEMS[0].code, "a", 0, 20000, 1]];
  restore(kept, ITEMS, worse);
  assert.equal(logs(kept).get(ITEMS[0].id).length, 1);
});

test("what an LMS gives back may be anything", () => {
  for (const text of [
    "",
    "null",
    "{",
    "[]",
    "[2,[]]",
    '[1,7,[3],["c001","x",1,2,3]]',
    '[1,["c001"]]',
  ]) {
    assert.deepEqual(unpacked(text), []);
  }
  const odd = [
    ["c001", "a", 9e9, 20000, 1],
    ["c001", "a", 50, 1e12, 1],
    ["<b>", "p", null, 1, 1],
  ];
  const kept = below(null, "");
  assert.equal(restore(kept, ITEMS, unpacked(JSON.stringify([1, ...odd]))).length, 2);
  assert.deepEqual(kept.keys(), []);
});

test("two learners of one browser have a storage each", () => {
  const real = fake();
  const one = asStorage(below(real, "scorm:one:"), () => {});
  const other = asStorage(below(real, "scorm:other:"), () => {});
  one.setItem("salescourse:a", "1");
  one.b = "2";
  assert.deepEqual(Object.keys(one), ["salescourse:a", "b"]);
  assert.deepEqual([one.length, one.key(0), "b" in one], [2, "salescourse:a", true]);
  assert.deepEqual(Object.keys(other), []);
  assert.equal(other.getItem("salescourse:a"), null);
  assert.equal(real.getItem("scorm:one:salescourse:a"), "1");
  assert.equal(asStorage(below(real, "scorm:one:"), () => {}).getItem("b"), "2");
  one.removeItem("b");
  one.clear();
  assert.equal(real.kept.size, 0);
});

test("a browser that refuses storage does not stop anything", () => {
  const refuses = {
    getItem: () => null,
    setItem: () => {
      throw new Error("full");
    },
  };
  const storage = asStorage(below(refuses, "x"), () => {});
  storage.setItem("a", "1");
  assert.equal(storage.getItem("a"), "1");
});

test("the API is found above, or in what opened the window", () => {
  const api = {};
  const top = { API: api };
  top.parent = top;
  const middle = { parent: top };
  assert.equal(findApi({ parent: middle }), api);
  const alone = {};
  alone.parent = alone;
  alone.opener = { parent: middle };
  assert.equal(findApi(alone), api);
  const strange = {
    get parent() {
      throw new Error("another host");
    },
  };
  assert.equal(findApi(strange), null);
});

test("time is written as SCORM wants it", () => {
  // 1 h 1 min 1.23 s; and an LMS takes at most 9999 hours.
  assert.equal(timespan(3661230), "0001:01:01.23");
  assert.equal(timespan(0), "0000:00:00.00");
  assert.equal(timespan(36e9 * 10).slice(0, 4), "9999");
});

test("an LMS that throws, refuses or is gone is told again later", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let mood = "refuses";
  const told = [];
  const api = {
    LMSInitialize: () => "true",
    LMSSetValue(name, value) {
      if (mood === "throws") throw new Error("gone");
      if (mood === "well") told.push([name, value]);
      return String(mood === "well");
    },
    LMSCommit: () => String(mood === "well"),
    LMSFinish: () => told.push(["finish"]),
  };
  const lms = openLms(api);
  const said = [];
  const kept = below(null, "");
  const report = reporter(
    lms,
    () => values(ITEMS, kept, [], ""),
    (bad) => said.push(bad),
  );
  report.now();
  mood = "throws";
  t.mock.timers.tick(5000);
  assert.deepEqual([said, told], [[true, true], []]);
  mood = "well";
  t.mock.timers.tick(5000);
  assert.deepEqual(said, [true, true, false]);
  assert.deepEqual(Object.fromEntries(told)["cmi.core.lesson_status"], "incomplete");
  const before = told.length;
  report.end();
  report.end();
  assert.deepEqual(
    told.slice(before).map(([name]) => name),
    ["finish"],
  );
  assert.equal(openLms({}).open(), false);
});

test("who has completed it stays so", () => {
  const kept = below(null, "");
  const [one] = ITEMS;
  assert.equal(values([one], kept, [], "completed")["cmi.core.lesson_status"], "completed");
  assert.equal(values([one], kept, [], "failed")["cmi.core.lesson_status"], "incomplete");
  put(kept, [event(one, { score: 0 })]);
  assert.equal(values([one], kept, [], "incomplete")["cmi.core.lesson_status"], "completed");
});
