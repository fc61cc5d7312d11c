// The quiz in a page and in a notebook: one module, no dependency, no build step.
//
// Python sends items as plain data with safe HTML, and all words in `labels`. What a
// learner does is an append-only list of events: in a notebook they go to Python
// through the trait `events`, in a page they stay in this browser. Everything that is
// shown follows from the events, so a reload, a second tab or "start over" is the
// same step: read the events again.

/* ---------- Grading: js/numbers.js reads what is typed. ---------- */

const byScore = (score, marks = []) => ({
  state: score >= 1 ? "right" : score > 0 ? "partly" : "wrong",
  score,
  marks,
});
const UNANSWERED = { state: "unanswered" };
const inside = (value, { low, high }) => {
  const slop = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  return low - slop <= value && value <= high + slop;
};
const places = (answer, below) =>
  Array.isArray(answer) &&
  answer.every((at) => Number.isInteger(at) && at >= 0 && at < below) &&
  new Set(answer).size === answer.length;

const GRADERS = {
  choice(key, answer) {
    if (!places(answer, key.count) || !answer.length) return UNANSWERED;
    if (answer.length > 1 && !key.many) return UNANSWERED;
    const hits = answer.filter((at) => key.right.includes(at)).length;
    const marks = Array.from(
      { length: key.count },
      (_, at) => answer.includes(at) === key.right.includes(at),
    );
    return byScore(Math.max(0, hits - (answer.length - hits)) / key.right.length, marks);
  },

  numeric(key, answer) {
    const typed = typeof answer === "string" ? answer : "";
    const { value, high, digits, why } = readNumber(typed, key);
    if (why) return why === "empty" ? UNANSWERED : { state: "unread", why };
    const right = { state: "right", score: 1, value };
    const wrong = { state: "wrong", score: 0, value };
    if (inside(value, key) && inside(high, key)) return right;
    if (high > value) {
      if (value <= key.high && high >= key.low) return { state: "unread", why: "range", value };
      return wrong;
    }
    if (digits < key.digits && key.answer !== 0 && coarse(value, key.answer, digits)) {
      return { state: "unread", why: "digits", value };
    }
    const says = key.near.findIndex((near) => inside(value, near));
    return says < 0 ? wrong : { ...wrong, says };
  },

  text(key, answer) {
    const text = typeof answer === "string" ? foldText(answer.slice(0, 200)) : "";
    if (!text) return UNANSWERED;
    const fits = ({ accept, patterns }) =>
      accept.includes(text.replaceAll(" ", "")) ||
      patterns.some((pattern) => new RegExp(`^(?:${pattern})$`, "u").test(text));
    if (fits(key)) return { state: "right", score: 1 };
    const says = key.near.findIndex(fits);
    return { state: "wrong", score: 0, says: says < 0 ? null : says };
  },

  order(key, answer) {
    if (!places(answer, key.count) || answer.length !== key.count) return UNANSWERED;
    let right = 0;
    let pairs = 0;
    answer.forEach((one, at) => {
      for (const two of answer.slice(at + 1)) {
        pairs++;
        if (one < two) right++;
      }
    });
    return byScore(Math.max(0, 2 * right - pairs) / pairs, answer.map((step, at) => step === at));
  },

  match(key, answer) {
    const whole = (at) => Number.isInteger(at) && at >= 0 && at < key.count;
    if (!Array.isArray(answer) || answer.length !== key.right.length || !answer.every(whole)) {
      return UNANSWERED;
    }
    const marks = answer.map((partner, at) => partner === key.right[at]);
    return byScore(marks.filter(Boolean).length / marks.length, marks);
  },

  scenario(key, answer) {
    if (!Array.isArray(answer)) return UNANSWERED;
    let step = key.start;
    let points = 0;
    for (const at of answer) {
      const choice = Number.isInteger(at) ? key.steps[step][at] : null;
      if (!choice) return UNANSWERED;
      step = choice[0];
      points += choice[1];
    }
    return key.steps[step].length ? UNANSWERED : byScore(Math.max(0, points) / key.best);
  },

  reflect(key, answer) {
    return typeof answer === "string" && answer.trim() ? { state: "kept" } : UNANSWERED;
  },
};

function coarse(value, answer, digits) {
  const step = 10 ** (Math.floor(Math.log10(Math.abs(answer)) + 1e-9) - digits + 1);
  return Math.abs(value - answer) <= 0.5 * step * (1 + 1e-9);
}

function foldText(text) {
  return text
    .replace(INVISIBLE, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[-_/\u2010-\u2015\u2212]/g, " ")
    .replace(/[\t-\r \u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000\ufeff]+/g, " ")
    .replace(/^[ .,;:!?"'()\u00ab\u00bb\u2018-\u201f]+|[ .,;:!?"'()\u00ab\u00bb\u2018-\u201f]+$/g, "");
}

export function grade(key, answer) {
  const found = Object.hasOwn(GRADERS, key.type) ? GRADERS[key.type](key, answer) : UNANSWERED;
  return { score: null, says: null, why: "", value: null, marks: [], ...found };
}

/* ---------- Small tools ---------- */

function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  // A long touch in a text is for the system's menu, not for JupyterLab's.
  if (/textarea|text$/.test(tag + properties.type)) node.addEventListener("contextmenu", (press) => press.stopPropagation());
  // JupyterLab would take arrows and letters that are pressed here for its commands.
  if (/button|select|radio|checkbox/.test(tag + properties.type)) node.dataset.lmSuppressShortcuts = "";
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

// The one place where text becomes HTML: only what Python rendered comes here.
function rich(tag, className, html) {
  const node = h(tag, { class: className });
  node.innerHTML = html || "";
  return node;
}

const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
const SIGNS = { right: "✓", wrong: "✗", partly: "◐", kept: "✓", open: "" };

function badge(state, text) {
  return h("strong", { class: `sc-badge sc-is-${state}` },
    h("span", { "aria-hidden": "true" }, SIGNS[state] || "–"), ` ${text}`);
}

// Different numbers for different learners, the same ones for the same learner.
function draw(seed) {
  let state = 2166136261;
  for (const sign of seed) state = Math.imul(state ^ sign.codePointAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled(options, seed) {
  const random = draw(seed);
  const free = options.map((_, at) => at).filter((at) => !options[at].fixed);
  const mixed = [...free];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other], mixed[at]];
  }
  return options.map((option, at) => (option.fixed ? at : mixed.shift()));
}

/* ---------- The learner's events ---------- */

// By this a learner's numbers and shuffles stay the same in this browser.
function learnerSeed() {
  try {
    if (!localStorage.getItem("salescourse-learner")) localStorage.setItem("salescourse-learner", uuid());
    return localStorage.getItem("salescourse-learner");
  } catch {
    return uuid();
  }
}

// What counts of an item's events: those after the last reset, and of attempts those
// at the question as it now stands.
function standing(item, log) {
  const resets = log.filter((event) => event.kind === "reset").length;
  const last = log.map((event) => event.kind).lastIndexOf("reset");
  const since = log.slice(last + 1);
  const all = since.filter((event) => event.kind === "attempt");
  const attempts = all.filter((event) => item.hashes.includes(event.hash));
  const hints = since.filter((event) => event.kind === "hint");
  const best = Math.max(0, ...attempts.map((event) => event.score ?? 0));
  return {
    resets,
    attempts,
    best,
    last: attempts.at(-1),
    changed: all.length > 0 && attempts.length === 0,
    hints: hints.filter((event) => event.answer !== "explanation").length,
    explained: hints.some((event) => event.answer === "explanation"),
  };
}

/* ---------- The parts that differ between types ----------
   make(face, context) returns { node, read, write, show, clear }: the controls, the
   answer in them, an answer put into them, a grade shown at them and taken away. */

const PARTS = {
  choice(face, { name, labels, order, changed }) {
    const many = face.key.many;
    const rows = order.map((at) => {
      const said = h("div", { class: "sc-said", id: `${name}-f${at}`, "aria-live": "polite" });
      const input = h("input", {
        type: many ? "checkbox" : "radio", name, value: at,
        "aria-describedby": said.id, onchange: changed,
      });
      const label = h("label", { class: "sc-option" }, input, rich("span", "", face.options[at].html));
      return { at, input, said, node: h("div", { class: "sc-row" }, label, said) };
    });
    const tell = (row, right, chosen) => {
      const state = right ? "right" : chosen ? "wrong" : "open";
      row.node.classList.add(`sc-is-${state}`);
      const text = { right: chosen ? labels.right : labels.alsoRight, wrong: labels.wrong, open: labels.notThis };
      row.said.replaceChildren(
        badge(state, text[state]),
        rich("div", "", face.options[row.at].feedback),
      );
    };
    return {
      node: h("div", {}, many && h("p", { class: "sc-note" }, labels.many), ...rows.map((row) => row.node)),
      read: () => rows.filter((row) => row.input.checked).map((row) => row.at).sort((a, b) => a - b),
      write: (answer) => {
        for (const row of rows) row.input.checked = (answer || []).includes(row.at);
      },
      show: (grade, all) => {
        for (const row of rows) {
          if (all || row.input.checked) tell(row, face.key.right.includes(row.at), row.input.checked);
        }
      },
      clear: () => wipe(rows),
      others: true,
      silent: !many,
    };
  },

  numeric(face, context) {
    return typed(face, context, face.unit);
  },

  text(face, context) {
    return typed(face, context);
  },

  order(face, { labels, order, changed }) {
    const start = order.every((step, at) => step === at) ? [...order.slice(1), order[0]] : order;
    const told = h("p", { class: "sc-note", "aria-live": "polite" }, labels.orderHow);
    const list = h("ol", { class: "sc-order" });
    let carried = null;
    const rows = face.options.map(({ html, text }, at) => {
      const said = h("div", { class: "sc-said", "aria-live": "polite" });
      const move = (by, sign, label) =>
        h("button", {
          type: "button", class: "sc-button", "aria-label": fill(label, { x: text }),
          onclick: (click) => shift(row, by, click.currentTarget),
        }, sign);
      const node = h("li", {
        class: "sc-row", draggable: "true",
        ondragstart: () => (carried = row),
        ondragover: (drag) => carried && drag.preventDefault(),
        ondrop: (drop) => (drop.preventDefault(), carried && put(carried, place(row))),
        ondragend: () => (carried = null),
      },
      h("div", { class: "sc-step" }, rich("div", "sc-grow", html),
        move(-1, "\u2191", labels.up), move(1, "\u2193", labels.down)), said);
      const row = { at, text, said, node };
      return row;
    });
    let now = start.map((at) => rows[at]);
    const place = (row) => now.indexOf(row);
    function put(row, to) {
      now = now.filter((other) => other !== row);
      now.splice(to, 0, row);
      list.replaceChildren(...now.map(({ node }) => node));
      changed();
      told.textContent = fill(labels.moved, { x: row.text, n: to + 1, of: now.length });
    }
    function shift(row, by, button) {
      const to = place(row) + by;
      if (to < 0 || to >= now.length) return;
      put(row, to);
      button.focus();
    }
    const write = (answer) => {
      now = (answer || start).map((at) => rows[at]);
      list.replaceChildren(...now.map(({ node }) => node));
    };
    write();
    return {
      node: h("div", {}, told, list),
      read: () => now.map(({ at }) => at),
      write,
      show({ marks }, all) {
        now.forEach((row, at) => {
          const state = marks[at] ? "right" : "wrong";
          row.node.classList.add(`sc-is-${state}`);
          const text = marks[at] ? labels.right : all ? fill(labels.belongs, { n: row.at + 1 }) : labels.elsewhere;
          row.said.replaceChildren(badge(state, text),
            marks[at] || all ? rich("div", "", face.options[row.at].feedback) : "");
        });
      },
      clear: () => wipe(rows),
      others: true,
    };
  },

  match(face, { name, labels, order, changed }) {
    const letter = (place) => String.fromCharCode(65 + place);
    let carried = null;
    const chips = h("ul", { class: "sc-chips" }, ...order.map((at, place) =>
      h("li", { draggable: "true", ondragstart: () => (carried = at), ondragend: () => (carried = null) },
        h("strong", {}, letter(place)), " ", rich("span", "", face.options[at].html))));
    const rows = face.rows.map((given, number) => {
      const said = h("div", { class: "sc-said", id: `${name}-f${number}`, "aria-live": "polite" });
      const select = h("select", {
        class: "sc-select", "aria-label": fill(labels.partner, { x: given.text }),
        "aria-describedby": said.id, onchange: changed,
      },
      h("option", { value: "" }, labels.choose),
      ...order.map((at, place) =>
        h("option", { value: at }, `${letter(place)} \u00b7 ${face.options[at].text}`)));
      const node = h("div", {
        class: "sc-row",
        ondragover: (drag) => carried !== null && drag.preventDefault(),
        ondrop: (drop) => {
          drop.preventDefault();
          if (carried === null) return;
          select.value = carried;
          changed();
        },
      }, h("div", { class: "sc-step" }, rich("div", "sc-grow", given.html), select), said);
      return { node, said, select };
    });
    return {
      node: h("div", {}, h("p", { class: "sc-note" }, labels.matchHow), chips, ...rows.map(({ node }) => node)),
      read: () => rows.map(({ select }) => (select.value ? Number(select.value) : null)),
      write: (answer) => rows.forEach(({ select }, at) => (select.value = answer?.[at] ?? "")),
      show({ marks }, all) {
        rows.forEach(({ node, said }, at) => {
          const state = marks[at] ? "right" : "wrong";
          node.classList.add(`sc-is-${state}`);
          const partner = letter(order.indexOf(face.key.right[at]));
          said.replaceChildren(
            badge(state, marks[at] ? labels.right : all ? fill(labels.itIs, { x: partner }) : labels.wrong),
            marks[at] || all ? rich("div", "", face.rows[at].feedback) : "");
        });
      },
      clear: () => wipe(rows),
      others: true,
    };
  },

  // A conversation grades itself when it has ended, and starts again on request. Until
  // it has ended this tab keeps it, so that a reload cuts nobody short.
  scenario(face, { labels, check, changed, seed, draft }) {
    const talk = h("div", { class: "sc-talk" });
    const review = h("ol", { class: "sc-review" });
    let path = [];
    function step() {
      let name = face.key.start;
      for (const at of path) name = face.key.steps[name][at][0];
      return name;
    }
    const heard = (html) => {
      const node = rich("div", "sc-them", html);
      node.tabIndex = -1;
      node.dataset.lmSuppressShortcuts = "";
      return node;
    };
    function draw() {
      talk.replaceChildren();
      review.replaceChildren();
      let name = face.key.start;
      for (const at of path) {
        const { html, reply } = face.steps[name].choices[at];
        talk.append(heard(face.steps[name].html), rich("div", "sc-you", html));
        if (reply) talk.append(heard(reply));
        name = face.key.steps[name][at][0];
      }
      const { html, choices, title } = face.steps[name];
      if (title) talk.append(h("p", { class: "sc-ending" }, title));
      const last = heard(html);
      talk.append(last);
      if (choices.length) {
        talk.append(h("p", { class: "sc-note" }, fill(labels.turn, { n: path.length + 1 })),
          ...shuffled(choices, `${seed} ${name}`).map((at) => {
            const button = rich("button", "sc-button sc-say", choices[at].html);
            button.type = "button";
            button.addEventListener("click", () => name === step() && say(at));
            return button;
          }));
      } else {
        talk.append(h("button", { type: "button", class: "sc-button", onclick: () => go([]) }, labels.talkAgain));
      }
      return last;
    }
    function go(next) {
      path = next;
      const ended = !face.key.steps[step()].length;
      draft.keep(ended ? [] : path);
      changed();
      draw().focus();
      if (ended) check();
    }
    const say = (at) => go([...path, at]);
    draw();
    return {
      node: h("div", {}, talk, review),
      read: () => path,
      write: (answer) => {
        path = answer || [];
        if (!answer) draft.keep([]);
        draw();
      },
      resume(kept) {
        changed();
        try {
          path = kept;
          draw();
        } catch {
          path = [];
          draw();
        }
      },
      show() {
        let name = face.key.start;
        review.replaceChildren(...path.map((at) => {
          const { html, why } = face.steps[name].choices[at];
          const [next, points] = face.key.steps[name][at];
          const best = Math.max(...face.key.steps[name].map((choice) => choice[1]));
          const state = points >= best ? "right" : points > 0 ? "partly" : "wrong";
          name = next;
          return h("li", {}, rich("div", "sc-you", html),
            badge(state, fill(labels.earned, { x: points > 0 ? `+${points}` : `${points}`.replace("-", "\u2212") })),
            rich("div", "", why));
        }));
      },
      clear: () => review.replaceChildren(),
      auto: true,
    };
  },

  reflect(face, { name, labels, changed }) {
    const area = h("textarea", { class: "sc-text", rows: 5, maxlength: 1e5, "aria-label": labels.yourText, oninput: changed });
    return {
      node: area,
      read: () => area.value,
      write: (answer) => (area.value = answer || ""),
      show() {},
      clear() {},
    };
  },
};

function wipe(rows) {
  for (const { node, said } of rows) {
    node.classList.remove("sc-is-right", "sc-is-wrong", "sc-is-open");
    said.replaceChildren();
  }
}

function typed(face, { name, labels, changed, check }, unit) {
  const input = h("input", {
    type: "text", id: `${name}-in`, class: "sc-input", autocomplete: "off", spellcheck: "false",
    maxlength: 200, oninput: changed,
    onkeydown: (key) => key.key === "Enter" && !key.isComposing && (key.preventDefault(), check()),
  });
  return {
    node: h("div", { class: "sc-typed" },
      h("label", { for: `${name}-in` }, labels.yourAnswer), input, unit && h("span", {}, unit)),
    read: () => input.value,
    write: (answer) => (input.value = answer || ""),
    show: ({ state }) => input.classList.add(`sc-is-${state}`),
    clear: () => input.classList.remove("sc-is-right", "sc-is-wrong", "sc-is-partly"),
  };
}

/* ---------- One question ---------- */

function makeCard(item, number, context) {
  const { labels, store, seed: learner, page, refresh, linked } = context;
  const name = `sc-${page}-${number}`;
  const stem = h("div", { class: "sc-stem", id: `${name}-stem` });
  const place = h("div", { class: "sc-parts" });
  const said = h("div", { class: "sc-said sc-verdict", "aria-live": "polite" });
  const hints = h("div", { class: "sc-hints", "aria-live": "polite" });
  const worked = h("div", { class: "sc-worked", "aria-live": "polite" });
  const saved = h("span", { class: "sc-saved", "aria-live": "polite" });
  const note = h("p", { class: "sc-note", hidden: true });
  const button = (text, onclick, className = "") =>
    h("button", { type: "button", class: `sc-button ${className}`, onclick }, text);
  const kept = item.type === "reflect";
  const checkButton = button(kept ? labels.keep : labels.check, check, "sc-first");
  const hintButton = button("", askHint);
  const explainButton = button(labels.explain, explain);
  const title = h("legend", { class: "sc-title", id: `${name}-title` },
    fill(labels.question, { n: number }), " ",
    !kept && h("span", { class: "sc-points" }, fill(item.points === 1 ? labels.point : labels.points, { n: item.points })));
  const node = h("section", { class: "sc-card", id: linked && !document.getElementById(item.id) ? item.id : name },
    h("fieldset", { "aria-labelledby": `${name}-title ${name}-stem` },
      title, stem, note, place, said,
      h("div", { class: "sc-actions" }, checkButton, hintButton, explainButton, saved),
      hints, worked));

  // What is begun, for this tab and this wording only: no answer, so no event.
  const shelf = `salescourse-begun:${item.id}:${item.hash}`;
  const draft = {
    keep(answer) {
      try {
        sessionStorage.setItem(shelf, JSON.stringify(answer));
      } catch { /* Then a reload begins it again. */ }
    },
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(shelf)) || [];
      } catch {
        return [];
      }
    },
  };

  let face = item;
  let part = null;
  let drawn = "";
  let shown = "";

  const history = () => standing(item, store.log(item.id));

  // Put the controls there: once, and again when a reset or an answer from
  // elsewhere means other numbers.
  function build(now) {
    const seed = `${learner} ${item.id} ${now.resets}`;
    const given = now.last?.answer?.variant;
    const at = given ?? Math.floor(draw(`${seed} variant`)() * (item.variants?.length || 1));
    if (drawn === `${seed} ${at}`) return;
    drawn = `${seed} ${at}`;
    shown = "";
    face = item.variants?.[at] ? { ...item, ...item.variants[at], variant: at } : item;
    const options = face.options || [];
    const order = item.shuffle === false ? options.map((_, n) => n) : shuffled(options, seed);
    part = PARTS[item.type](face, { name, labels, order, changed, check, seed, draft });
    stem.innerHTML = face.stem;
    place.replaceChildren(part.node);
    checkButton.hidden = part.auto === true;
  }

  function changed() {
    part.clear();
    said.replaceChildren();
    saved.textContent = "";
  }

  function wrapped(answer) {
    return face.variant === undefined ? answer : { variant: face.variant, value: answer };
  }
  const unwrapped = (answer) => (face.variant === undefined ? answer : answer?.value);

  function check() {
    const answer = part.read();
    const result = grade(face.key, answer);
    const now = history();
    if (shown && now.last?.id === shown && said.hasChildNodes() && same(unwrapped(now.last.answer), answer)) return;
    changed();
    if (result.state === "unanswered" || result.state === "unread") {
      const why = result.why === "unit" && !face.unit ? "unitless" : result.why;
      said.replaceChildren(badge("open", labels.notCounted), " ",
        fill(labels[why || `empty_${item.type}`] || labels.empty, { unit: face.unit }));
      return;
    }
    const done = newEvent("attempt", item.id, item.hash, wrapped(answer), result.score);
    shown = done.id;
    store.add([done]);
    show(result, false);
    refresh();
  }

  function show(result, all) {
    part.show(result, all);
    const main = {
      right: face.feedback, kept: face.sample, partly: face.otherwise,
      wrong: face.says?.[result.says] || face.otherwise,
    }[result.state];
    const read = result.value !== null && fill(labels.readAs, { x: spoken(result.value) });
    const credit = result.state === "partly" &&
      fill(labels.credit, { x: points(result.score * item.points), n: item.points });
    said.replaceChildren(...[
      part.silent ? h("span", { hidden: true }) : badge(result.state, labels[result.state]), " ",
      ...[credit, read].filter(Boolean).map((text) => h("span", { class: "sc-soft" }, text, " ")),
      result.state === "kept" && h("div", { class: "sc-soft" }, labels.sample),
      rich("div", "", main),
    ].filter(Boolean));
    update();
  }

  const points = (value) => new Intl.NumberFormat(labels.locale, { maximumFractionDigits: 2 }).format(value);
  const format = (value) => new Intl.NumberFormat(labels.locale, { maximumSignificantDigits: 6 }).format(value);
  const spoken = (value) =>
    face.key.unit === "percent" ? `${format(value * 100)} %` : format(value);

  function askHint() {
    const count = history().hints;
    if (count >= face.hints.length) return;
    store.add([newEvent("hint", item.id, item.hash, count + 1)]);
    update();
  }

  function explain() {
    store.add([newEvent("hint", item.id, item.hash, "explanation")]);
    update();
  }

  // Bring everything that follows from the events up to date.
  function update() {
    const now = history();
    while (hints.children.length > now.hints) hints.lastChild.remove();
    for (const [at, hint] of face.hints.slice(0, now.hints).entries()) {
      if (at >= hints.children.length) {
        hints.append(h("div", { class: "sc-hint" },
          h("strong", {}, fill(labels.hint, { n: at + 1, of: face.hints.length })), rich("div", "", hint)));
      }
    }
    hintButton.hidden = now.hints >= face.hints.length || now.best >= 1;
    hintButton.textContent = fill(labels.showHint, { n: now.hints + 1, of: face.hints.length });
    const tried = now.attempts.length > 0;
    const open = tried && (now.explained || now.best >= 1);
    explainButton.hidden = !tried || now.explained || !(part.others || (face.explanation && !open));
    explainButton.textContent = now.best >= 1 ? labels.others : labels.explain;
    if (open && face.explanation && !worked.firstChild) {
      worked.append(h("strong", {}, labels.worked), rich("div", "", face.explanation));
    }
    if (!open) worked.replaceChildren();
    if (now.explained && tried && now.last.id === shown) part.show(grade(face.key, unwrapped(now.last.answer)), true);
    note.hidden = !now.changed;
    note.textContent = now.changed ? labels.changed : "";
    saved.textContent = shown && store.saved(shown) ? labels.saved : "";
  }

  function restore() {
    const now = history();
    build(now);
    if (now.last && now.last.id !== shown) {
      const answer = unwrapped(now.last.answer);
      const result = grade(face.key, answer);
      if (result.score !== null || result.state === "kept") {
        part.clear();
        part.write(answer);
        shown = now.last.id;
        show(result, now.explained);
      }
    } else if (!now.last && shown) {
      shown = "";
      part.write(undefined);
      changed();
    }
    update();
  }

  restore();
  if (part.resume && draft.read().length) part.resume(draft.read());
  return {
    node,
    item,
    restore,
    history,
    state() {
      const now = history();
      if (!now.last) return "open";
      const last = now.last.score === null ? "kept" : null;
      return last || (now.best >= 1 ? "right" : now.best > 0 ? "partly" : "wrong");
    },
  };
}

/* ---------- The quiz ---------- */

function render({ model, el }) {
  const labels = model.get("labels");
  const items = model.get("items");
  const store = openStore(model);
  const page = uuid().slice(0, 8); // another view, also of the same quiz, has its own
  const line = h("p", { class: "sc-score", "aria-live": "polite" });
  const dots = h("ol", { class: "sc-dots" });
  const notice = h("p", { class: "sc-notice", role: "status", hidden: true });
  const cards = [];
  // In a page, links lead to a question by its id: to the first, where there are two.
  const context = { labels, store, seed: learnerSeed(), page, refresh, linked: !model.get("kernel") };
  for (const [at, item] of items.entries()) cards.push(makeCard(item, at + 1, context));

  const buttons = cards.map((card, at) => {
    const button = h("button", { type: "button", class: "sc-dot", onclick: () => go(card) });
    dots.append(h("li", {}, button));
    return button;
  });
  function go(card) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.node.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    card.node.querySelector("input, textarea, select, button")?.focus({ preventScroll: true });
  }

  const again = h("button", { type: "button", class: "sc-button", onclick: ask }, labels.startOver);
  const sure = h("div", { class: "sc-sure", hidden: true },
    h("span", {}, labels.sure), " ",
    h("button", { type: "button", class: "sc-button", onclick: startOver }, labels.yes), " ",
    h("button", { type: "button", class: "sc-button", onclick: ask }, labels.no));
  function ask() {
    sure.hidden = !sure.hidden;
    again.hidden = !sure.hidden;
    (sure.hidden ? again : sure.querySelector("button")).focus();
  }
  function startOver() {
    store.add(items.filter((item) => store.log(item.id).length).map((item) => newEvent("reset", item.id, item.hash)));
    ask();
    for (const card of cards) card.restore();
    refresh();
  }

  function refresh() {
    const states = cards.map((card) => card.state());
    const answered = states.filter((state) => state !== "open").length;
    const right = states.filter((state) => state === "right").length;
    const earned = cards.reduce((sum, card) => sum + card.history().best * card.item.points, 0);
    const scored = cards.filter((card) => card.item.type !== "reflect");
    const total = scored.reduce((sum, card) => sum + card.item.points, 0);
    const text = fill(labels.score, {
      answered, right, of: items.length, total,
      points: new Intl.NumberFormat(labels.locale, { maximumFractionDigits: 1 }).format(earned),
    });
    if (line.textContent !== text) line.textContent = text;
    buttons.forEach((button, at) => {
      const state = states[at];
      button.className = `sc-dot sc-is-${state}`;
      button.replaceChildren(`${at + 1}`, h("span", { "aria-hidden": "true" }, SIGNS[state]));
      button.setAttribute("aria-label",
        `${fill(labels.question, { n: at + 1 })}: ${labels[state]}`);
    });
    again.hidden = !sure.hidden || !items.some((item) => store.log(item.id).length);
    const words = model.get("notice") || labels[store.trouble()] || "";
    notice.hidden = !words;
    if (notice.textContent !== words) notice.textContent = words;
  }

  const follow = () => {
    for (const card of cards) card.restore();
    refresh();
  };
  const leave = store.follow(follow);
  refresh();
  el.replaceChildren(
    h("div", { class: "sc-quiz" },
      h("nav", { class: "sc-top", "aria-label": labels.quiz }, line, dots),
      notice,
      ...cards.map((card) => card.node),
      h("div", { class: "sc-end" }, again, sure)));
  // The browser looked for the card that a link names before there was one.
  if (cards.some(({ node }) => node.id === location.hash.slice(1))) location.replace(location.hash);
  return leave;
}

export default { render };
