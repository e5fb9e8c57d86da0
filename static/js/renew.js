// A message that has changed becomes what came, piece by piece: upsert.js asks for that by an event, renew, with {incoming}.
// What is the same stays the same element, so the focus, the selected text and what is open at it stay too.
//
// What scripts have put there is left: elements with data-stays, and attributes that tell of state (data-…, aria-…, open).

const OWN = /^(data-|aria-|open$)/;

const stays = (node) => node.nodeType === Node.ELEMENT_NODE && "stays" in node.dataset;

// Whether one can become the other. A custom element begins anew, so that it hears of what is in it.
function matches(node, incoming) {
  if (node.nodeName !== incoming.nodeName || stays(node)) return false;
  if (node.nodeType !== Node.ELEMENT_NODE) return true;
  if (node.localName.includes("-")) return node.isEqualNode(incoming);
  return node.id === incoming.id && node.classList[0] === incoming.classList[0];
}

function renewAttributes(element, incoming) {
  for (const { name } of [...element.attributes]) {
    if (!incoming.hasAttribute(name) && !OWN.test(name)) element.removeAttribute(name);
  }
  for (const { name, value } of incoming.attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function renew(node, incoming) {
  if (node.isEqualNode(incoming)) return;
  if (node.nodeType !== Node.ELEMENT_NODE) {
    node.data = incoming.data;
    return;
  }
  renewAttributes(node, incoming);
  renewChildren(node, [...incoming.childNodes]);
}

// In order: of those that were there, what lies between two that go on is over.
function renewChildren(parent, incoming) {
  let next = parent.firstChild;
  const drop = (until) => {
    while (next !== until) {
      const over = next;
      next = next.nextSibling;
      if (!stays(over)) over.remove();
    }
  };
  incoming.forEach((piece, index) => {
    const found = find(next, piece, incoming.slice(index + 1));
    if (!found) return parent.insertBefore(piece, next);
    drop(found);
    next = found.nextSibling;
    renew(found, piece);
  });
  drop(null);
}

// The first that can become the piece, unless what comes later has a better claim to one that stands before it.
function find(next, piece, later) {
  for (let node = next; node; node = node.nextSibling) {
    if (matches(node, piece)) return node;
    if (node.id && later.some(({ id }) => id === node.id)) return null;
  }
  return null;
}

document.addEventListener("renew", (event) => {
  event.preventDefault();
  const { target: item, detail } = event;
  const wasFocused = item.contains(document.activeElement);
  renew(item, detail.incoming);
  if (wasFocused && !item.contains(document.activeElement)) item.querySelector("[tabindex]")?.focus({ preventScroll: true });
});
