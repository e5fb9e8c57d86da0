// <jump-box popover>: an ARIA combobox whose options the server renders. Ctrl/Cmd+K opens it, as does what has data-opens="jump".

customElements.define(
  "jump-box",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input");
      this.list = this.querySelector("[role=listbox]");
      this.input.addEventListener("keydown", (event) => this.steer(event));
      this.addEventListener("htmx:afterSwap", () => this.renew());
      this.addEventListener("toggle", (event) => {
        if (event.newState === "closed") this.input.setAttribute("aria-expanded", "false");
      });
      this.querySelector("form").addEventListener("submit", (event) => this.choose(event));
    }

    open() {
      if (!this.matches(":popover-open")) this.showPopover();
      this.input.value = "";
      this.input.focus();
      htmx.trigger(this.input, "jump");
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option][href]")];
    }

    get active() {
      return this.list.querySelector("[aria-selected=true]");
    }

    renew() {
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.activate(this.options[0]);
    }

    activate(option) {
      this.active?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) this.input.setAttribute("aria-activedescendant", option.id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    steer(event) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const { options } = this;
      if (!by || !options.length) return;
      event.preventDefault();
      this.activate(options.at((options.indexOf(this.active) + by) % options.length));
    }

    // Enter goes to the active option; without one the form does what it does without a script.
    choose(event) {
      if (this.list.hidden) return;
      event.preventDefault();
      this.active?.click();
    }
  },
);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens=jump]");
  const box = document.querySelector("jump-box");
  if (!opener || !box || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  box.open();
});
