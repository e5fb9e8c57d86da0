// Going from room to room: links swap the column (hx-boost), and this sees to what the browser would do on a new page.

const COLUMN = "column";
const onGlass = matchMedia("(pointer: coarse)");

// An error takes the place of nothing. Ours bring a notice; connection-status.js speaks of others.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.isError) detail.swapOverride = "none";
});

function closePopovers() {
  for (const open of document.querySelectorAll(":popover-open")) open.hidePopover();
}

// Where reading or writing goes on. On glass the keyboard would cover half of the room.
function focusColumn() {
  const text = document.getElementById("composer-message");
  (text && !onGlass.matches ? text : document.getElementById("main"))?.focus({ preventScroll: true });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== COLUMN) return;
  closePopovers();
  focusColumn();
});

// Back and forward: the focus is where it was.
const focused = new Map();
document.addEventListener("htmx:beforeHistorySave", (event) => {
  focused.set(event.detail.path, document.activeElement?.id);
});
document.addEventListener("htmx:historyRestore", (event) => {
  closePopovers();
  const before = document.getElementById(focused.get(event.detail.path));
  if (before) before.focus({ preventScroll: true });
  else focusColumn();
});
// The address in the bar is not that of the page: only a whole page can say what is the matter.
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());

// The page that is shown when the server cannot be reached. Browsers allow it on HTTPS and on one's own machine.
navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
