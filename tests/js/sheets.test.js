// Numbers of a sheet on their way: what fits, what is left of them, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fittingAll,
  packed,
  unpacked,
  whole,
  without,
} from "../../salescourse/practice/sheets/numbers.js";

const spec = {
  name: "decisions",
  title: "",
  fields: [{ name: "fade", label: "", format: "percent", range: [0, 1] }],
  rows: {
    name: "people",
    one: "",
    add: "",
    most: 3,
    columns: [
      { name: "who", label: "", format: "text" },
      { name: "role", label: "", format: "choice", options: { veto: "", vote: "" } },
      { name: "agree", label: "", format: "percent", range: [0, 1] },
      { name: "after", label: "", format: "row" },
    ],
  },
  results: [],
  start: {},
};
const one = (more) => ({ who: "Zoë 🙂", role: "veto", agree: 0.9, after: null, ...more });

test("what was packed comes back, whatever is in a name", () => {
  const numbers = { fade: 0.1, people: [one({}), one({ who: "<img src=x>", after: 0 })] };
  assert.deepEqual(unpacked(spec, `see this: #${packed(spec, numbers)} thanks`), numbers);
});

test("a text of another sheet, cut off or made up holds no numbers", () => {
  const text = packed(spec, { fade: 0.1, people: [one({})] });
  assert.equal(unpacked({ ...spec, name: "map" }, text), null);
  assert.equal(unpacked(spec, text.slice(0, -9)), null);
  assert.equal(unpacked(spec, "salescourse:decisions:%%%"), null);
  assert.equal(unpacked(spec, ""), null);
});

test("what does not fit is left out, and too many rows are cut", () => {
  const odd = one({ who: 7, role: "constructor", agree: 9, after: 8, more: "x" });
  const found = fittingAll(spec, { fade: "all", people: [odd, one({}), one({}), one({})] });
  assert.deepEqual(found.people[0], { who: "", role: "veto", agree: null, after: null });
  assert.equal(found.people.length, 3);
  assert.equal(found.fade, null);
  assert.equal(whole(spec, found), false);
  for (const raw of [null, 7, "x", [], {}, { people: [] }, { people: "x" }]) {
    assert.equal(fittingAll(spec, raw), null);
  }
});

test("whoever came after someone who is gone comes after nobody, and the rest moves up", () => {
  const people = [one({ who: "a" }), one({ who: "b", after: 0 }), one({ who: "c", after: 1 })];
  const left = without(spec, { fade: 0, people }, 0);
  assert.deepEqual(
    left.people.map(({ who, after }) => [who, after]),
    [
      ["b", null],
      ["c", 0],
    ],
  );
});
