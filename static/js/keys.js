// The keys that work wherever the focus is, and those between messages (templates/components/_keys.html lists them).

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll(".message__row")];
const composer = () => document.getElementById("composer-message");

function focusRow(row) {
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function step(from, by) {
  const all = rows();
  const place = all.indexOf(from);
  if (place < 0) focusRow(all.at(-1));
  else if (all[place + by]) focusRow(all[place + by]);
  else if (by > 0) composer()?.focus();
}

function moveBetweenMessages(event) {
  const row = event.target.closest(".message__row");
  if (!row && !event.target.matches(".log__scroller")) return;
  if (event.target.closest("[role=toolbar]")) return;
  const moves = {
    ArrowUp: () => step(row, -1),
    ArrowDown: () => step(row, 1),
    Home: () => focusRow(rows()[0]),
    End: () => focusRow(rows().at(-1)),
  };
  if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  moves[event.key]();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const { target, key } = event;
  if ((event.ctrlKey || event.metaKey) && key.toLowerCase() === "k" && !event.shiftKey && !event.altKey) {
    const box = document.querySelector("jump-box");
    if (!box) return;
    event.preventDefault();
    box.open();
  } else if (key === "?" && !isTyping(target)) {
    document.getElementById("keys")?.togglePopover();
  } else if (key === "ArrowUp" && target === composer() && !target.value) {
    event.preventDefault();
    step(null, -1);
  } else if (key === "Escape" && target.closest("message-log") && !document.querySelector(":popover-open")) {
    composer()?.focus();
  } else {
    moveBetweenMessages(event);
  }
});
