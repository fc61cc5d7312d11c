// The one place where text becomes HTML: only what Python rendered comes here.

import { h } from "./elements.js";

export function rich(tag, className, html) {
  const node = h(tag, { class: className });
  node.innerHTML = html || "";
  return node;
}
