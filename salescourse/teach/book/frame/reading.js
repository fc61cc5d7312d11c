// Where the reader is, and how to reach what is wider than its place.

const WIDE =
  ".bd-article :is(pre, .text_html, .sc-formula, .sc-table, .pst-scrollable-table-container)";

// Whatever is wider than its place can be reached and moved by keyboard.
export function reachScrollers() {
  const nodes = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(WIDE));
  function look() {
    for (const node of nodes) {
      if (node.scrollWidth > node.clientWidth + 1) node.tabIndex = 0;
      else node.removeAttribute("tabindex");
    }
  }
  new ResizeObserver(look).observe(document.querySelector(".bd-article"));
  for (const node of document.querySelectorAll("details")) node.addEventListener("toggle", look);
}

// The contents begin where the reader is, as far as they have to be scrolled for it.
export function showHere() {
  const contents = document.getElementById("contents");
  const here = /** @type {HTMLElement} */ (contents.querySelector("[aria-current]"));
  if (!here) return;
  const look = () => {
    contents.scrollTop = here.offsetTop - contents.clientHeight / 2;
  };
  contents.addEventListener("toggle", look);
  look();
}

// Which of the page's sections is read, in their list.
export function followReading() {
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (
    document.querySelectorAll(".sc-page-toc a")
  );
  const byId = new Map([...links].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const link = byId.get(target.id);
        if (isIntersecting) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-20% 0px -75%" },
  );
  for (const id of byId.keys()) {
    const section = document.getElementById(id);
    if (section) watcher.observe(section);
  }
}
