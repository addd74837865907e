// Make a part of the page equal to new HTML without moving what the reader holds: focus, scroll,
// open folds, half-written fields. What carries data-keep belongs to the reader and stays; a key
// (data-key, else id) says what is the same thing as before.

export function morph(from, html) {
  const to = from.cloneNode(false);
  to.innerHTML = html;
  const focused = document.activeElement;
  children(from, to);
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
}

function children(from, to) {
  const keyed = new Map();
  for (const child of from.children) if (keyOf(child)) keyed.set(keyOf(child), child);
  let place = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const key = keyOf(wanted);
    let found = key ? keyed.get(key) : place;
    if (found && !key && (keyOf(found) || !alike(found, wanted))) found = null;
    if (found && key && !alike(found, wanted)) found = null;
    if (!found) {
      from.insertBefore(wanted, place);
      continue;
    }
    if (found === place) place = place.nextSibling;
    else move(from, found, place);
    one(found, wanted);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function one(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.hasAttribute("data-keep")) return;
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !readers(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !readers(from, name)) from.setAttribute(name, value);
  }
  children(from, to);
}

function readers(node, name) {
  return name === "open" && node.nodeName === "DETAILS";
}

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName;
}

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset?.key || node.id || null : null;
}

function move(parent, node, before) {
  if (parent.moveBefore) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}
