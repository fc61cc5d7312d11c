// What the book's search finds, and how it shows it.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  around,
  fold,
  hits,
  partsOf,
  pieces,
  sectionOf,
} from "../../salescourse/teach/book/frame/matching.js";

const section = (title, text, kind = "section") =>
  sectionOf(["p.html", "a", title, "On", kind, text]);

test("hyphens, dashes within words and accents make no difference", () => {
  assert.equal(fold("Kaplan\u2011Meier, win\u2013rate, caf\u00e9"), "kaplan-meier, win-rate, cafe");
  const one = section("Curves", "Kaplan\u2013Meier of the win rate, by e-mail");
  const other = section("Words", "the win-rate of an email");
  for (const typed of ["email", "e-mail", "E\u2011Mails", "win rate", "win-rate"])
    assert.deepEqual(hits([one, other], typed).length, 2, typed);
  for (const typed of ["Kaplan-Meier", "kaplan meier", "Kaplan\u2013Meier"])
    assert.deepEqual(hits([one, other], typed), [one], typed);
});

test("what stands in quotation marks is found as it stands", () => {
  const one = section("Deals", "some open deals are censored");
  const other = section("Days", "deals that open today");
  for (const typed of [
    '"open deals"',
    "\u201copen deals\u201d censored",
    '"open deals',
    "(open deals)",
  ])
    assert.ok(hits([one, other], typed).includes(one), typed);
  assert.deepEqual(hits([one, other], '"open deals"'), [one]);
  assert.deepEqual(hits([one, other], '"" ?'), []);
  assert.deepEqual(hits([section("Days", "from 0 to day 90")], "today"), []);
});

test("a sign that means something in a pattern is a sign", () => {
  const one = section("Chance", "a chance of 0.5 (1/2) costs $5+ [a|b]");
  for (const typed of ["0.5", "1/2", "$5", "[a|b]", "(1/2)"])
    assert.deepEqual(hits([one], typed), [one], typed);
  assert.deepEqual(hits([one], "0x5"), []);
});

test("every word must be there, at the beginning of one", () => {
  const one = section("Deals", "open deals are censored");
  const other = section("Ideals", "nothing is open");
  assert.deepEqual(hits([one, other], "open deal"), [one]);
  assert.deepEqual(hits([one, other], "   "), []);
});

test("titles count most, and the glossary more than a mention", () => {
  const mention = section("Elsewhere", "a word about churn");
  const titled = section("Churn", "it says how many leave");
  const known = section("Attrition", "another word for churn", "glossary");
  assert.deepEqual(hits([mention, known, titled], "churn"), [titled, known, mention]);
});

test("what was found is marked where it stands in the text", () => {
  assert.deepEqual(
    pieces("Caf\u00e9 and cafe", partsOf("cafe")).filter((one) => one.found),
    [
      { text: "Caf\u00e9", found: true },
      { text: "cafe", found: true },
    ],
  );
});

test("long texts are cut around what was found", () => {
  const text = `${"word ".repeat(60)}churn ${"word ".repeat(60)}`;
  const cut = around(section("T", text), partsOf("churn"));
  assert.ok(cut.startsWith("\u2026 ") && cut.endsWith(" \u2026") && cut.includes("churn"));
});

test("a chapter is found by the article's words before a section of that name", () => {
  const named = section("Impulse buying", "what it says");
  const row = ["p.html", "", "When, not whether", "Impulse buying", "page", "Impulse buying."];
  const chapter = sectionOf(row);
  assert.deepEqual(hits([named, chapter], "impulse buying"), [chapter, named]);
});
