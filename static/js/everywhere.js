// The `everywhere` swap: hx-swap-oob="everywhere:body". Each child takes the place of all of its class that stand for the
// same person (data-person) or show the same message (data-quoted), unless they are as new (data-version).
//
// What was made before and comes later, such as a message that was long on its way, gets the newest that there has been.

const newest = new Map(); // by the selector of their places

function placesOf({ classList, dataset }) {
  const subject = dataset.quoted ? `data-quoted="${dataset.quoted}"` : `data-person="${dataset.person}"`;
  return `.${classList[0]}[${subject}]`;
}

const isOlder = (place, piece) => Number(place.dataset.version) < Number(piece.dataset.version);

// What the page has marked for its reader stays marked, and who has the focus keeps it.
function renew(place, piece) {
  const incoming = piece.cloneNode(true);
  for (const mark of ["data-own", "data-blocked"]) incoming.toggleAttribute(mark, place.hasAttribute(mark));
  const hadFocus = place === document.activeElement;
  place.replaceWith(incoming);
  refresh(incoming);
  if (hadFocus) incoming.focus({ preventScroll: true });
  return incoming;
}

function refresh(within) {
  const renewed = [];
  for (const place of within.querySelectorAll("[data-person], [data-quoted]")) {
    const piece = newest.size && newest.get(placesOf(place));
    if (piece && isOlder(place, piece)) renewed.push(renew(place, piece));
  }
  return renewed;
}

function everywhere(body, { children }) {
  return [...children].flatMap((piece) => {
    const selector = placesOf(piece);
    if (!newest.has(selector) || isOlder(newest.get(selector), piece)) newest.set(selector, piece.cloneNode(true));
    const places = [...body.querySelectorAll(selector)].filter((place) => isOlder(place, piece));
    return places.map((place) => renew(place, piece));
  });
}

document.addEventListener("placed", ({ detail }) => refresh(detail.item).forEach((each) => htmx.process(each)));

htmx.defineExtension("everywhere", {
  isInlineSwap: (style) => style === "everywhere",
  handleSwap: (style, target, { children }) => style === "everywhere" && [...children].flatMap((child) => everywhere(target, child)),
});
