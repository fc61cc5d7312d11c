// A conversation. It grades itself when it has ended, and starts again on request. Until
// it has ended this tab keeps it, so that a reload cuts nobody short. Then what each line
// cost or earned stands beside it.

import { shuffled } from "../../js/chance.js";
import { button, h } from "../../js/elements.js";
import { rich } from "../../js/rich.js";
import { dateText } from "../../js/time.js";
import { fill } from "../../js/words.js";
import { drawFace, mouthOf } from "../../pictures/face.js";
import { badge } from "../badge.js";
import { lines, stepAfter } from "../talk.js";

const faceOf = (mood) => {
  const node = drawFace(h("path", { class: "sc-mouth", d: mouthOf(mood / 2 - 0.25) }));
  node.classList.add(`sc-mood-${mood}`);
  return node;
};

const heard = ({ html, who, moods }, className = "sc-them") => {
  const words = h("div", { class: className, tabindex: -1 }, ...rich("div", "", html).childNodes);
  const node = h("div", { class: "sc-turn" }, who >= 0 && faceOf(moods[who]), words);
  return { node, words };
};

// What a reply cost or earned, and why: beside it, once the conversation has ended.
function note({ name, at }, face, labels) {
  const [, points] = face.key.steps[name][at];
  const best = Math.max(...face.key.steps[name].map((one) => one[1]));
  const state = points < 0 ? "wrong" : points >= best ? "right" : points > 0 ? "partly" : "open";
  const earned = points > 0 ? `+${points}` : `${points}`.replace("-", "\u2212");
  const sign = badge(state, fill(labels.earned, { x: earned }));
  return h("div", { class: "sc-why" }, sign, rich("div", "", face.steps[name].choices[at].why));
}

// Everybody as they now feel, and the day.
function scene({ moods, when }, { people, until }, labels) {
  const day = (at) => (typeof at === "number" ? dateText(at, labels.locale) : at);
  const left = typeof when === "number" && typeof until === "number" ? until - when : -1;
  const rest = left < 1 ? "" : fill(left === 1 ? labels.dayLeft : labels.daysLeft, { n: left });
  const person = (name, at) =>
    h(
      "li",
      {},
      faceOf(moods[at]),
      h("span", {}, name, h("span", { class: "sc-hear" }, `: ${labels[`mood${moods[at]}`]}`)),
    );
  if (!people.length && when === "") return "";
  return h(
    "div",
    { class: "sc-scene" },
    people.length > 0 && h("ul", {}, ...people.map(person)),
    h("p", {}, h("strong", {}, day(when)), rest && " \u00b7 ", fill(rest, { day: day(until) })),
  );
}

export function scenario(face, { labels, check, changed, seed }) {
  const talk = h("div", { class: "sc-talk" });
  let path = [];
  let last;
  const step = () => stepAfter(face.key, path);

  function replies(name) {
    const { choices } = face.steps[name];
    return shuffled(choices, `${seed} ${name}`).map((at) => {
      const say = rich("button", "sc-button sc-say", choices[at].html);
      say.type = "button";
      say.addEventListener("click", () => name === step() && go([...path, at]));
      return say;
    });
  }
  function draw(told) {
    const name = step();
    const { choices, title } = face.steps[name];
    const said = lines(face, face.key, path);
    const now = said.pop();
    const line = (one) => {
      if (!one.name) return heard(one).node;
      const own = h("div", { class: "sc-turn sc-own" }, rich("div", "sc-you", one.html));
      if (told) own.append(note(one, face, labels));
      return own;
    };
    const { node, words } = heard(now, choices.length ? "sc-them" : "sc-heard");
    const turn = h("p", { class: "sc-note" }, fill(labels.turn, { n: path.length + 1 }));
    const ending = h("p", { class: "sc-ending" }, title);
    const around = scene(now, face, labels);
    last = words;
    talk.classList.toggle("sc-told", told);
    talk.replaceChildren(
      ...said.map(line),
      ...(choices.length
        ? [around, node, turn, ...replies(name)]
        : [h("div", { class: "sc-ended" }, ending, words, around), again()]),
    );
  }
  const again = () => button(labels.talkAgain, () => go([]));
  function go(next) {
    path = next;
    changed();
    draw(false);
    if (!face.key.steps[step()].length) check();
    last.focus();
  }
  function write(answer) {
    path = answer || [];
    draw(false);
  }

  draw(false);
  return {
    node: talk,
    read: () => path,
    write,
    show: () => draw(true),
    clear() {},
    auto: true,
  };
}
