// A button at each listing that copies it.

import { button } from "../../../practice/js/elements.js";

const LISTINGS = ".cell_input pre, .bd-article > section div.highlight > pre";

/** @param {Record<string, string>} words */
export function offerCopies(words) {
  for (const code of document.querySelectorAll(LISTINGS)) {
    if (code.closest(".cell_output") || !navigator.clipboard) continue;
    const copy = button(
      words.copy,
      async () => {
        await navigator.clipboard.writeText(code.textContent);
        copy.textContent = words.copied;
        setTimeout(() => copy.replaceChildren(words.copy), 2000);
      },
      "sc-copy",
    );
    code.parentElement.append(copy);
  }
}
