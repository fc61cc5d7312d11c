// What is shown, brought up to date: only what differs is touched, so that the focus stays
// where it is and the browser has little to draw anew.

/**
 * @param {Element} shown
 * @param {Element} fresh
 */
function patchAttributes(shown, fresh) {
  for (const { name } of [...shown.attributes])
    if (!fresh.hasAttribute(name)) shown.removeAttribute(name);
  for (const { name, value } of fresh.attributes)
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
}

/**
 * @param {ChildNode} shown
 * @param {ChildNode} fresh
 */
function patchNode(shown, fresh) {
  if (shown.isEqualNode(fresh)) return;
  if (shown.nodeName !== fresh.nodeName) {
    shown.replaceWith(fresh);
  } else if (shown instanceof Element && fresh instanceof Element) {
    patchAttributes(shown, fresh);
    patch(shown, [...fresh.childNodes]);
  } else shown.nodeValue = fresh.nodeValue;
}

/**
 * Let a place show these nodes. What listens must be the place itself: its nodes stay.
 * @param {Element} place
 * @param {ChildNode[]} nodes
 */
export function patch(place, nodes) {
  const shown = [...place.childNodes];
  for (const [at, node] of nodes.entries())
    if (at < shown.length) patchNode(shown[at], node);
    else place.append(node);
  for (const old of shown.slice(nodes.length)) old.remove();
}
