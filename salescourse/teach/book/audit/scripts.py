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
  return {
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
    anchors: [...document.querySelectorAll("[id]")].map((node) => node.id),
    images: images.filter((node) => !node.parentElement.closest("svg") && !hidden(node) && !named(node))
      .map((node) => node.outerHTML.slice(0, 120)),
    wider: root.scrollWidth - root.clientWidth,
  };
}"""

# Every explorer gets a guess that it takes, every question some answer.
ANSWER = """() => {
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
  for (const card of document.querySelectorAll(".sc-quiz .sc-card")) {
    card.querySelector("input[type=radio], input[type=checkbox]")?.click();
    card.querySelectorAll(".sc-input").forEach((node) => (node.value = "7"));
    card.querySelectorAll("select").forEach((node) => {
      node.selectedIndex = 1;
      fire(node, "change");
    });
    card.querySelector(".sc-say")?.click();
    [...card.querySelectorAll(".sc-actions .sc-button")].forEach((node) => node.hidden || node.click());
  }
  document.querySelectorAll("main details").forEach((node) => (node.open = true));
}"""
