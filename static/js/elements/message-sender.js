// <message-sender> in <message-outbox>: posts what is in it, in order, one at a time in a room. What does not get through is
// tried again, and again; sending again is harmless, since the same client_id is the same message forever.

const ACCEPTED = 201; // nothing else is our server's word for it: a network may answer with a page of its own
const TOO_MANY = 429;
const PATIENCE = 45_000; // milliseconds: the server itself waits for its database for a while
const FIRST = 1_000;
const LONGEST = 30_000;

// What may be over by itself.
const isPassing = (status) => status < 400 || status === TOO_MANY || status > 500;

// htmx takes answers apart.
let parse;
htmx.defineExtension("sender", { init: (api) => (parse = api.makeFragment) });

function reasonIn(answer) {
  const sentences = parse(answer).querySelectorAll("#composer-error p, #notice p");
  return Array.from(sentences, (each) => each.textContent.trim()).join(" ");
}

// Windows of one browser take turns. Without locks (plain HTTP, or refused like the storage) two may send the same.
async function alone(name, send) {
  try {
    await navigator.locks.request(name, send);
  } catch {
    await send();
  }
}

customElements.define(
  "message-sender",
  class extends HTMLElement {
    lines = new Map(); // by room

    connectedCallback() {
      this.outbox = this.closest("message-outbox");
      this.addEventListener("htmx:configRequest", ({ detail }) => (detail.timeout = PATIENCE));
      this.addEventListener("htmx:beforeSwap", ({ detail }) => (detail.shouldSwap &&= this.isShown(detail)));
      this.outbox.addEventListener("queue", ({ detail }) => this.hear(detail));
      for (const name of ["online", "pageshow"]) addEventListener(name, () => this.wake());
      document.addEventListener("htmx:wsOpen", () => this.wake());
      this.wake();
    }

    get rooms() {
      return new Set(this.outbox.all.map(({ room }) => room));
    }

    hear({ urgent }) {
      if (urgent) this.send(urgent);
      else for (const room of this.rooms) if (!this.outbox.waiting.has(room)) this.send(room);
    }

    wake() {
      for (const room of this.rooms) {
        this.line(room).tries = 0;
        this.send(room);
      }
    }

    // Each has an element of its own, since htmx makes one request at a time for an element.
    line(room) {
      if (!this.lines.has(room)) {
        const source = document.createElement("div");
        source.dataset.room = room;
        this.append(source);
        this.lines.set(room, { source, tries: 0, isBusy: false });
      }
      return this.lines.get(room);
    }

    async send(room) {
      const line = this.line(room);
      if (line.isBusy) return;
      line.isBusy = true;
      clearTimeout(line.timer);
      do await alone(`outbox-${this.outbox.user}-${room}`, () => this.drain(room, line));
      while (this.outbox.next(room) && !this.outbox.waiting.has(room));
      line.isBusy = false;
    }

    async drain(room, line) {
      let item;
      do item = this.outbox.next(room);
      while (item && this.settle(item, line, await this.post(item, line.source)));
    }

    async post({ id, text, url, quotes, draft = 0 }, source) {
      let xhr = { status: 0, responseText: "" };
      source.addEventListener("htmx:beforeSend", ({ detail }) => (xhr = detail.xhr), { once: true });
      // Of the person whom the frame is of: if another has signed in meanwhile, it is not valid.
      const token = this.outbox.querySelector("[name=csrfmiddlewaretoken]").value;
      const values = { message: text, client_id: id, quotes: quotes?.pk ?? "", draft, csrfmiddlewaretoken: token };
      await htmx.ajax("POST", url, { source, swap: "none", values }).catch(() => {});
      return xhr;
    }

    // Whether the next one may go.
    settle(item, line, xhr) {
      const { status } = xhr;
      const reason = status >= 400 ? reasonIn(xhr.responseText) : "";
      if (status === ACCEPTED) {
        line.tries = 0;
        this.outbox.accept(item);
      } else if (!isPassing(status)) this.outbox.refuse(item, status, reason || "The server refused it.");
      else {
        const asked = Number(xhr.getResponseHeader?.("Retry-After")) || 0;
        const longest = Math.min(LONGEST, FIRST * 2 ** line.tries++);
        line.timer = setTimeout(() => this.send(item.room), Math.max(asked * 1_000, longest * (0.5 + 0.5 * Math.random())));
        this.outbox.wait(item, reason);
        return false;
      }
      return true;
    }

    // In a list that is not live it would leave a gap: there it comes with the page after.
    isShown({ xhr, target }) {
      const list = document.querySelector(`#messages[data-room="${target.dataset.room}"]`);
      return xhr.status === ACCEPTED && Boolean(list?.closest("message-log")?.isLive);
    }
  },
);
