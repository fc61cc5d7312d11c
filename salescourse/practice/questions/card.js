// One question: its controls, what is said of an answer, hints and the worked answer.
// All that is shown follows from the events, so a reload, a second tab or "start over" is
// the same step: read the events again.

import { shuffled, source } from "../js/chance.js";
import { h } from "../js/elements.js";
import { newEvent } from "../js/events.js";
import { rich } from "../js/rich.js";
import { fill } from "../js/words.js";
import { grade } from "./grading.js";
import { layOut } from "./layout.js";
import { choice } from "./parts/choice.js";
import { match } from "./parts/match.js";
import { order } from "./parts/order.js";
import { scenario } from "./parts/scenario.js";
import { numeric, reflect, text } from "./parts/typed.js";
import { standing } from "./standing.js";
import { uncounted, verdict } from "./verdict.js";

// Each makes { node, read, write, show, clear } of a face: the controls, the answer in
// them, an answer put into them, a grade shown at them and taken away; and some `more`:
// what is said of the parts of an answer, below the buttons.
const PARTS = { choice, numeric, text, order, match, scenario, reflect };

const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

// Which variant a learner gets, not the one to `avoid`, and in which order its options
// stand.
function dealt(item, learner, now) {
  const seed = `${learner} ${item.id} ${now.resets}`;
  const many = item.variants?.length || 1;
  const first = Math.floor(source(`${seed} variant`)() * many);
  const drawn = first === item.avoid ? (first + 1) % many : first;
  const at = now.last?.answer?.variant ?? drawn;
  const face = item.variants?.[at] ? { ...item, ...item.variants[at], variant: at } : item;
  const options = face.options || [];
  const order = item.shuffle === false ? options.map((_, n) => n) : shuffled(options, seed);
  return { key: `${seed} ${at}`, seed, face, order };
}

// Bring hints, buttons and notes up to date with what was done.
function refresh(card, now) {
  const { parts, face, part, labels } = card;
  const { hints, worked } = parts;
  while (hints.children.length > now.hints) hints.lastChild.remove();
  for (const [at, hint] of face.hints.slice(0, now.hints).entries()) {
    if (at < hints.children.length) continue;
    const title = fill(labels.hint, { n: at + 1, of: face.hints.length });
    hints.append(h("div", { class: "sc-hint" }, h("strong", {}, title), rich("div", "", hint)));
  }
  parts.hint.hidden = now.hints >= face.hints.length || now.best >= 1;
  parts.hint.textContent = fill(labels.showHint, { n: now.hints + 1, of: face.hints.length });
  const tried = now.attempts.length > 0;
  const open = tried && (now.explained || now.best >= 1);
  const more = part.others || (face.explanation && !open);
  parts.explain.hidden = !tried || now.explained || !more;
  parts.explain.textContent = now.best >= 1 ? labels.others : labels.explain;
  if (!open) worked.replaceChildren();
  else if (face.explanation && !worked.firstChild) {
    worked.append(h("strong", {}, labels.worked), rich("div", "", face.explanation));
  }
  parts.note.hidden = !now.changed;
  parts.note.textContent = now.changed ? labels.changed : "";
}

function stateOf(now) {
  if (!now.last) return "open";
  if (now.last.score === null) return "kept";
  return now.best >= 1 ? "right" : now.best > 0 ? "partly" : "wrong";
}

// An answer carries its variant, where the item has some.
const unwrapped = ({ face }, answer) => (face.variant === undefined ? answer : answer?.value);
const wrapped = ({ face }, value) =>
  face.variant === undefined ? value : { variant: face.variant, value };

function note({ item, context }, kind, answer, score) {
  const event = newEvent(kind, item.id, item.hash, answer, score);
  context.store.add([event]);
  return event;
}
const history = ({ item, context }) => standing(item, context.store.log(item.id));

// Put the controls there: once, and again when a reset or an answer from elsewhere means
// other numbers.
function build(card, now) {
  const { item, parts, name, labels } = card;
  const { key, seed, face, order: given } = dealt(item, card.context.seed, now);
  if (card.drawn === key) return;
  Object.assign(card, { drawn: key, shown: "", face });
  card.part = PARTS[item.type](face, {
    name,
    labels,
    seed,
    order: given,
    changed: () => changed(card),
    check: () => check(card),
  });
  parts.stem.replaceChildren(...rich("div", "", face.stem).childNodes);
  parts.place.replaceChildren(card.part.node);
  parts.more.replaceChildren(...(card.part.more ? [card.part.more] : []));
  settle(card, false);
}

// Once an answer stands there is nothing to check, but a way on.
function settle(card, settled) {
  const { part, parts } = card;
  const held = document.activeElement === parts.check;
  parts.check.hidden = part.auto === true || settled;
  parts.next.hidden = !settled || card.leads < 0;
  parts.stands.hidden = !settled || !parts.stands.textContent;
  card.settled = settled;
  if (held && settled) (parts.next.hidden ? parts.stands : parts.next).focus();
}

// Take away what was said of an answer.
function wipe(card) {
  card.part.clear();
  card.parts.said.replaceChildren();
  card.parts.saved.textContent = "";
  settle(card, false);
}

function changed(card) {
  wipe(card);
  card.draft.keep(card.part.read());
}

function check(card) {
  const { part, parts, face, item, context, labels } = card;
  const answer = part.read();
  const { last } = history(card);
  const stands = card.shown && last?.id === card.shown && parts.said.hasChildNodes();
  if (stands && same(unwrapped(card, last.answer), answer)) return;
  const result = grade(face.key, answer);
  wipe(card);
  if (result.state === "unanswered" || result.state === "unread") {
    parts.said.replaceChildren(...uncounted(result, face, item.type, labels));
    return;
  }
  card.shown = note(card, "attempt", wrapped(card, answer), result.score).id;
  card.draft.keep([]);
  context.refresh();
  show(card, result, answer, false);
}

function show(card, result, answer, all) {
  card.part.show(result, all);
  card.parts.said.replaceChildren(...verdict(result, answer, card));
  settle(card, card.part.auto === true || result.state === "right" || result.state === "kept");
  update(card);
}

function update(card) {
  const now = history(card);
  refresh(card, now);
  if (now.explained && now.last && now.last.id === card.shown) {
    card.part.show(grade(card.face.key, unwrapped(card, now.last.answer)), true);
  }
  const kept = card.shown && card.context.store.saved(card.shown);
  card.parts.saved.textContent = kept ? card.labels.saved : "";
}

function restore(card) {
  const now = history(card);
  build(card, now);
  if (now.last && now.last.id !== card.shown) {
    const answer = unwrapped(card, now.last.answer);
    const result = grade(card.face.key, answer);
    if (result.score !== null || result.state === "kept") {
      card.part.write(answer);
      card.part.clear();
      card.shown = now.last.id;
      card.draft.keep([]);
      show(card, result, answer, now.explained);
    }
  } else if (!now.last && card.shown) {
    card.shown = "";
    card.part.write(undefined);
    card.draft.keep([]);
    wipe(card);
  }
  update(card);
}

// What was begun in this tab and not handed in.
function resume(card, begun) {
  try {
    wipe(card);
    card.part.write(begun, true);
    card.draft.keep(begun);
  } catch {
    card.part.write(undefined);
  }
}

export function makeCard(item, number, context) {
  const { labels } = context;
  const name = `sc-${context.page}-${number}`;
  const draft = context.drafts.draftOf(item);
  const begun = draft.read();
  const card = {
    item,
    context,
    labels,
    name,
    draft,
    face: item,
    part: null,
    drawn: "",
    shown: "",
    settled: false,
    leads: -1, // the question to which "Next" leads
  };
  function hint() {
    const count = history(card).hints;
    if (count < card.face.hints.length) note(card, "hint", count + 1);
    update(card);
  }
  function explain() {
    note(card, "hint", "explanation");
    update(card);
  }
  const next = () => context.open(card.leads, true);
  const act = { check: () => check(card), next, hint, explain };
  const { parts } = Object.assign(card, { parts: layOut(item, number, name, context, act) });
  restore(card);
  if (begun.length) resume(card, begun);
  return {
    item,
    node: parts.node,
    restore: () => restore(card),
    history: () => history(card),
    state: () => stateOf(history(card)),
    enter: () => parts.group.focus({ preventScroll: true }),
    // Say where "Next" leads, and on the last card where one stands.
    lead(to, stands) {
      card.leads = to;
      parts.next.textContent = fill(to === number ? labels.next : labels.goTo, { n: to + 1 });
      parts.stands.textContent = stands;
      settle(card, card.settled);
    },
  };
}
