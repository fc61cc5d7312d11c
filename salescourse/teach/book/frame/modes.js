// The button for light and dark; mode.js does what it asks for.

/** @param {Record<string, string>} words */
export function offerModes(words) {
  /** @type {HTMLButtonElement} */
  const button = document.querySelector(".sc-mode");
  const name = button.querySelector(".sc-mode-name");
  function tell() {
    const text = words[document.documentElement.dataset.mode];
    name.textContent = text;
    button.title = text;
  }
  button.addEventListener("click", () => {
    dispatchEvent(new Event("salescourse-mode"));
    tell();
  });
  tell();
  button.hidden = false;
}
