// Copies the code that a button [data-copy-code] stands above, and what an element asks for by an event, `copying`, with
// {text, said}: said is the status that tells of it for a moment.

const SAID = 2_000; // milliseconds

// navigator.clipboard exists on HTTPS only; people run Roomful on plain HTTP at home.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus({ preventScroll: true });
}

document.addEventListener("copying", async ({ detail: { text, said } }) => {
  await copy(text);
  said.textContent = "Copied";
  setTimeout(() => (said.textContent = ""), SAID);
});

document.addEventListener("click", ({ target }) => {
  const block = target.closest?.("[data-copy-code]")?.closest(".code");
  if (!block) return;
  const detail = { text: block.querySelector(".code__text").textContent, said: block.querySelector("[role=status]") };
  block.dispatchEvent(new CustomEvent("copying", { bubbles: true, detail }));
});
