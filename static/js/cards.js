// Who somebody is, beside a link to them that has data-card: on hover for a moment, on a click, or by a key.

const HOVER = 350; // milliseconds
const GRACE = 250;
const GAP = 8; // pixels

const card = () => document.getElementById("card");
let timer = 0;
let owner = null;

function place(box, link) {
  const at = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = at.bottom + GAP;
  const top = below + height < innerHeight ? below : Math.max(GAP, at.top - GAP - height);
  box.style.setProperty("--x", `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`);
  box.style.setProperty("--y", `${top}px`);
}

async function show(link, { focus }) {
  const box = card();
  owner = link;
  await htmx.ajax("GET", link.getAttribute("href"), { target: box, swap: "innerHTML" });
  if (owner !== link || !link.isConnected || !box.childElementCount) return;
  if (!box.matches(":popover-open")) box.showPopover();
  place(box, link);
  if (focus) box.querySelector("a")?.focus();
}

function hide({ focus = false } = {}) {
  clearTimeout(timer);
  const box = card();
  if (box?.matches(":popover-open")) {
    box.hidePopover();
    if (focus) owner?.focus();
  }
  owner = null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-card]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  clearTimeout(timer);
  show(link, { focus: true });
});

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const link = event.target.closest("[data-card]");
  clearTimeout(timer);
  if (link && link !== owner) timer = setTimeout(() => show(link, { focus: false }), HOVER);
  else if (!link && owner && !event.target.closest("#card") && !card().contains(document.activeElement)) {
    timer = setTimeout(hide, GRACE);
  }
});

document.addEventListener("pointerdown", (event) => {
  if (owner && !event.target.closest("#card, [data-card]")) hide();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !card()?.matches(":popover-open")) return;
  event.preventDefault();
  hide({ focus: true });
});
