// The `upsert` swap: hx-swap-oob="upsert:#list".
//
// A child takes the place of the one with its id, unless that one is newer (data-version); a new child goes where
// data-seq (a number) or data-name puts it. So fragments may arrive twice, late or in any order: the list is the same.

function isStale(incoming, existing) {
  return Number(incoming.dataset.version) <= Number(existing.dataset.version);
}

function comesBefore(one, other) {
  if (one.dataset.seq) return Number(one.dataset.seq) < Number(other.dataset.seq);
  if (one.dataset.name) return one.dataset.name.localeCompare(other.dataset.name ?? "") < 0;
  return false;
}

function upsert(list, incoming) {
  const existing = document.getElementById(incoming.id);
  if (existing) {
    if (isStale(incoming, existing)) return [];
    existing.replaceWith(incoming);
    return [incoming];
  }
  // A message of another room has no place in this list.
  if (list.dataset.room && list.dataset.room !== incoming.dataset.room) return [];
  let next = null;
  for (let child = list.lastElementChild; child && comesBefore(incoming, child); child = child.previousElementSibling) {
    next = child;
  }
  list.insertBefore(incoming, next);
  return [incoming];
}

htmx.defineExtension("upsert", {
  isInlineSwap: (style) => style === "upsert",
  handleSwap(style, target, fragment) {
    if (style !== "upsert") return false;
    return [...fragment.children].flatMap((child) => upsert(target, child));
  },
});
