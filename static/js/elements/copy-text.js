// <copy-text> around a readonly input, a hidden button and a status: the button copies. Without it one selects the text.

customElements.define(
  "copy-text",
  class extends HTMLElement {
    connectedCallback() {
      this.button = this.querySelector("button");
      this.button.hidden = false;
      this.button.addEventListener("click", () => this.copy());
    }

    async copy() {
      const field = this.querySelector("input");
      field.select();
      // navigator.clipboard exists on HTTPS only; people run Roomful on plain HTTP at home.
      if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
      else document.execCommand("copy");
      this.querySelector("[role=status]").textContent = "Copied.";
      this.dataset.state = "copied";
    }
  },
);
