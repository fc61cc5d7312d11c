// When does an answered question come back?
//
// Five Leitner boxes. A question enters the first when it is first answered, and comes
// back after 1 day; answered right on or after the day it is due, it moves one box on and
// comes back after 3, 7, 21 and 60 days; a mistake, at any time, puts it back into the
// first.
//
// 1. Only a wholly right answer is right; a partly right one is a mistake.
// 2. A right answer before the question is due changes nothing: answering twice in one
//    evening shows that one remembers the evening.
// 3. Days are the learner's own calendar days, so that what was answered on Monday at
//    eight in the evening is due on Tuesday at breakfast.
// 4. Starting over takes a question out of its box. Answers without a score (a
//    reflection) put it into none.
//
// Leitner (1972), So lernt man lernen. Python puts this text behind events.js, in front
// of the widgets that use it; a file of cases holds it.
const BOX_DAYS = [1, 3, 7, 21, 60];
const DAY_MS = 864e5;

// A day is a whole number, counted where the learner is: `offset` is in minutes.
const dayOf = (at, offset) => Math.floor((+new Date(at) + offset * 6e4) / DAY_MS);

// Events of each item since its last reset, oldest first.
const sinceReset = (events) => {
  const byItem = new Map();
  for (const event of [...events].sort(byTime)) {
    if (event.kind === "reset" || !byItem.has(event.item)) byItem.set(event.item, []);
    if (event.kind !== "reset") byItem.get(event.item).push(event);
  }
  return byItem;
};

// Map from item to {box, due}.
const boxes = (events, offset) => {
  const places = new Map();
  for (const [item, history] of sinceReset(events))
    for (const { kind, score, at } of history) {
      if (kind !== "attempt" || score == null) continue;
      const [place, day, right] = [places.get(item), dayOf(at, offset), score >= 1];
      if (place && right && day < place.due) continue;
      const box = place && right ? Math.min(place.box + 1, 5) : 1;
      places.set(item, { box, due: day + BOX_DAYS[box - 1] });
    }
  return places;
};

// What is due, longest overdue first, then the lowest box.
const dueItems = (places, today) =>
  [...places]
    .filter(([, place]) => place.due <= today)
    .sort(([, a], [, b]) => a.due - b.due || a.box - b.box)
    .map(([item]) => item);
