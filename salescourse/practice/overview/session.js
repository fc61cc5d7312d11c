// What is due today, or a round that was chosen, asked by the quiz itself. The quiz gets
// a model of its own, which shows it the questions as if they were new and keeps what is
// answered.

import { h } from "../js/elements.js";
import { isLater, standing } from "../js/events.js";
import { boxes, dueItems } from "../js/leitner.js";
import { openStore } from "../js/store.js";
import { dateText, dayOf, offsetHere } from "../js/time.js";
import { fill } from "../js/words.js";
import quiz from "../questions/widget.js";

const MOST = 15;

// The boxes of the items that this session may ask.
function placesOf(store, items) {
  const events = store.all().filter((event) => !isLater(event));
  const all = boxes(events, offsetHere());
  return new Map([...items.keys()].filter((id) => all.has(id)).map((id) => [id, all.get(id)]));
}

// Why nothing is asked today.
function idle(places, trouble, labels) {
  if (trouble === "forgets") return labels.review_forgets;
  if (!places.size) return labels.review_none;
  const next = Math.min(...[...places.values()].map((place) => place.due));
  return fill(labels.review_next, { day: dateText(next, labels.locale, { weekday: "long" }) });
}

// The item, which does not begin with the numbers that were answered last.
const withOtherNumbers = (item, store) => ({
  ...item,
  avoid: standing(store.log(item.id), "attempt")?.answer?.variant,
});

function dueWords({ length }, labels) {
  if (length > MOST) return fill(labels.review_most, { n: MOST, all: length });
  return labels.review_due[length === 1 ? 0 : 1].replace("{}", String(length));
}

// A model for the quiz: new questions, and their answers handed to the store.
function sittingOf(model, store, items, notice) {
  const own = { kernel: true, items, events: [], stored: [], notice: notice() };
  const heard = new Map();
  const change = (name, value) => {
    own[name] = value;
    for (const f of heard.get(`change:${name}`) ?? []) f();
  };
  function follow() {
    change("stored", own.events.map((event) => event.id).filter(store.saved));
    change("notice", notice());
  }
  // "Start over" empties the cards of this sitting and takes nothing out of its box.
  const fresh = () =>
    own.events.filter((event) => event.kind !== "reset" && !own.stored.includes(event.id));
  return {
    follow,
    get: (name) => (name in own ? own[name] : model.get(name)),
    set: (name, value) => (own[name] = value),
    on: (name, f) => heard.set(name, (heard.get(name) ?? new Set()).add(f)),
    off: (name, f) => heard.get(name)?.delete(f),
    save_changes() {
      store.add(fresh());
      follow();
    },
  };
}

function render({ model, el }) {
  const labels = model.get("labels");
  const store = openStore(model);
  const items = new Map(model.get("items").map((item) => [item.id, item]));
  const places = placesOf(store, items);
  const whole = model.get("whole");
  const due = whole ? [...items.keys()] : dueItems(places, dayOf(Date.now(), offsetHere()));
  const notice = () => model.get("notice") || labels[store.trouble()] || "";
  const line = h("p");
  const box = h("div");
  el.replaceChildren(line, box);
  if (!due.length) {
    line.textContent = `${idle(places, store.trouble(), labels)} ${model.get("notice")}`.trim();
    return undefined;
  }
  line.textContent = whole ? fill(labels.review_whole, { n: due.length }) : dueWords(due, labels);
  const shown = due.slice(0, MOST).map((id) => withOtherNumbers(items.get(id), store));
  const sitting = sittingOf(model, store, shown, notice);
  const quit = store.follow(sitting.follow);
  const leave = quiz.render({ model: sitting, el: box });
  return () => {
    quit();
    leave();
  };
}

export default { render };
