// <emoji-picker popover>: all emoji, which the server renders, for a message or for what one writes. What has data-picks opens
// it: "message" for the message that it belongs to, "text" for the composer. It stands outside the list of messages, so
// that nothing that comes in closes it. The browser keeps which emoji its reader took last, and their skin tone.

const MOST_RECENT = 18;
const TYPING = 120; // milliseconds
const GAP = 8; // pixels

const onGlass = matchMedia("(pointer: coarse)");

customElements.define(
  "emoji-picker",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.text = this.form.elements.q;
      this.grid = this.querySelector("emoji-grid");
      this.found = this.querySelector(".picker__found");
      this.all = this.querySelector(".picker__all");
      this.form.addEventListener("submit", (event) => this.choose(event));
      this.form.addEventListener("input", (event) => this.ask(event));
      this.addEventListener("keydown", (event) => this.steer(event));
      this.addEventListener("click", (event) => this.pick(event));
      this.grid.addEventListener("above", () => this.text.focus());
      this.addEventListener("toggle", (event) => event.newState === "closed" && this.leave());
      this.form.elements.tone.value = this.recall("tone");
    }

    recall(name) {
      try {
        return localStorage.getItem(`emoji-${name}-${this.dataset.reader}`) ?? "";
      } catch {
        return "";
      }
    }

    keep(name, value) {
      try {
        localStorage.setItem(`emoji-${name}-${this.dataset.reader}`, value);
      } catch {
        // A browser that keeps nothing remembers nothing.
      }
    }

    get tone() {
      return this.form.elements.tone.value;
    }

    get address() {
      return this.form.getAttribute("action");
    }

    async open(opener) {
      const message = opener.dataset.picks === "message" ? opener.closest(".message") : null;
      this.goal = { pk: message?.dataset.pk, back: message?.querySelector(".message__row").id ?? "composer-message" };
      this.text.value = "";
      this.show("");
      this.showPopover();
      this.place(opener);
      if (onGlass.matches) this.querySelector("[type=radio]:checked").focus({ preventScroll: true });
      else this.text.focus();
      await this.load();
    }

    place(opener) {
      const at = opener.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = this;
      const above = at.top - GAP - height;
      const top = above > GAP ? above : Math.min(at.bottom + GAP, innerHeight - GAP - height);
      this.style.setProperty("--x", `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`);
      this.style.setProperty("--y", `${Math.max(GAP, top)}px`);
    }

    // Once for a tone; then they stay.
    async load() {
      if (this.loaded === this.tone) return;
      const { tone } = this;
      const asked = new URLSearchParams({ tone, recent: this.recall("recent") });
      await htmx.ajax("GET", `${this.address}?${asked}`, { target: this.all, swap: "innerHTML" });
      if (this.all.childElementCount) this.loaded = tone;
      this.grid.rove();
    }

    ask({ target }) {
      if (target !== this.text) {
        this.keep("tone", this.tone);
        this.load();
      }
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), TYPING);
    }

    async search() {
      const q = this.text.value.trim();
      if (!q) return this.show("");
      const asked = new URLSearchParams({ q, tone: this.tone });
      await htmx.ajax("GET", `${this.address}?${asked}`, { source: this.found, target: this.found, swap: "innerHTML" });
      this.show(this.text.value.trim());
    }

    show(query) {
      if (!query) this.found.replaceChildren();
      this.all.hidden = Boolean(query);
      this.grid.rove();
    }

    steer(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key === "Tab") return;
      event.stopPropagation(); // keys that work everywhere else
      const isOnEmoji = event.target.matches(".picker__emoji");
      if (event.key === "Escape") {
        event.preventDefault(); // a search field would be emptied first
        this.hidePopover();
      } else if (event.key === "ArrowDown" && event.target === this.text) {
        event.preventDefault();
        this.grid.first?.focus();
      } else if (isOnEmoji && event.key.length === 1 && event.key !== " ") this.text.focus(); // where it is typed then
    }

    // Enter in the search takes the best that is found; it may have to be found first.
    async choose(event) {
      event.preventDefault();
      clearTimeout(this.timer);
      if (!this.text.value.trim()) return;
      await this.search();
      this.found.querySelector(".picker__emoji")?.click();
    }

    pick(event) {
      const button = event.target.closest(".picker__emoji");
      if (!button) return;
      event.preventDefault();
      this.remember(button);
      this.hidePopover();
      if (this.goal.pk) this.react(button.value);
      else this.insert(button.value);
    }

    remember(button) {
      const kept = this.recall("recent").split(",").filter((each) => each && each !== button.value);
      this.keep("recent", [button.value, ...kept].slice(0, MOST_RECENT).join());
      const recent = this.all.querySelector(".picker__recent");
      const list = recent?.querySelector(".picker__emojis");
      if (!list) return;
      const copy = button.cloneNode(true);
      [...list.children].find((each) => each.value === button.value)?.remove();
      list.prepend(copy);
      list.children[MOST_RECENT]?.remove();
      recent.hidden = false;
    }

    react(emoji) {
      const path = this.dataset.path.replace("/0/", `/${this.goal.pk}/`);
      document.dispatchEvent(new CustomEvent("act", { detail: { path, values: { emoji, on: "true" } } }));
    }

    // As if it was typed, so that it can be undone.
    insert(emoji) {
      const text = document.getElementById(this.goal.back);
      text?.focus();
      if (text && !document.execCommand("insertText", false, emoji)) text.setRangeText(emoji);
    }

    leave() {
      clearTimeout(this.timer);
      document.getElementById(this.goal?.back)?.focus({ preventScroll: true });
    }
  },
);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-picks]");
  const picker = document.querySelector("emoji-picker");
  if (!opener || !picker || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  picker.open(opener);
});
