// Up to where the page holds its room (chat/messages/_since.html), for the next time that it connects. What comes over the
// socket comes in the order of versions, without gaps, as soon as the room has been caught up with; before that, and in
// what comes by HTTP, there may be a gap below.

let comesBySocket = false;
document.addEventListener("htmx:wsBeforeMessage", () => {
  comesBySocket = true;
  queueMicrotask(() => (comesBySocket = false));
});

document.addEventListener("htmx:wsConnecting", () => {
  for (const since of document.querySelectorAll("[data-caught-up]")) since.removeAttribute("data-caught-up");
});

document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  if (!comesBySocket || target.id !== "messages") return;
  const { room, version } = fragment.firstElementChild.dataset;
  const since = document.querySelector(`#room-${room}-since[data-caught-up]`);
  if (since) since.value = Math.max(since.value, version);
});
