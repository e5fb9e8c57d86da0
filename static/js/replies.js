// Replying: what the message that is being written answers (chat/messages/_quoting.html) stands in <composer-context> until it
// is sent or taken back (composer-context.js). It goes into the outbox with the message (compose), and comes back with one that could not be sent
// (rewrite).

const context = () => document.getElementById("composer-context");
const quoting = () => context()?.querySelector(".quoting");
const text = () => document.getElementById("composer-message");

// A draft is kept with what it answers.
function tell() {
  text()?.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:afterSettle", ({ target }) => target === context() && quoting() && tell());

// Where there are no scripts it is a link.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".quoting [data-do=cancel]")) return;
  event.preventDefault();
  tell();
});

// Before the outbox hears of it.
document.addEventListener(
  "compose",
  ({ detail }) => {
    const link = quoting()?.querySelector(".message-quote");
    if (!link) return;
    const part = (name) => link.querySelector(`.message-quote__${name}`).textContent.trim();
    const pk = quoting().querySelector("[name=quotes]").value;
    detail.quotes = { pk, href: link.getAttribute("href"), author: part("author"), text: part("text") };
  },
  true,
);

document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (elt.id === "composer" && xhr.status === 201) quoting()?.remove();
});

document.addEventListener("rewrite", ({ detail: { quotes } }) => {
  if (!quotes || !context()) return;
  const path = context().dataset.quote.replace("/0/", `/${quotes.pk}/`);
  htmx.ajax("GET", path, { target: context(), swap: "innerHTML" });
});
