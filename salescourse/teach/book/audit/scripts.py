"""What runs in the page while it is audited."""

# Before the page's own scripts: note paints, shifts, and when the page is free to
# answer, which is after its deferred scripts and the frame that follows them.
OBSERVE = """(() => {
  const audit = (self.salescourseAudit = { paint: 0, shift: 0, answer: 0 });
  const watch = (type, f) =>
    new PerformanceObserver((list) => list.getEntries().forEach(f)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => (audit.paint = entry.startTime));
  watch("layout-shift", (entry) => (audit.shift += entry.hadRecentInput ? 0 : entry.value));
  addEventListener("DOMContentLoaded", () =>
    requestAnimationFrame(() => setTimeout(() => (audit.answer = performance.now()))));
})()"""

# Scrolled through once, so that what comes late has come.
SPEED = """async () => {
  const audit = self.salescourseAudit;
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  while (!audit.answer || !audit.paint) await frame();
  const { paint, answer } = audit;
  const high = document.documentElement.scrollHeight;
  for (let at = 0; at < high; at += Math.max(high / 8, 1000)) {
    scrollTo({ top: at, behavior: "instant" });
    await frame();
  }
  scrollTo({ top: 0, behavior: "instant" });
  await frame();
  const first = performance.getEntriesByType("navigation")[0].responseStart;
  return { paint: paint - first, answer: answer - first, shift: audit.shift };
}"""

LOOK = """() => {
  const hidden = (node) => node.closest('[aria-hidden="true"], [role="presentation"], [role="none"]');
  const named = (node) => {
    const ids = (node.getAttribute("aria-labelledby") ?? "").split(" ");
    const text = [node.getAttribute("aria-label"), node.getAttribute("alt"),
      node.querySelector(":scope > title")?.textContent,
      ...ids.map((id) => id && document.getElementById(id)?.textContent)];
    return text.some((words) => words?.trim());
  };
  const images = [...document.querySelectorAll("img, svg, canvas, video, object, embed, [role=img]")];
  const root = document.documentElement;
  // How much of a chart, its sliders and its verdict finds no room below the bar at once.
  const beyond = (explorer) => {
    explorer.scrollIntoView({ behavior: "instant" }); // where a chart does not stick yet
    const edges = [...explorer.querySelectorAll("figure, .sc-sliders, .sc-verdict")].map((node) => node.getBoundingClientRect());
    const bar = document.querySelector(".sc-top-bar")?.offsetHeight ?? 0;
    return Math.max(...edges.map((edge) => edge.bottom)) - edges[0].top - (innerHeight - bar);
  };
  // Words of a picture that lie on others, or beyond the place the picture has.
  const crossed = [];
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  for (const svg of document.querySelectorAll("main svg")) {
    if (svg.parentElement.closest("svg, .sc-paper")) continue;
    const edge = (svg.closest(".sc-widget, figure, .cell_output") ?? svg).getBoundingClientRect();
    const words = [...svg.querySelectorAll("text")].filter((node) => node.textContent.trim() && shown(node))
      .map((node) => [node.textContent.trim(), node.getBoundingClientRect()]);
    for (const [text, { left, right }] of words) {
      const over = Math.round(Math.max(edge.left - left, right - edge.right));
      if (over > 1) crossed.push(`“${text}” stands ${over} px beyond its picture`);
    }
    words.forEach(([one, a], n) => words.slice(n + 1).forEach(([two, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const least = Math.min(a.width * a.height, b.width * b.height);
      if (wide > 0 && high > 0 && wide * high > least / 3) crossed.push(`“${one}” lies on “${two}”`);
    }));
  }
  const explorers = [...document.querySelectorAll(".sc-explorer.sc-revealed")];
  return {
    beyond: Math.ceil(Math.max(0, ...explorers.map(beyond))),
    // A picture's links say theirs in another way.
    links: [...document.querySelectorAll("a[href]")].map((link) => new URL(link.href.baseVal ?? link.href, document.baseURI).href),
    anchors: [...document.querySelectorAll("[id]")].map((node) => node.id),
    images: images.filter((node) => !node.parentElement.closest("svg") && !hidden(node) && !named(node))
      .map((node) => node.outerHTML.slice(0, 120)),
    crossed,
    wider: root.scrollWidth - root.clientWidth,
  };
}"""

# Every explorer gets a guess that it takes, every question some answer.
ANSWER = """async () => {
  const fire = (node, ...kinds) =>
    kinds.forEach((kind) => node.dispatchEvent(new Event(kind, { bubbles: true })));
  for (const explorer of document.querySelectorAll(".sc-explorer")) {
    const show = explorer.querySelector(".sc-guessing .sc-primary");
    for (const guess of ["50", "5", "0.5", "500", "5000", "1", "50000"]) {
      for (const input of explorer.querySelectorAll(".sc-guessing input")) {
        input.value = guess;
        fire(input, "input", "change");
      }
      if (!show.disabled) break;
    }
    show.click();
    explorer.querySelectorAll("details").forEach((node) => (node.open = true));
  }
  document.querySelectorAll(".sc-quiz .sc-all").forEach((node) => node.hidden || node.click());
  document.querySelectorAll("[data-script] button").forEach((node) => node.click());
  for (let n = 0; n < 40 && document.querySelector("[data-script]:not(.sc-shown)"); n++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  for (const guess of document.querySelectorAll(".sc-guess")) {
    guess.querySelectorAll("input").forEach((input) => (input.value = "50"));
    guess.querySelector(".sc-primary").click();
  }
  for (const card of document.querySelectorAll(":is(.sc-quiz, .sc-exercise) .sc-card")) {
    card.querySelector("input[type=radio], input[type=checkbox]")?.click();
    card.querySelectorAll(".sc-input").forEach((node) => (node.value = "7"));
    card.querySelectorAll(".sc-pick").forEach((node) => {
      node.click();
      card.querySelector(".sc-partner").click();
    });
    card.querySelector(".sc-say")?.click();
    [...card.querySelectorAll(".sc-actions .sc-button")].forEach((node) => node.hidden || node.click());
  }
  document.querySelectorAll("main details").forEach((node) => (node.open = true));
}"""
