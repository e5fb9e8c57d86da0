// <jump-box popover>: an ARIA combobox whose options the server renders. Ctrl/Cmd+K opens it, as does what has data-opens="jump".
// The browser keeps where its reader was last, and tells the server, which puts that first.

const MOST_RECENT = 8;
const KINDS = { rooms: "room", people: "person" };
const MOVES = ["htmx:pushedIntoHistory", "htmx:historyRestore"];

// Such as room-5; nothing on other pages.
function here() {
  const [, kind, pk] = location.pathname.match(/^\/(rooms|people)\/(\d+)\/$/) ?? [];
  return kind ? `${KINDS[kind]}-${pk}` : "";
}

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
      for (const name of MOVES) document.addEventListener(name, this);
      this.handleEvent();
    }

    disconnectedCallback() {
      for (const name of MOVES) document.removeEventListener(name, this);
    }

    get storage() {
      return `recent-${this.dataset.reader}`;
    }

    // Without where one is: nobody jumps there.
    get recent() {
      try {
        const kept = localStorage.getItem(this.storage) ?? "";
        return kept.split(",").filter((each) => each && each !== here());
      } catch {
        return [];
      }
    }

    handleEvent() {
      if (!here()) return;
      try {
        localStorage.setItem(this.storage, [here(), ...this.recent].slice(0, MOST_RECENT + 1).join());
      } catch {
        // A browser that keeps nothing remembers nothing.
      }
    }

    open() {
      if (!this.matches(":popover-open")) this.showPopover();
      this.input.value = "";
      this.querySelector("[name=recent]").value = this.recent.slice(0, MOST_RECENT).join();
      this.input.focus();
      htmx.trigger(this.input, "jump");
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")];
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
