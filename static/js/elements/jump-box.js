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
      this.input.addEventListener("input", () => this.forget());
      this.addEventListener("htmx:afterSwap", (event) => this.renew(event.detail.requestConfig.parameters.q));
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
      this.forget();
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

    // Of a text that has changed: whom the arrows led to, and whether Enter waits for an answer.
    forget() {
      this.reached = "";
      this.isAwaited = false;
    }

    // An answer that comes late leaves whom the arrows led to.
    renew(text) {
      this.shown = text;
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      const { options } = this;
      this.activate(options.find((option) => option.id === this.reached) ?? options[0]);
      if (this.isAwaited && this.active?.id !== "jump-create") this.active?.click(); // nobody has seen that offer
      this.isAwaited = false;
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
      this.reached = this.active.id;
    }

    // Enter goes to the active option, once the options are those of what stands there; without any the form does what it does
    // without a script.
    choose(event) {
      if (this.list.hidden) return;
      event.preventDefault();
      if (this.reached || this.shown === this.input.value) this.active?.click();
      else this.isAwaited = true;
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
