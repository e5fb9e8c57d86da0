// The button [data-copy-code] copies the code that it stands above, and says so.

const SAID = 2_000; // milliseconds

async function copy(text) {
  // navigator.clipboard exists on HTTPS only; people run Roomful on plain HTTP at home.
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

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy-code]");
  if (!button) return;
  const block = button.closest(".code");
  await copy(block.querySelector(".code__text").textContent);
  const said = block.querySelector("[role=status]");
  said.textContent = "Copied";
  setTimeout(() => (said.textContent = ""), SAID);
});
