// <message-preview> in a composer's form: how the text will look, in its place, as the server answers the button that names
// it in aria-controls. Whoever goes back to the text goes on writing; to send it closes it too.

customElements.define(
  "message-preview",
  class extends HTMLElement {
    connectedCallback() {
      const form = this.closest("form");
      this.text = form.elements.message;
      this.button = form.querySelector(`[aria-controls=${this.id}]`);
      this.button.addEventListener("htmx:beforeRequest", (event) => this.ask(event));
      this.button.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && this.open());
      this.text.addEventListener("focus", () => this.close());
      form.addEventListener("keydown", (event) => this.press(event));
      this.toggle(!this.hidden);
    }

    press(event) {
      const isAsked = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "e";
      if (!isAsked && (this.hidden || event.key !== "Escape")) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.hidden) this.button.click();
      else this.text.focus();
    }

    // Not the composer's own request: what it asks to be stored is another thing.
    ask(event) {
      event.stopPropagation();
      this.asked = this.text.value;
      if (this.hidden) return;
      event.preventDefault();
      this.text.focus();
    }

    // Who has gone on writing meanwhile is not interrupted.
    open() {
      if (this.asked !== this.text.value) return;
      this.closest("form").querySelector("#composer-error").replaceChildren();
      this.toggle(true);
      this.focus();
    }

    close() {
      this.toggle(false);
      this.replaceChildren();
    }

    toggle(isShown) {
      this.hidden = !isShown;
      this.button.setAttribute("aria-pressed", isShown);
      this.closest("message-composer").toggleAttribute("data-previewing", isShown);
    }
  },
);

document.addEventListener("submit", ({ target }) => target.querySelector("message-preview")?.close(), true);
