// The chart: axes, the guess and its handles, the curves and their names.
// Joined with its neighbors by widget.py, in the order numbers, tools, units, chart, widget.

function chartOf(spec, labels, units, state, guessed, uid) {
  const { x, y, lines, predict, kind } = spec;
  const count = x.values.length;
  const [low, high] = y.range;
  const step = niceStep((high - low) / 100);
  const banded = kind === "bar" || Boolean(x.texts);
  const place = spec.log ? Math.log : (value) => value;
  const pencil = document.createElement("canvas").getContext("2d");
  let box = { left: 0, right: 1, top: 0, bottom: 1, width: 0, wide: true };
  let moving = 0;

  // Where things are.
  const combination = (at) => spec.sliders.reduce((sum, slider, i) => sum * slider.values.length + at[i], 0);
  const combinations = spec.sliders.reduce((product, slider) => product * slider.values.length, 1);
  const valueAt = (line, i, at = state.at) => spec.grid[(line * combinations + combination(at)) * count + i];
  const yOf = (value) => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  const spot = (t) => box.left + box.pad + t * (box.right - box.left - 2 * box.pad);
  const xOf = (i) => banded ? spot((i + 0.5) / count) : xAt(x.values[i]);
  function xAt(value) {
    if (x.texts) return xOf(x.values.indexOf(value));
    if (banded) {
      const after = Math.max(1, x.values.findIndex((own) => own >= value));
      const share = (value - x.values[after - 1]) / (x.values[after] - x.values[after - 1]);
      return xOf(after - 1) + share * (xOf(after) - xOf(after - 1));
    }
    const first = place(x.values[0]), last = place(x.values[count - 1]);
    return spot(last > first ? (place(value) - first) / (last - first) : 0.5);
  }
  // Guesses are about the first line: on bars, its bar.
  const band = () => (spot(1) - spot(0)) / count * 0.7;
  const guessX = (i) => xOf(i) - (kind === "bar" ? band() * (lines.length - 1) / lines.length / 2 : 0);
  const nearest = (px, among) => among.reduce((best, i) => Math.abs(xOf(i) - px) < Math.abs(xOf(best) - px) ? i : best);
  const textWidth = (text) => pencil.measureText(text).width;

  // Parts, from back to front.
  const grid = make("g", { "aria-hidden": true });
  const window_ = make("rect");
  const ghosts = lines.map(() => make("path", { class: "sc-ghost" }));
  const curves = lines.map((line) => make("path", { class: `sc-curve sc-is-${line.color}` }));
  const dots = lines.map((line) => make("path", { class: `sc-dots sc-is-${line.color}` }));
  const gaps = make("path", { class: "sc-gaps" });
  const observed = make("g", { class: "sc-observed" });
  const guessLine = make("path", { class: "sc-guess-line" });
  const title = make("p", { class: "sc-axis sc-axis-x" }, units.x.title);
  const key = make("div", { class: "sc-key" }, ...(kind === "line" ? [] : [
    ...lines.map((line) => make("span", { class: `sc-is-${line.color}` }, line.label || labels.modelLine)),
    make("span", {}, labels.guessLine)]));
  const readout = make("g", { class: "sc-readout", "aria-hidden": true });
  const names = make("g", { class: "sc-names", "aria-hidden": true });
  const field = make("rect", { class: "sc-field", onclick: tap, onpointermove: look, onpointerdown: look, onpointerleave: unlook, onkeydown: lookKey, onfocus: () => lookAt(state.here ?? predict[0]), onblur: () => lookAt(null) });
  const handles = predict.map((i, n) => handle(n));
  const svg = make("svg", { class: "sc-chart", role: "group", "aria-label": fill(labels.chart, {
    y: y.label, low: units.y.text(low), high: units.y.text(high), x: x.label,
    x0: x.texts?.[0] ?? units.x.text(x.values[0]), x1: x.texts?.at(-1) ?? units.x.text(x.values.at(-1)),
  }) },
    make("clipPath", { id: `${uid}-window` }, window_), grid,
    make("g", { class: `sc-model sc-as-${kind}`, "clip-path": `url(#${uid}-window)`, "aria-hidden": true }, ...ghosts, ...curves, ...dots, gaps),
    make("g", { "aria-hidden": true }, observed, guessLine), readout, names, field, ...handles.map((h) => h.node));

  // Guessing: drag a handle, press keys on it, or tap its column.
  function handle(n) {
    const value = make("text", { class: "sc-value", "text-anchor": "middle" });
    const mark = make("text", { class: "sc-mark", "text-anchor": "middle", dy: "0.36em" });
    mark.textContent = "?";
    const node = make("g", { class: "sc-handle", "aria-orientation": "vertical", onkeydown: (event) => press(n, event), onpointerdown: (event) => grab(n, event), onpointermove: (event) => drag(n, event) },
      make("circle", { class: "sc-reach", r: 24 }), make("circle", { class: "sc-ring", r: 16 }),
      make("path", { class: "sc-arrows", d: "M-5-15l5-6l5 6M-5 15l5 6l5-6" }), make("circle", { class: "sc-knob", r: 10 }), mark, value);
    // Without this an older iPhone scrolls the page instead of moving the handle.
    node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    return { node, value };
  }
  const snap = (value) => clamp(+(Math.round(value / step) * step).toPrecision(10), low, high);
  const atPointer = (event) => snap(low + (box.bottom - (event.clientY - svg.getBoundingClientRect().top)) / (box.bottom - box.top) * (high - low));
  function grab(n, event) {
    if (state.revealed) return;
    handles[n].node.setPointerCapture(event.pointerId);
    handles[n].node.focus({ preventScroll: true });
    event.preventDefault();
  }
  function drag(n, event) {
    if (!state.revealed && handles[n].node.hasPointerCapture(event.pointerId)) guessed(n, atPointer(event));
  }
  function tap(event) {
    if (state.revealed) return;
    const n = predict.indexOf(nearest(event.clientX - svg.getBoundingClientRect().left, predict));
    guessed(n, atPointer(event));
    handles[n].node.focus({ preventScroll: true });
  }
  function press(n, event) {
    const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 10, PageDown: -10 }[event.key];
    const now = state.guesses[n] ?? snap((low + high) / 2);
    const to = { Home: low, End: high, Enter: now, " ": now }[event.key] ?? (by && snap(now + by * step));
    if (to === undefined || state.revealed || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    guessed(n, to);
  }

  // Reading values off the chart, by pointer or keys.
  function lookAt(i) {
    if (!state.revealed || state.here === i) return;
    state.here = i;
    drawReadout();
  }
  function look(event) {
    lookAt(nearest(event.clientX - svg.getBoundingClientRect().left, range(count)));
  }
  function unlook() {
    if (document.activeElement !== field) lookAt(null);
  }
  function lookKey(event) {
    const here = state.here ?? predict[0];
    const to = { ArrowRight: here + 1, ArrowUp: here + 1, ArrowLeft: here - 1, ArrowDown: here - 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined || !state.revealed) return;
    event.preventDefault();
    lookAt(clamp(to, 0, count - 1));
  }
  function reading(i) {
    const values = lines.map((line, n) => `${lines.length > 1 ? `${line.label} ` : ""}${units.y.text(valueAt(n, i))}`);
    return `${units.x.phrase(x.values[i], i)}: ${values.join(" · ")}`;
  }

  // Axes: only when the size changes.
  function resize(width) {
    const style = getComputedStyle(svg);
    pencil.font = `${style.fontSize} ${style.fontFamily}`;
    const yTicks = ticks(low, high, 5);
    const yPlaces = decimals(yTicks, units.y.factor);
    const yTexts = yTicks.map((value) => units.y.tick(value, yPlaces));
    const ends = kind === "line" ? [...lines.map((line) => line.label || labels.modelLine), labels.startLine] : [];
    const margin = Math.max(0, ...ends.map(textWidth));
    const wide = kind === "line" && width >= 560 && margin < width / 4;
    const height = Math.round(clamp(width * 0.56, 270, 400));
    box = { left: Math.ceil(Math.max(...yTexts.map(textWidth))) + 12, right: width - (wide ? margin + 14 : 4), top: 30, bottom: height - 30, width, wide };
    box.pad = banded ? 0 : 22;
    put(svg, { viewBox: `0 0 ${width} ${height}`, height });
    title.style.marginRight = `${width - box.right}px`;
    const frame = { width: box.right - box.left, height: box.bottom - box.top };
    put(field, { x: box.left, y: box.top, ...frame });
    put(window_, { x: box.left - 9, y: box.top - 9, width: frame.width + 18, height: frame.height + (low < 0 ? 18 : 14) });
    grid.replaceChildren(
      ...yTicks.flatMap((value, n) => {
        const at = yOf(value);
        return [make("line", { class: value === Math.max(low, 0) ? "sc-base" : "sc-rule", x1: box.left, x2: box.right, y1: at, y2: at }),
          label(yTexts[n], { x: box.left - 9, y: at, dy: "0.33em", "text-anchor": "end" })];
      }),
      ...xTicks().flatMap(({ at, mid, text }) => [
        make("line", { class: "sc-base", x1: at, x2: at, y1: box.bottom, y2: box.bottom + 5 }),
        label(text, { x: mid, y: box.bottom + 20, "text-anchor": "middle" })]));
    draw();
  }
  function xTicks() {
    const mark = (value, text) => {
      const at = xAt(value), half = textWidth(text) / 2;
      return { at, text, half, mid: clamp(at, half, box.width - half) };
    };
    const every = x.values.map((value, i) => mark(value, x.texts?.[i] ?? units.x.tick(value)));
    if (x.texts) return every;
    const whole = x.values.every(Number.isInteger);
    if (whole && count <= 24 && every.every((own, i) => !i || gap(every[i - 1], own) >= 10)) return every;
    const first = x.values[0], last = x.values[count - 1];
    if (spec.log) return logTicks(mark, (value) => value >= first * (1 - 1e-9) && value <= last * (1 + 1e-9));
    const widest = 2 * Math.max(...every.map((own) => own.half));
    const values = ticks(first, last, Math.floor((box.right - box.left) / (30 + widest))).filter((value) => !whole || Number.isInteger(value));
    const places = decimals(values, units.x.factor);
    return values.map((value) => mark(value, units.x.tick(value, places)));
  }
  // Where the axis begins and what is asked, then round units, then what lies between.
  function logTicks(mark, inside) {
    const marks = (pairs) => pairs.filter(([value]) => inside(value)).map((pair) => mark(...pair));
    const own = (value) => [value, units.x.tick(value, decimals([value], units.x.factor))];
    const times = (n, unit) => [n * DAYS[unit], digits(n, labels.locale, { style: "unit", unit, unitDisplay: "long" })];
    const power = (n, exponent) => [n * 10 ** exponent, units.x.tick(n * 10 ** exponent, Math.max(0, -Math.round(exponent + Math.log10(units.x.factor))))];
    const powers = range(25).map((n) => n - 12);
    const [round, between] = x.format === "duration"
      ? [Object.keys(DAYS).map((unit) => times(1, unit)), BETWEEN.map(([n, unit]) => times(n, unit))]
      : [powers.map((n) => power(1, n)), powers.flatMap((n) => [power(2, n), power(5, n)])];
    return roomy([[own(x.values[0])], predict.map((i) => own(x.values[i])), round, between].map(marks), 10);
  }
  function label(text, attributes) {
    const node = make("text", attributes);
    node.textContent = text;
    return node;
  }

  // Marks: whenever anything changes.
  function trace(points) {
    let open = false;
    return points.map(([px, py]) => {
      const command = py === null ? "" : `${open ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
      open = py !== null;
      return command;
    }).join("");
  }
  const across = (line, at) => range(count).map((i) => {
    const value = valueAt(line, i, at);
    return [xOf(i), value === null ? null : yOf(value)];
  });
  const spots = (points) => points.map(([px, py]) => (py === null ? "" : `M${px.toFixed(1)} ${py.toFixed(1)}h0`)).join("");
  function bars(points, line) {
    const slim = band() / lines.length, zero = yOf(clamp(0, low, high));
    return points.map(([px, py]) => py === null ? "" : `M${(px - band() / 2 + slim * line).toFixed(1)} ${zero.toFixed(1)}V${py.toFixed(1)}h${(slim - 1).toFixed(1)}V${zero.toFixed(1)}z`).join("");
  }
  const shape = { line: trace, point: () => "", bar: bars }[kind];
  const dotted = kind === "point" || (kind === "line" && count <= 24);
  const moved = () => state.at.some((at, i) => at !== spec.sliders[i].start);
  const started = spec.sliders.map((slider) => slider.start);

  function draw() {
    drawGuess();
    lines.forEach((_, line) => {
      const points = state.revealed ? across(line) : [];
      put(curves[line], { d: shape(points, line) });
      put(dots[line], { d: dotted ? spots(points) : "" });
      put(ghosts[line], { d: state.revealed && moved() ? (kind === "bar" ? bars : trace)(across(line, started), line) : "" });
    });
    drawObserved();
    drawNames();
    drawReadout();
  }
  function drawGuess() {
    const spotsOf = predict.map((i, n) => [guessX(i), state.guesses[n] === null ? null : yOf(state.guesses[n])]);
    const known = spotsOf.filter(([, py]) => py !== null), reach = band() / lines.length * 0.6;
    put(guessLine, { d: banded ? known.map(([px, py]) => `M${px - reach} ${py}h${2 * reach}`).join("") : kind === "point" ? "" : trace(known) });
    put(gaps, { d: state.revealed ? misses() : predict.map((i) => `M${guessX(i)} ${box.top}V${box.bottom}`).join("") });
    predict.forEach((i, n) => {
      const { node, value } = handles[n];
      const guess = state.guesses[n], now = guess ?? (low + high) / 2, at = yOf(now);
      const here = units.x.phrase(x.values[i], i);
      value.textContent = guess === null || state.revealed ? "" : units.y.text(guess);
      put(value, { y: at - box.top < 34 ? 38 : -27 });
      put(node, {
        transform: `translate(${guessX(i)} ${at})`, "aria-hidden": state.revealed,
        class: `sc-handle${guess === null ? " sc-open" : ""}${state.revealed ? " sc-fixed" : ""}`,
      });
      asSlider(node, !state.revealed, fill(labels.guessAt, { x: here }), y.range, now,
        `${here}: ${guess === null ? labels.notPlaced : units.y.spoken(guess)}`);
    });
  }
  // From each guess to the model, as long as the model stands where the guess was asked.
  function misses() {
    return kind === "bar" || moved() ? "" : predict.map((i, n) => {
      const value = valueAt(0, i);
      return value === null ? "" : `M${xOf(i)} ${yOf(state.guesses[n])}V${yOf(value)}`;
    }).join("");
  }
  function drawObserved() {
    observed.replaceChildren(...(state.revealed && state.points ? spec.points : []).flatMap(([value, height, text]) => {
      const px = xAt(value), py = yOf(clamp(height, low, high));
      const left = px + 12 + textWidth(text) > box.right;
      return [make("path", { d: `M${px} ${py - 7}l7 7l-7 7l-7-7z` }),
        label(text, { x: px + (left ? -12 : 12), y: py, dy: "0.33em", "text-anchor": left ? "end" : "start" })];
    }));
  }
  // Each line is named where it ends, beside it or, on a telephone, where there is room.
  function drawNames() {
    put(key, { hidden: !state.revealed });
    if (!state.revealed || kind !== "line") return names.replaceChildren();
    const ends = lines.map((line, n) => ending(n, state.at, line.label || labels.modelLine, `sc-is-${line.color}`));
    if (moved()) ends.push(ending(0, started, labels.startLine, "sc-soft"));
    const known = ends.filter((end, n) => end && !(n === lines.length && ends[0] && Math.abs(end.y - ends[0].y) < 12));
    const last = predict.length - 1;
    const guess = { x: guessX(predict[last]), y: yOf(state.guesses[last]), text: labels.guessLine, style: "sc-soft", anchor: "middle" };
    const ink = inked(), taken = [];
    if (box.wide) spread(known.sort((a, b) => a.y - b.y));
    else known.forEach((name) => settle(name, ink, taken));
    settle(guess, ink, taken);
    names.replaceChildren(...[...known, guess].map((name) => label(name.text, { x: name.x, y: name.y, dy: "0.33em", class: name.style, "text-anchor": name.anchor })));
  }
  function ending(line, at, text, style) {
    const i = range(count).findLast((n) => valueAt(line, n, at) !== null);
    if (i === undefined) return null;
    const y = yOf(clamp(valueAt(line, i, at), low, high));
    return box.wide ? { x: xOf(i) + 12, y, text, style, anchor: "start" } : { x: box.right, y, text, style, anchor: "end" };
  }
  function spread(ends) {
    for (let n = 1; n < ends.length; n++) ends[n].y = Math.max(ends[n].y, ends[n - 1].y + 17);
    for (let n = ends.length - 1, lid = box.bottom; n >= 0; n--, lid -= 17) ends[n].y = Math.min(ends[n].y, lid);
  }
  // Everything drawn, as points a few pixels apart.
  function inked() {
    const drawn = lines.flatMap((_, line) => moved() ? [across(line), across(line, started)] : [across(line)]);
    const guesses = predict.map((i, n) => [guessX(i), yOf(state.guesses[n])]);
    drawn.push(guesses);
    if (!moved()) drawn.push(...guesses.map(([px, py], n) => [[px, py], [px, yOf(valueAt(0, predict[n]) ?? state.guesses[n])]]));
    return drawn.flatMap((points) => points.flatMap(([px, py], n) => {
      const [qx, qy] = points[n + 1] ?? [px, py];
      if (py === null || qy === null) return [];
      const steps = Math.ceil(Math.hypot(qx - px, qy - py) / 6) || 1;
      return range(steps).map((s) => [px + (qx - px) * s / steps, py + (qy - py) * s / steps]);
    }));
  }
  // Move a name up or down to where it covers least.
  function settle(name, ink, taken) {
    const wide = textWidth(name.text) * 1.06 + 6;
    const left = clamp(name.x - (name.anchor === "end" ? wide : wide / 2), box.left, box.right - wide);
    if (name.anchor === "middle") name.x = left + wide / 2;
    const cost = (y) => ink.filter(([px, py]) => px > left - 4 && px < left + wide && Math.abs(py - y) < 11).length
      + 20 * taken.filter((other) => other.left < left + wide && left < other.left + other.wide && Math.abs(other.y - y) < 17).length
      + (y < box.top - 12 || y > box.bottom - 9 ? 99 : 0) + Math.abs(y - name.y) / 30;
    name.y = [-17, 19, -34, 36, -52, 54].map((by) => name.y + by).reduce((best, y) => (cost(y) < cost(best) ? y : best));
    taken.push({ left, wide, y: name.y });
  }
  function drawReadout() {
    const i = state.here;
    const text = state.revealed && i !== null ? reading(i) : "";
    asSlider(field, state.revealed, labels.read, [0, count - 1], i ?? predict[0], state.revealed && (text || reading(predict[0])));
    if (!text) return readout.replaceChildren();
    const px = xOf(i), half = textWidth(text) / 2 + 6;
    readout.replaceChildren(
      make("line", { x1: px, x2: px, y1: box.top - 6, y2: box.bottom }),
      ...lines.map((line, n) => [line, valueAt(n, i)]).filter(([, value]) => value !== null && value >= low && value <= high)
        .map(([line, value]) => make("circle", { class: `sc-is-${line.color}`, cx: px, cy: yOf(value), r: 6 })),
      label(text, { x: clamp(px, half, box.width - half), y: box.top - 14, "text-anchor": "middle" }));
  }

  // The curve draws itself from left to right, once.
  function unveil() {
    const full = box.right - box.left + 18;
    const run = ++moving;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const begun = performance.now();
    (function frame(now) {
      if (run !== moving) return;
      const share = clamp((now - begun) / 900, 0, 1);
      put(window_, { width: full * (1 - (1 - share) ** 2) });
      if (share < 1) requestAnimationFrame(frame);
    })(begun);
  }

  return { svg, key, title, draw, resize, unveil, moved, valueAt, reading };
}
