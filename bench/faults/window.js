// In every page of the trial: tells it when the page's socket opens and closes, and with which code.

(() => {
  const tell = ({ type, detail }) => window.tellTrial(type, detail.event?.code ?? null);
  for (const name of ["htmx:wsOpen", "htmx:wsClose"]) document.addEventListener(name, tell);
})();

const shownMessages = () => [...document.querySelectorAll("message-log .message")];
const shownText = (item) => item.querySelector(".message__body").textContent.trim();

// Of each emoji how many and who; who is not as many as the chip says makes a reaction that nobody gave.
const shownReactions = (item) =>
  [...item.querySelectorAll(".chip[data-by]")].map((chip) => {
    const people = chip.dataset.by.split(" ").map(Number);
    const count = Number(chip.querySelector(".chip__count").textContent);
    return [chip.value, count === people.length ? people : [-1]];
  });

// The messages that it shows.
window.shownLines = () =>
  shownMessages().map((item) => {
    const deleted = item.classList.contains("message--deleted");
    const { seq, version, pk } = item.dataset;
    return {
      seq: Number(seq ?? 0),
      version: Number(version ?? 0),
      client_id: item.id.slice(-36),
      text: deleted ? "" : shownText(item),
      edited: item.querySelector(".message__edited") !== null,
      deleted,
      pk: Number(pk ?? 0),
      reactions: shownReactions(item),
      pinned: item.querySelector(".message__pinned") !== null,
      quotes: Number(item.querySelector("[data-quoted]")?.dataset.quoted) || null,
    };
  });

// What stands above answers: the key of the quoted message, and which version of it is shown.
window.shownQuotes = () =>
  [...document.querySelectorAll("message-log .message [data-quoted]")].map(({ dataset }) => [Number(dataset.quoted), Number(dataset.version)]);

window.knownMessages = () =>
  shownMessages()
    .filter((item) => item.dataset.pk && !item.classList.contains("message--deleted"))
    .map((item) => ({ pk: Number(item.dataset.pk), client_id: item.id.slice(-36), text: shownText(item), is_own: "own" in item.dataset }));

// Post what a button of the page posts, as htmx does it; the status of the answer, 0 without one.
window.postDeed = async (path, fields) => {
  let status = 0;
  const source = document.querySelector("#act");
  const note = ({ detail }) => (status = detail.xhr.status);
  source.addEventListener("htmx:afterRequest", note);
  const values = { ...fields, csrfmiddlewaretoken: source.querySelector("[name=csrfmiddlewaretoken]").value };
  await htmx.ajax("POST", path, { source, values, swap: "none" }).catch(() => {});
  source.removeEventListener("htmx:afterRequest", note);
  return status;
};
