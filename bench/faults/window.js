// In every page of the trial: tells it when the page's socket opens and closes, and with which code.

(() => {
  const tell = ({ type, detail }) => window.tellTrial(type, detail.event?.code ?? null);
  for (const name of ["htmx:wsOpen", "htmx:wsClose"]) document.addEventListener(name, tell);
})();

// The messages that it shows, as lists: seq, version, client_id, text, edited, deleted.
window.shownLines = () =>
  [...document.querySelectorAll("message-log .message")].map((item) => {
    const deleted = item.classList.contains("message--deleted");
    const text = deleted ? "" : item.querySelector(".message__body").textContent.trim();
    const { seq, version } = item.dataset;
    return [Number(seq ?? 0), Number(version ?? 0), item.id.slice(-36), text, item.querySelector(".message__edited") !== null, deleted];
  });
