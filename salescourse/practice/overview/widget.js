// Draws what a learner has done. With a kernel the events come from Python and go back
// to it; without one they live in this browser.

import { button, h } from "../js/elements.js";
import { byTime, isLater, uuid } from "../js/events.js";
import { eraseAll, openStore } from "../js/store.js";
import { dayOf, offsetHere } from "../js/time.js";
import { fill } from "../js/words.js";
import { look } from "./look.js";
import { bring, download, lastExport, noteExport, shouldRemind } from "./moving.js";
import { count, makePicture, soft } from "./picture.js";

// Where a file is chosen, or its text pasted.
function makeForm(labels, said, save, read) {
  const file = h("input", {
    type: "file",
    accept: ".json,application/json",
    class: "sc-o-file",
    async onchange() {
      if (file.files[0]) read(await file.files[0].text());
      file.value = "";
    },
  });
  const area = h("textarea", { rows: 4, id: `sc-o-${uuid()}`, spellcheck: "false" });
  const act = (text, onclick) => button(text, onclick, "sc-o-button");
  const choose = h("label", { class: "sc-o-button" }, labels.import, file);
  return h(
    "div",
    { class: "sc-o-move" },
    soft(labels.move),
    h("div", { class: "sc-o-actions" }, act(labels.export, save), choose),
    h(
      "details",
      {},
      h("summary", {}, labels.paste),
      h("label", { for: area.id }, labels.paste_label),
      area,
      act(labels.paste_do, () => read(area.value)),
    ),
    said,
  );
}

// "Erase everything", which asks first and says what would go.
function makeErasing(labels, done) {
  const act = (text, onclick) => button(text, onclick, "sc-o-button");
  const ask = act(labels.erase, () => show(true));
  const no = act(labels.erase_no, () => show(false));
  const sure = h(
    "div",
    { class: "sc-o-actions", hidden: true },
    soft(labels.erase_sure),
    act(labels.erase_yes, () => {
      eraseAll();
      show(false);
      done();
    }),
    no,
  );
  function show(asked) {
    sure.hidden = !asked;
    ask.hidden = asked;
    (asked ? no : ask).focus();
  }
  return h("div", { class: "sc-o-erase" }, ask, sure);
}

// What counts here, and what is kept for a later version of the course; oldest first.
function kept(store) {
  const all = store.all();
  return { events: all.filter((event) => !isLater(event)), later: all.filter(isLater) };
}

// What the learner should know of how this is kept.
function warning(model, store) {
  const labels = model.get("labels");
  if (model.get("kernel")) return model.get("notice");
  const { events, later } = kept(store);
  const remind = shouldRemind([...events, ...later]) && labels.remind;
  const words = [labels[store.trouble()] ?? remind, later.length && labels.later];
  return words.filter(Boolean).join(" ");
}

function chaptersNow(model, store) {
  const labels = model.get("labels");
  const offset = offsetHere();
  const now = { today: dayOf(Date.now(), offset), offset, kernel: model.get("kernel") };
  const nameOf = (kind, n) => fill(labels[kind], { n });
  return look(model.get("chapters"), kept(store).events, now, nameOf);
}

function render({ model, el }) {
  const labels = model.get("labels");
  const kernel = model.get("kernel");
  const store = openStore(model);
  const opened = new Set();
  const picture = h("div");
  const notice = h("p", { class: "sc-o-notice", role: "status", hidden: true });
  const said = h("p", { class: "sc-o-said", role: "status" });
  let awaited = null;

  const everything = () => store.all().sort(byTime);
  const tell = (...sentences) => {
    said.textContent = sentences.filter(Boolean).join(" ");
  };
  function draw() {
    picture.replaceChildren(...makePicture(model, chaptersNow(model, store), opened));
    warn();
  }
  function warn() {
    notice.textContent = warning(model, store);
    notice.hidden = !notice.textContent;
  }
  function save() {
    const list = everything();
    const at = download(list);
    if (!kernel) noteExport(list.length, at);
    tell(count(labels, "exported", list.length));
    warn();
  }
  function read(text) {
    const { why, fresh, result } = bring(text, everything(), labels);
    if (why) return tell(labels[why]);
    const waits = kernel && fresh.length > 0;
    if (waits) {
      awaited = { ids: fresh.map((event) => event.id), result };
      tell(labels.saving);
    }
    store.add(fresh);
    if (!waits) tell(result, !fresh.every((event) => store.saved(event.id)) && labels.not_kept);
    const { n = 0, at } = lastExport();
    if (!kernel) noteExport(n + fresh.length, at); // it came from a file
    return draw();
  }
  function answered() {
    const stored = new Set(model.get("stored"));
    const problem = model.get("notice");
    if (awaited && (problem || awaited.ids.every((id) => stored.has(id)))) {
      tell(awaited.result, problem);
      awaited = null;
    }
    draw();
  }

  el.replaceChildren(
    h(
      "section",
      { class: "sc-overview", "aria-label": labels.name },
      notice,
      picture,
      makeForm(labels, said, save, read),
      !kernel && makeErasing(labels, () => tell(labels.erased)),
    ),
  );
  draw();
  const leave = store.follow(answered);
  addEventListener("pageshow", draw);
  return () => {
    leave();
    removeEventListener("pageshow", draw);
  };
}

export default { render };
