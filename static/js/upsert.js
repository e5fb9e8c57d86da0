// The `upsert` swap: hx-swap-oob="upsert:#list".
//
// A child takes the place of the one with its id, unless that one is as new (data-version); a new child goes where
// data-seq (a number) or data-name puts it. So fragments may arrive twice, late or in any order: the list is the same.
// The list hears of each by an event: placed, with {item, replaced}.
//
// The `only` swap: hx-swap-oob="only:#list" data-ids="one two" takes out of the list whatever it does not name.
//
// And the `everywhere` swap: hx-swap-oob="everywhere:body". Each child takes the place of all of its class that stand
// for the same person (data-person), unless they are as new.

function isStale(incoming, existing) {
  return Number(incoming.dataset.version) <= Number(existing.dataset.version);
}

function comesBefore(one, other) {
  if (one.dataset.seq) return Number(one.dataset.seq) < Number(other.dataset.seq);
  if (one.dataset.name) return one.dataset.name.localeCompare(other.dataset.name ?? "") < 0;
  return false;
}

// Who has the focus in what is replaced has it in what comes instead.
function replace(existing, incoming) {
  const focused = existing.contains(document.activeElement) ? document.activeElement.id : "";
  existing.replaceWith(incoming);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function insert(list, incoming) {
  let next = null;
  for (let child = list.lastElementChild; child && comesBefore(incoming, child); child = child.previousElementSibling) {
    next = child;
  }
  list.insertBefore(incoming, next);
}

function upsert(list, incoming) {
  const existing = document.getElementById(incoming.id);
  if (existing && isStale(incoming, existing)) return [];
  // A message of another room has no place in this list.
  if (!existing && list.dataset.room && list.dataset.room !== incoming.dataset.room) return [];
  if (existing) replace(existing, incoming);
  else insert(list, incoming);
  const detail = { item: incoming, replaced: Boolean(existing) };
  list.dispatchEvent(new CustomEvent("placed", { detail, bubbles: true }));
  return [incoming];
}

function only(list, { dataset }) {
  const ids = new Set(dataset.ids.split(" "));
  for (const child of [...list.children]) if (!ids.has(child.id)) child.remove();
  return [];
}

// What the page has marked as the reader's own stays marked.
function renew(existing, piece) {
  const incoming = piece.cloneNode(true);
  incoming.toggleAttribute("data-own", existing.hasAttribute("data-own"));
  existing.replaceWith(incoming);
  return incoming;
}

function everywhere(body, { children }) {
  return [...children].flatMap((piece) => {
    const places = body.querySelectorAll(`.${piece.classList[0]}[data-person="${piece.dataset.person}"]`);
    return [...places].filter((place) => !isStale(piece, place)).map((place) => renew(place, piece));
  });
}

const swaps = { upsert, only, everywhere };

htmx.defineExtension("upsert", {
  isInlineSwap: (style) => style in swaps,
  handleSwap(style, target, fragment) {
    if (!(style in swaps)) return false;
    return [...fragment.children].flatMap((child) => swaps[style](target, child));
  },
});
