// The `upsert` swap: hx-swap-oob="upsert:#list".
//
// A child takes the place of the one with its id, unless that one is as new (data-version); a new child goes where
// data-seq (a number) or data-name puts it (and of equal names data-active, the latest first). So fragments may arrive twice, late or in any order: the list is the same.
// The list hears of each by an event: placed, with {item, replaced}. Who changes what a child is placed by has it placed
// anew by an event on it: misplaced.
//
// A child may go to another list, such as a room that becomes a favourite: data-revision says which place is newer.
//
// The `only` swap: hx-swap-oob="only:#list" data-ids="one two" takes out of the list whatever it does not name.

function isStale(incoming, existing) {
  return Number(incoming.dataset.version) <= Number(existing.dataset.version);
}

function comesBefore(one, other) {
  if (one.dataset.seq) return Number(one.dataset.seq) < Number(other.dataset.seq);
  if (one.dataset.name === undefined) return false;
  const order = one.dataset.name.localeCompare(other.dataset.name ?? "");
  return order < 0 || (!order && Date.parse(one.dataset.active) > Date.parse(other.dataset.active));
}

// Who has the focus in what is replaced or moved has it in what comes instead.
function keepFocus(existing, change) {
  const focused = existing.contains(document.activeElement) ? document.activeElement.id : "";
  change();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function put(list, item) {
  let next = null;
  for (let child = list.lastElementChild; child; child = child.previousElementSibling) {
    if (child === item) continue;
    if (!comesBefore(item, child)) break;
    next = child;
  }
  if (item.parentElement === list && item.nextElementSibling === next) return;
  keepFocus(item, () => list.insertBefore(item, next));
}

// A message stays the element that it is (renew.js).
function change(existing, incoming) {
  const renewal = new CustomEvent("renew", { detail: { incoming }, bubbles: true, cancelable: true });
  if (incoming.matches(".message") && !existing.dispatchEvent(renewal)) return existing;
  keepFocus(existing, () => existing.replaceWith(incoming));
  return incoming;
}

function announce(list, item, replaced) {
  list.dispatchEvent(new CustomEvent("placed", { detail: { item, replaced }, bubbles: true }));
}

// The newer place of the two, when places are counted: whether it is another list.
function moves(list, incoming, existing) {
  if (!(Number(incoming.dataset.revision) >= Number(existing.dataset.revision))) return false;
  existing.dataset.revision = incoming.dataset.revision;
  return existing.parentElement !== list;
}

// What is above the part of a room that the page shows comes with its own page, when somebody goes there.
function isBeyond({ dataset }) {
  const older = document.getElementById("older");
  return Number(dataset.seq) < Number(older?.dataset.before) && !older.querySelector(".htmx-request");
}

function upsert(list, incoming) {
  const existing = document.getElementById(incoming.id);
  const hasMoved = existing && moves(list, incoming, existing);
  if (existing && isStale(incoming, existing)) {
    if (hasMoved) {
      put(list, existing);
      announce(list, existing, false);
    }
    return [];
  }
  // A message of another room has no place in this list.
  if (!existing && list.dataset.room && list.dataset.room !== incoming.dataset.room) return [];
  if (!existing && isBeyond(incoming)) return [];
  const item = existing ? change(existing, incoming) : incoming;
  if (!existing || hasMoved) put(list, item);
  announce(list, item, Boolean(existing));
  return [item];
}

document.addEventListener("misplaced", ({ target }) => put(target.parentElement, target));

function only(list, { dataset }) {
  const ids = new Set(dataset.ids.split(" "));
  for (const child of [...list.children]) if (!ids.has(child.id)) child.remove();
  return [];
}

const swaps = { upsert, only };

htmx.defineExtension("upsert", {
  isInlineSwap: (style) => style in swaps,
  handleSwap(style, target, fragment) {
    if (!(style in swaps)) return false;
    return [...fragment.children].flatMap((child) => swaps[style](target, child));
  },
});
