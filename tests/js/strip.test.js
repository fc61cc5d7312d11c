// Which question is shown, and which comes next.

import assert from "node:assert/strict";
import { test } from "node:test";

import { after, along, counted, unfinished } from "../../salescourse/practice/questions/strip.js";

test("arrows move along the strip and stop at its ends", () => {
  const from = (key, at) => along(key, at, 3);
  assert.deepEqual(
    ["ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown", "Home", "End"].map((key) => from(key, 1)),
    [0, 0, 2, 2, 0, 2],
  );
  assert.equal(from("ArrowLeft", 0), 0);
  assert.equal(from("ArrowRight", 2), 2);
  assert.equal(from("Enter", 1), undefined);
});

test("a reload comes to the first open question, then to the first that is not right", () => {
  assert.equal(unfinished(["right", "wrong", "open", "open"]), 2);
  assert.equal(unfinished(["right", "kept", "partly", "wrong"]), 2);
  assert.equal(unfinished(["right", "kept"]), -1);
});

test("next is the one after, and from the last one what is unfinished", () => {
  assert.equal(after(["right", "right", "open"], 0), 1);
  assert.equal(after(["wrong", "open", "right"], 2), 1);
  assert.equal(after(["wrong", "right", "right"], 2), 0);
  // Its own question is no way on.
  assert.equal(after(["right", "kept", "wrong"], 2), -1);
});

test("what was written freely is done, what is partly right is not", () => {
  assert.deepEqual(counted(["right", "kept", "partly", "wrong", "open"]), {
    done: 2,
    open: 1,
    of: 5,
  });
});
