// Who gave a reaction, all of them: a chip that is held down, or asked for its menu, opens the list. (Pointing at it says a few.)

const HOLD = 500; // milliseconds, as long as for a message's actions
const SLACK = 10; // pixels that a finger may move while it holds

let timer;
let start;
let held = false;

const chipOf = ({ target }) => target.closest?.(".chip[data-by]");
const box = () => document.getElementById("reactors");
const isOpen = () => Boolean(box()?.matches(":popover-open"));

async function show(chip) {
  const list = box().querySelector(".reactors__list");
  box().dataset.row = chip.closest(".message__row").id;
  await htmx.ajax("GET", chip.getAttribute("formaction"), { target: list, swap: "innerHTML" });
  if (!list.childElementCount || isOpen()) return;
  box().showPopover();
  box().querySelector("button").focus({ preventScroll: true });
}

// It is closed by hand: a browser would take letting go of the chip for a click beside it.
function hide() {
  if (!isOpen()) return;
  box().hidePopover();
  document.getElementById(box().dataset.row)?.focus({ preventScroll: true });
}

document.addEventListener("contextmenu", (event) => {
  const chip = chipOf(event);
  if (!chip) return;
  event.preventDefault();
  if (!held && !isOpen()) show(chip);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !isOpen()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  hide();
}, true);

document.addEventListener("click", ({ target }) => target.closest?.("#reactors [data-closes]") && hide());
document.addEventListener("pointerdown", ({ target }) => !target.closest?.("#reactors") && hide(), true);

// In the capture phase: to hold a chip down is not to hold down its message.
document.addEventListener("pointerdown", (event) => {
  const chip = chipOf(event);
  held = false;
  if (!chip || event.pointerType !== "touch") return;
  event.stopPropagation();
  start = { x: event.clientX, y: event.clientY };
  timer = setTimeout(() => {
    held = true;
    show(chip);
  }, HOLD);
}, true);

for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => clearTimeout(timer), true);
document.addEventListener("pointermove", ({ clientX, clientY }) => {
  if (start && Math.hypot(clientX - start.x, clientY - start.y) > SLACK) clearTimeout(timer);
}, true);

// Letting go of it is no click.
document.addEventListener("click", (event) => {
  if (!held || !chipOf(event)) return;
  held = false;
  event.preventDefault();
  event.stopPropagation();
}, true);
