// <message-draft data-url> in <message-composer>: brings what was begun in this room into the composer, and gives what is written
// there to <message-drafts>. Where both this device and another have written, its bar lets one look at either and keep one.
// Nothing takes the place of what somebody is typing.

const REST = 1_000; // milliseconds after the last key
const SOON = 100; // a window that comes to the front says so twice

customElements.define(
  "message-draft",
  class extends HTMLElement {
    connectedCallback() {
      this.drafts = document.querySelector("message-drafts");
      if (!this.drafts) return; // in the gallery
      this.composer = this.closest("message-composer");
      this.form = this.composer.querySelector("form");
      this.text = this.form.elements.message;
      const [user, room] = this.composer.dataset.draft.split("-");
      this.room = room;
      if (user !== this.drafts.dataset.user) return; // somebody else has signed in since
      this.listen();
      const version = Number(this.form.elements.draft.defaultValue);
      const shown = { text: this.text.defaultValue, quotes: this.quotes, version };
      this.record = this.drafts.open(room, this.dataset.url, shown, "refused" in this.dataset);
      this.begin();
      this.show();
    }

    // What one wrote before this script had come goes on from what there is. Where a page comes back, the browser puts there what
    // it remembers.
    begin() {
      const { value, defaultValue } = this.text;
      const { text } = this.record;
      const isNew = performance.getEntriesByType("navigation")[0]?.type === "navigate";
      if (!isNew || value === defaultValue || value === text) return;
      const isMore = value.startsWith(defaultValue);
      if (text !== defaultValue && isMore) this.text.value = text + value.slice(defaultValue.length);
      if (text === defaultValue || isMore) this.note({ target: this.text });
    }

    listen() {
      this.leaving = new AbortController();
      const { signal } = this.leaving;
      const hear = (target, names, heard) => names.forEach((name) => target.addEventListener(name, heard.bind(this), { signal }));
      hear(this.composer, ["input", "changed"], this.note);
      hear(this.composer, ["focusout"], () => this.save());
      hear(this.composer, ["set-aside", "bring-back"], this.turn);
      hear(this, ["click"], this.act);
      hear(document, ["draft"], ({ detail }) => detail.room === this.room && this.show());
      hear(document, ["htmx:historyRestore"], this.look);
      hear(document, ["visibilitychange"], () => (document.hidden ? this.leave() : this.look()));
      hear(window, ["focus"], this.look);
      hear(window, ["pageshow"], ({ persisted }) => persisted && this.look());
      hear(window, ["pagehide"], this.leave);
    }

    disconnectedCallback() {
      if (!this.record) return;
      this.leaving.abort();
      this.leave();
    }

    get quotes() {
      return this.form.elements.quotes?.value ?? "";
    }

    note({ target }) {
      if (this.isAside || (target !== this.text && target !== this.composer)) return;
      this.drafts.note(this.room, this.text.value, this.quotes);
      this.mark();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), REST);
    }

    save(keepalive = false) {
      clearTimeout(this.timer);
      this.drafts.save(this.room, keepalive);
    }

    leave() {
      this.save(true);
    }

    // Who comes back may have gone on somewhere else.
    look() {
      clearTimeout(this.looking);
      this.looking = setTimeout(() => this.isConnected && this.drafts.look(this.room), SOON);
    }

    // In the list of rooms, and in the form: a message says which draft it was.
    mark() {
      this.form.elements.draft.value = this.record.version;
      const detail = { room: this.room, isBegun: Boolean(this.record.text) };
      document.dispatchEvent(new CustomEvent("begun", { detail }));
    }

    show() {
      const { record, text } = this;
      if (!record) return;
      this.mark();
      if (!this.isAside && text.value !== record.text) {
        text.value = record.text;
        this.composer.dispatchEvent(new CustomEvent("drafted"));
      }
      this.showOther(record.other);
    }

    showOther(other) {
      const bar = this.firstElementChild;
      const hadFocus = bar.contains(document.activeElement);
      bar.hidden = !other || this.isAside;
      for (const each of bar.querySelectorAll("[data-when]")) each.hidden = (each.dataset.when === "other") !== Boolean(other?.isShown);
      if (hadFocus && bar.hidden) this.text.focus();
    }

    act({ target }) {
      const action = target.closest("[data-do]")?.dataset.do;
      if (action && this.record.other) this.drafts[action](this.room);
    }

    // The composer is lent to another text, and comes back.
    turn({ type }) {
      if (type === "set-aside") this.save();
      this.isAside = type === "set-aside";
      this.show();
    }
  },
);
