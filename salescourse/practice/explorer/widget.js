// An explorer: guess first, then see the model's answer and move it.
// Python worked out every number beforehand; here they are looked up and drawn.
// Text only ever enters the page as text, never as markup.
// Joined with its neighbors by widget.py, in the order numbers, tools, units, chart, widget.

function render({ model, el }) {
  const spec = model.get("spec"), labels = model.get("labels");
  const { x, y, lines, predict, sliders } = spec;
  const units = { x: unitsOf(x, labels), y: unitsOf(y, labels), sliders: sliders.map((s) => unitsOf(s, labels)) };
  const store = openStore(model);
  const uid = `sc-${uuid().slice(0, 8)}`;
  const state = { guesses: predict.map(() => null), revealed: false, at: sliders.map((s) => s.start), points: false, here: null };
  const chart = chartOf(spec, labels, units, state, guessed, uid);
  const paragraph = (style, text) => {
    const node = make("p", { class: style });
    node.textContent = text;
    return node;
  };
  let shown, built, moving;
  const settings = () => sliders.map((s, n) => `${s.label}: ${settingText(n)}`).join(", ");
  const settingText = (n) => sliders[n].texts?.[state.at[n]] ?? units.sliders[n].text(sliders[n].values[state.at[n]]);
  const xPhrase = (i) => units.x.phrase(x.values[i], i);

  // Guessing.
  const complaint = make("p", { class: "sc-complaint", role: "alert", id: `${uid}-complaint` });
  const inputs = predict.map((i, n) => make("input", {
    id: `${uid}-guess-${n}`, type: "text", inputmode: "decimal", autocomplete: "off", placeholder: units.y.hint,
    "aria-describedby": `${uid}-complaint`, oninput: () => typed(n, false), onchange: () => typed(n, true),
    // A long touch in a text is for the system's menu, not for JupyterLab's.
    oncontextmenu: (press) => press.stopPropagation(),
  }));
  const status = make("p", { class: "sc-status", "aria-live": "polite" });
  const show = make("button", { type: "button", class: "sc-button sc-primary", onclick: reveal }, labels.show);
  const guessing = make("div", { class: "sc-guessing" },
    make("fieldset", {}, make("legend", {}, predict.length > 1 ? labels.yourGuesses : labels.yourGuess), paragraph("sc-how", labels.how),
      make("div", { class: "sc-inputs" }, ...predict.map((i, n) =>
        make("label", { for: inputs[n].id }, make("span", {}, xPhrase(i)), inputs[n]))), complaint),
    make("div", { class: "sc-row" }, show, status));

  // After the guess.
  const verdictTitle = make("p", { class: "sc-title", tabindex: "-1" }, labels.verdict);
  const verdictList = make("ul");
  const finding = paragraph("sc-finding", spec.finding);
  const verdict = make("div", { class: "sc-verdict" }, verdictTitle, verdictList, finding);
  const legend = make("p", { class: "sc-title", id: `${uid}-sliders` });
  const knobs = sliders.map((s, n) => make("input", { type: "range", id: `${uid}-slider-${n}`, min: 0, max: s.values.length - 1, step: 1, oninput: (event) => slide(n, +event.target.value) }));
  const outputs = sliders.map((_, n) => make("output", { for: knobs[n].id, "aria-live": "off" }));
  const back = make("button", { type: "button", class: "sc-button", onclick: goBack }, labels.back);
  const seen = make("input", { type: "checkbox", onchange: () => { state.points = seen.checked; chart.draw(); fillTable(); } });
  const pointSwitch = make("label", { class: "sc-switch" }, seen, make("span", {}, fill(labels.showPoints, { points: spec.pointsLabel })));
  const controls = make("fieldset", { class: "sc-sliders", "aria-labelledby": legend.id }, make("div", { class: "sc-heading" }, legend, back),
    make("div", { class: "sc-knobs" }, ...sliders.map((s, n) => make("div", { class: "sc-knob-row" },
      make("label", { for: knobs[n].id }, s.label), outputs[n], knobs[n]))));
  const table = make("table");
  const details = make("details", { class: "sc-table", ontoggle: fillTable }, make("summary", {}, labels.table),
    make("div", { class: "sc-scroll", tabindex: "0", role: "region", "aria-label": labels.table }, table));
  const again = make("button", { type: "button", class: "sc-button", onclick: startOver }, labels.again);
  const note = make("p", { class: "sc-note", "aria-live": "polite" });
  const after = make("div", { class: "sc-row" }, again, note);
  const changed = paragraph("sc-changed", labels.changed);
  const live = make("div", { class: "sc-live", "aria-live": "polite" });

  const root = make("div", { class: "sc-explorer" }, changed,
    make("p", { class: "sc-question", id: `${uid}-question` }, make("span", { class: "sc-kicker" }, labels.guessFirst), make("span", {}, spec.question)),
    make("figure", { "aria-labelledby": `${uid}-question` }, paragraph("sc-axis", units.y.title), chart.key, chart.svg, chart.title),
    guessing, verdict, controls, pointSwitch, details, after, live);
  el.replaceChildren(root);

  // What the learner does.
  function guessed(n, value, fromField = false) {
    state.guesses[n] = value;
    if (!fromField) {
      inputs[n].value = units.y.text(value);
      complain(n, "");
    }
    chart.draw();
    count();
  }
  function typed(n, done) {
    const inRange = (low, high) => low >= y.range[0] && high <= y.range[1];
    const found = readNumber(inputs[n].value, units.y.field, inRange);
    const fits = found.value === found.high && inRange(found.value, found.high);
    guessed(n, fits ? found.value : null, true);
    if (!done) return;
    complain(n, fits ? "" : complaintAbout(inputs[n].value.trim(), found));
    if (!fits) return;
    inputs[n].value = units.y.text(found.value);
    if (found.guess) status.textContent = `${fill(labels.readAs, { n: inputs[n].value })} ${status.textContent}`;
  }
  function complaintAbout(text, { why, value, high }) {
    if (why === "empty") return "";
    const label = why === "number" ? "unreadable" : why ? (units.y.hint ? "otherUnit" : "noUnit") : value < high ? "oneNumber" : "outside";
    const [low, top] = y.range;
    return fill(labels[label], {
      text, unit: units.y.hint, low: units.y.text(low), high: units.y.text(top), example: units.y.text((low + top) / 2),
    });
  }
  function complain(n, text) {
    put(inputs[n], { "aria-invalid": text ? "true" : null });
    complaint.textContent = text;
  }
  function count() {
    const done = state.guesses.filter((guess) => guess !== null).length;
    show.disabled = done < predict.length;
    status.textContent = show.disabled ? fill(labels.placed, { done, all: predict.length }) : labels.ready;
  }
  function reveal() {
    keep("prediction", predict.map((i, n) => [x.values[i], state.guesses[n]]));
    refresh();
    chart.unveil();
    verdictTitle.focus({ preventScroll: true });
    live.textContent = [...verdictList.children].map((item) => item.textContent).join(" ");
  }
  function startOver() {
    keep("reset");
    refresh();
    inputs[0].focus();
  }
  let waiting;
  function slide(n, to) {
    state.at[n] = to;
    settle();
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const ends = [0, x.values.length - 1];
      const [first, last] = ends.map((i) => units.y.spoken(chart.valueAt(0, i)));
      live.textContent = fill(labels.now, { settings: settings(), y: y.label, first, last, x0: xPhrase(ends[0]), x1: xPhrase(ends[1]) });
    }, 500);
  }
  function goBack() {
    state.at = sliders.map((s) => s.start);
    settle();
    knobs[0].focus();
  }

  // What is kept, and the guess that stands: the last one since the last "guess again".
  const keep = (kind, answer) => store.add([newEvent(kind, spec.name, spec.hash, answer)]);
  const last = () => store.log(spec.name).reduce((found, event) =>
    event.kind === "reset" ? null : event.kind === "prediction" ? event : found, null);

  // What the page then shows.
  function settle() {
    sliders.forEach((s, n) => {
      knobs[n].value = state.at[n];
      outputs[n].textContent = settingText(n);
      put(knobs[n], { "aria-valuetext": settingText(n) });
    });
    chart.draw();
    back.hidden = !chart.moved();
    fillTable();
  }
  // The table is built once it is opened; a slider then changes only its numbers.
  function fillTable() {
    if (!details.open || !state.revealed) return table.replaceChildren();
    if (!table.firstChild || built !== state.points) buildTable();
    table.caption.textContent = fill(labels.caption, { y: y.label, settings: settings() });
    for (const { cell, line, i } of moving) cell.textContent = units.y.text(chart.valueAt(line, i));
  }
  function buildTable() {
    const observed = new Map(state.points ? spec.points : []);
    const heads = [x.label, ...lines.map((line) => line.label || labels.model), labels.yourGuess, ...(state.points ? [labels.observed] : [])];
    const xs = [...new Set([...x.values, ...observed.keys()])];
    if (!x.texts) xs.sort((a, b) => a - b);
    moving = [];
    built = state.points;
    const cell = (value) => make("td", {}, value === undefined ? "" : units.y.text(value));
    table.replaceChildren(make("caption"),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...xs.map((value) => {
        const i = x.values.indexOf(value);
        const own = lines.map(() => cell());
        if (i >= 0) own.forEach((node, line) => moving.push({ cell: node, line, i }));
        return make("tr", {}, make("th", { scope: "row" }, x.texts?.[i] ?? units.x.text(value)), ...own,
          cell(state.guesses[predict.indexOf(i)]), ...(state.points ? [cell(observed.get(value))] : []));
      })));
  }
  function judge() {
    verdictList.replaceChildren(...predict.map((i, n) => {
      const said = state.guesses[n], truth = chart.valueAt(0, i, sliders.map((s) => s.start));
      const guess = units.y.text(said), answer = units.y.text(truth);
      // Between the numbers as they are shown, so that whoever subtracts them agrees.
      const off = units.y.off(Math.abs(units.y.round(said) - units.y.round(truth)));
      const which = truth === null ? "gap" : guess === answer ? "right" : said > truth ? "high" : "low";
      return make("li", {}, fill(labels[which], { x: xPhrase(i), guess, model: answer, off }));
    }));
  }
  function tellKept() {
    const saved = model.get("kernel") ? ["unsaved", "saved"] : ["", "kept"];
    const words = [labels[saved[+store.saved(shown)]], labels[store.trouble()], model.get("notice")];
    note.textContent = state.revealed ? words.filter(Boolean).join(" ") : "";
  }
  // Take everything from the store: at first, after each event, and when Python sends more.
  function refresh() {
    const event = last();
    shown = event?.id;
    const found = predict.map((i) => Array.isArray(event?.answer) ? event.answer.find((pair) => pair?.[0] === x.values[i])?.[1] : undefined);
    const whole = spec.hashes.includes(event?.hash) && found.every((guess) => Number.isFinite(guess));
    if (whole || state.revealed) state.guesses = predict.map((_, n) => (whole ? found[n] : null));
    if (!whole) state.at = sliders.map((s) => s.start);
    state.revealed = whole;
    state.here = null;
    root.classList.toggle("sc-revealed", whole);
    changed.hidden = !event || whole;
    guessing.hidden = whole;
    verdict.hidden = details.hidden = after.hidden = !whole;
    finding.hidden = !spec.finding;
    pointSwitch.hidden = !whole || !spec.points.length;
    controls.disabled = !whole;
    legend.textContent = whole ? labels.sliders : labels.slidersLocked;
    inputs.forEach((input, n) => { input.value = state.guesses[n] === null ? "" : units.y.text(state.guesses[n]); });
    complaint.textContent = "";
    if (whole) judge();
    table.replaceChildren();
    settle();
    count();
    tellKept();
  }

  let width = 0;
  const fit = () => {
    const now = Math.floor(chart.svg.parentNode.clientWidth) || width || 640;
    if (now !== width) chart.resize(width = now);
  };
  const watcher = new ResizeObserver(fit);
  fit();
  refresh();
  watcher.observe(root);
  const leave = store.follow(() => (last()?.id === shown ? tellKept() : refresh()));
  return () => {
    watcher.disconnect();
    clearTimeout(waiting);
    leave();
  };
}

export default { render };
