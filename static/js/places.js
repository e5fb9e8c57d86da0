// Going to a message: from what quotes it, from the list of pins, by its address. On the page it is shown for as long as it
// has the focus; when it is not here, the link opens the room around it.

const LINKS = ".message-quote[href], .excerpt__text";

function show(row) {
  for (const open of document.querySelectorAll(".panel:popover-open")) open.hidePopover();
  row.scrollIntoView({ block: "center" });
  row.dataset.found = "";
  row.addEventListener("blur", () => delete row.dataset.found, { once: true });
  row.focus({ preventScroll: true });
}

const rowOf = (hash) => /^#at-\d+$/.test(hash) && document.querySelector(`message-log ${hash}`);

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest(LINKS);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || link.pathname !== location.pathname) return;
    const row = rowOf(link.hash);
    if (!row) return;
    event.preventDefault();
    event.stopPropagation(); // htmx would fetch the page
    show(row);
  },
  true,
);

// The page came by a link to a message.
function arrive() {
  const row = rowOf(location.hash);
  if (row) show(row);
}

document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "column" && arrive());
arrive();

// A link with data-panel opens what it leads to in that panel, as soon as it has come.
document.addEventListener("htmx:afterOnLoad", ({ detail: { elt, xhr } }) => {
  const panel = document.getElementById(elt.dataset.panel);
  if (panel && xhr.status < 400) panel.showPopover();
});

// A button that was just used and gives way to its opposite (pin, unpin) hands over the focus.
function keepAtHand() {
  const used = document.activeElement;
  if (!used.closest(".message-actions") || used.checkVisibility()) return;
  const opposite = [used.nextElementSibling, used.previousElementSibling].find((each) => each?.dataset.key === used.dataset.key);
  opposite?.focus();
}

for (const name of ["saved", "placed"]) document.addEventListener(name, () => queueMicrotask(keepAtHand));
