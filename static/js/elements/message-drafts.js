// <message-drafts data-user="key"> in the frame: what its person has begun to write, in all rooms. The browser's storage has it at
// each key, the server soon after, for their other devices. Versions say what is newer, not clocks. Where something else was
// written meanwhile both are kept until one is chosen. message-draft.js shows the one of the room that is open (event: draft).
//
// Of each room there is {text and quotes, url, version, base and baseQuotes: what the server has, as far as is known, saving: the
// text that is on its way there, other: {text, version, isShown}, which waits to be chosen or not}. Two windows of one browser
// share it. What it quotes is the key of a message, or nothing, and goes with the text.

const LATER = 15_000; // milliseconds, when it did not get through
const CONFLICT = 409;
const TOO_MANY = 429;

const isDirty = ({ text, base, quotes, baseQuotes }) => text !== base || quotes !== baseQuotes;
const quotesOf = (draft) => String(draft.quotes ?? "");

// Of the windows of a browser one at most has the focus: there nothing is put before the caret.
function hasCaret(room) {
  const composer = document.activeElement?.closest("message-composer");
  return document.hasFocus() && Boolean(composer?.dataset.draft.endsWith(`-${room}`));
}

// What the server has meets what was written here.
function meet(record, draft) {
  const { text, version } = draft;
  if (record.other?.isShown || version <= record.version) return; // one chooses; a page from the past
  const isOwn = text === record.saving || text === record.text;
  const known = { version, base: text, baseQuotes: quotesOf(draft) };
  delete record.other;
  if (isOwn || (isDirty(record) && !text)) Object.assign(record, known);
  else if (!isDirty(record) || !record.text) Object.assign(record, known, { text, quotes: quotesOf(draft) });
  else record.other = { text, version, isShown: false };
}

async function ask(url, options) {
  const response = await fetch(url, { headers: { Accept: "application/json" }, redirect: "error", ...options });
  return response.ok || response.status === CONFLICT ? response.json() : Promise.reject(response.status);
}

customElements.define(
  "message-drafts",
  class extends HTMLElement {
    records = new Map(); // by room
    busy = new Map(); // by room: whether there is more to send
    timers = new Map();
    typed = new Set(); // the rooms in which one has written in this window

    connectedCallback() {
      this.stem = `draft-${this.dataset.user}-`;
      addEventListener("storage", ({ key }) => key?.startsWith(this.stem) && this.follow(key.slice(this.stem.length)));
      addEventListener("online", () => this.wake());
      document.addEventListener("htmx:wsOpen", () => this.wake());
    }

    recall(room) {
      if (!this.records.has(room)) this.records.set(room, { text: "", quotes: "", version: 0, base: "", baseQuotes: "" });
      const record = this.records.get(room);
      try {
        const stored = JSON.parse(localStorage.getItem(this.stem + room));
        if (stored) for (const name of ["saving", "other"]) delete record[name];
        return Object.assign(record, stored);
      } catch {
        return record; // refused
      }
    }

    store(room) {
      try {
        localStorage.setItem(this.stem + room, JSON.stringify(this.records.get(room)));
      } catch {
        this.forget(room); // full: what is there is older than what this page has
      }
    }

    forget(room) {
      try {
        localStorage.removeItem(this.stem + room);
      } catch {} // refused, and writing must go on
    }

    tell(room) {
      if (!isDirty(this.records.get(room))) this.typed.delete(room);
      this.store(room);
      document.dispatchEvent(new CustomEvent("draft", { detail: { room } }));
    }

    // The room's page is there, with what the server had when it was made; or with what was refused, which was never a draft.
    open(room, url, shown, isRefused) {
      const record = this.recall(room);
      record.url = url;
      if (isRefused) record.text = shown.text;
      else meet(record, shown);
      this.tell(room);
      this.wake();
      return record;
    }

    note(room, text, quotes) {
      Object.assign(this.records.get(room), { text, quotes });
      this.typed.add(room);
      this.store(room);
    }

    async save(room, keepalive = false) {
      const record = this.records.get(room);
      clearTimeout(this.timers.get(room));
      if (this.busy.has(room)) this.busy.set(room, true);
      if (!record?.url || !isDirty(record) || record.other || this.busy.has(room)) return;
      this.busy.set(room, false);
      const { text, quotes, version, url } = record;
      record.saving = text;
      this.store(room);
      const body = new URLSearchParams({ text, quotes, version, csrfmiddlewaretoken: this.querySelector("input").value });
      // No network, or too often: it is here, and tried again. Not when it is too long, or of a room that one has left.
      let isRefused = false;
      const draft = await ask(url, { method: "POST", body, keepalive }).catch((reason) => {
        isRefused = reason >= 400 && reason < TOO_MANY;
      });
      const isMore = this.busy.get(room);
      this.busy.delete(room);
      if (draft) {
        // One that is older is of a database that an older copy has taken the place of.
        const isStored = draft.text === text || draft.version < version;
        // A quoted message that is gone is not quoted: what was asked for counts as kept.
        const baseQuotes = draft.text === text ? quotes : quotesOf(draft);
        if (isStored) Object.assign(record, { version: draft.version, base: draft.text, baseQuotes });
        else meet(record, draft);
        delete record.saving;
        this.tell(room);
      }
      if (draft && isMore) this.save(room, keepalive);
      else if (isDirty(record) && !isRefused) this.timers.set(room, setTimeout(() => this.save(room), LATER));
    }

    async look(room) {
      const record = this.records.get(room);
      if (isDirty(record) && !record.other) return this.save(room);
      const draft = this.busy.has(room) || (await ask(record.url).catch(() => null));
      if (!draft?.version) return;
      meet(record, draft);
      this.tell(room);
    }

    // Another window of this browser has written; unless one writes here too, or is about to.
    follow(room) {
      const record = this.records.get(room);
      if (!record || (this.typed.has(room) && isDirty(record)) || hasCaret(room)) return;
      this.recall(room);
      this.typed.delete(room);
      document.dispatchEvent(new CustomEvent("draft", { detail: { room } }));
    }

    // There is a network: what was begun without one, in whichever room.
    wake() {
      let keys = [];
      try {
        keys = Object.keys(localStorage).filter((key) => key.startsWith(this.stem));
      } catch {} // refused
      for (const key of keys) {
        const room = key.slice(this.stem.length);
        if (!this.records.has(room)) this.recall(room);
        this.save(room);
      }
    }

    // The other of the two comes into the composer; nothing is lost by that.
    swap(room) {
      const record = this.records.get(room);
      const { text, version, isShown } = record.other;
      Object.assign(record, { text, other: { text: record.text, version, isShown: !isShown } });
      this.tell(room);
    }

    // What is in the composer is the draft from now on.
    choose(room) {
      const record = this.records.get(room);
      const { text, version, isShown } = record.other;
      Object.assign(record, { version, base: isShown ? null : text });
      delete record.other;
      this.tell(room);
      this.save(room);
    }
  },
);
