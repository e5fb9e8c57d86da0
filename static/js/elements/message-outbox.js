// <message-outbox data-user="key">: what a person has written and the server has not acknowledged, in all of their rooms.
// It is kept in the browser's storage, each message apart, until a 201 or the message itself comes (message-sender.js posts
// it). It takes what the composer gives it (compose) and tells of every change (queue); pending-messages.js shows items(…).

const MOST = 100; // in a room
const CONFLICT = 409;
const HEARD = ["compose", "htmx:oobAfterSwap", "htmx:afterSettle"];

// As good as any: it differs from all that this browser has made.
const another = (id) => crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, "0") + id.slice(8);

customElements.define(
  "message-outbox",
  class extends HTMLElement {
    unstored = new Map(); // by key, while the storage is refused or full
    waiting = new Map(); // by room: what the server said, if anything
    refused = new Map(); // by id: {status, reason}; a reload sends again

    connectedCallback() {
      this.user = this.dataset.user;
      this.stem = `outbox-${this.user}-`;
      for (const name of HEARD) document.addEventListener(name, this);
      for (const name of ["storage", "beforeunload"]) addEventListener(name, this);
      this.sweep();
      this.tell();
    }

    handleEvent(event) {
      if (event.type === "compose") this.take(event);
      else if (event.type === "beforeunload") this.unstored.size && event.preventDefault();
      else if (event.type !== "storage") this.sweepSoon();
      else if (!event.key || event.key.startsWith(this.stem)) this.tell();
    }

    get all() {
      let stored = [];
      try {
        stored = Object.entries(localStorage).filter(([key]) => key.startsWith(this.stem));
      } catch {} // refused
      const items = [...stored.map(([, item]) => JSON.parse(item)), ...this.unstored.values()];
      return items.sort((one, other) => one.number - other.number);
    }

    queue(room) {
      return this.all.filter((item) => item.room === room);
    }

    next(room) {
      return this.queue(room).find(({ id }) => !this.refused.has(id));
    }

    keep(item) {
      const key = this.stem + item.id;
      try {
        localStorage.setItem(key, JSON.stringify(item));
      } catch {
        this.unstored.set(key, item);
      }
    }

    drop({ id }) {
      this.refused.delete(id);
      this.unstored.delete(this.stem + id);
      try {
        localStorage.removeItem(this.stem + id);
      } catch {} // refused: it was never there
    }

    take(event) {
      const { user, isFull, ...item } = event.detail;
      const { room } = item;
      if (user !== this.user) return; // somebody else has signed in since
      event.preventDefault();
      const items = this.queue(room);
      event.detail.isFull = items.length >= MOST;
      if (event.detail.isFull) return;
      this.keep({ ...item, number: (items.at(-1)?.number ?? 0) + 1 });
      this.tell({ urgent: room, isNew: true });
    }

    // Before the next paint, and once for all that comes together: a list of rooms is a swap for each.
    sweepSoon() {
      if (!this.isToSweep) queueMicrotask(() => this.sweep());
      this.isToSweep = true;
    }

    // What the page shows has arrived, whichever way it came.
    sweep() {
      this.isToSweep = false;
      const arrived = this.all.filter(({ id }) => document.getElementById(`message-${this.user}-${id}`));
      for (const item of arrived) this.drop(item);
      if (arrived.length) this.tell();
    }

    tell(detail = {}) {
      for (const room of this.waiting.keys()) if (!this.next(room)) this.waiting.delete(room);
      this.dispatchEvent(new CustomEvent("queue", { bubbles: true, detail }));
    }

    say(...sentences) {
      this.querySelector("[role=status]").textContent = sentences.join(" ");
    }

    // What becomes of a message

    accept(item) {
      if (this.waiting.delete(item.room)) this.say("Sent.");
      this.drop(item);
      this.tell();
    }

    wait({ room }, reason) {
      if (!this.waiting.has(room)) this.say("Not sent yet.", reason);
      this.waiting.set(room, reason);
      this.tell();
    }

    refuse({ id }, status, reason) {
      this.say("Not sent.", reason);
      this.refused.set(id, { status, reason });
      this.tell();
    }

    // What the person does about it

    items(user, room) {
      if (user !== this.user) return [];
      return this.queue(room).map((item) => {
        const refusal = this.refused.get(item.id);
        if (refusal) return { ...item, state: "failed", reason: refusal.reason };
        return { ...item, state: this.waiting.has(room) ? "waiting" : "pending", reason: this.waiting.get(room) ?? "" };
      });
    }

    retry({ state, reason, ...item }) {
      const { room, id } = item;
      const isUsed = this.refused.get(id)?.status === CONFLICT;
      if (isUsed) this.drop({ id });
      if (isUsed) this.keep({ ...item, id: another(id) });
      this.refused.delete(id);
      this.tell({ urgent: room });
    }

    discard(item) {
      this.drop(item);
      this.tell();
    }
  },
);
