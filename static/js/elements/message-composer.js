// <message-composer data-draft="user-room" data-limit="characters" data-spoken="commands"> around the form that posts a message:
// Enter sends. What was written is given to the outbox; what cannot be sent as it is, a command that makes no message, and all
// when nobody takes it, htmx posts, and the server says what became of it. message-draft.js keeps what is not sent yet.
//
// Its form may be used to change a message meanwhile: between the events set-aside and bring-back nothing of it is a message.

const DONE = 200;
const ACCEPTED = 201;
const CONFLICT = 409;
const COUNT_FROM = 0.9; // of the limit

// A keyboard on glass has no Shift+Enter: there Enter breaks the line, and the button sends.
const onGlass = matchMedia("(pointer: coarse)");
const growsByItself = CSS.supports("field-sizing", "content");

// crypto.randomUUID exists on HTTPS only; people run Roomful on plain HTTP at home.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// As chat/commands.py has it: a word of letters alone.
const commandIn = (text) => text.match(/^\/(\p{L}+)(?=\s|$)/u)?.[1].toLowerCase();

const number = new Intl.NumberFormat();

customElements.define(
  "message-composer",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.text = this.form.elements.message;
      this.counter = this.querySelector(".composer__count");
      this.limit = Number(this.dataset.limit);
      this.form.elements.client_id.value = uuid(); // the page may have been fetched ahead, twice
      this.addEventListener("input", this.typed);
      this.addEventListener("drafted", this.measure);
      this.addEventListener("set-aside", () => (this.isAside = true));
      this.addEventListener("bring-back", () => (this.isAside = false));
      this.addEventListener("click", this.dismiss);
      this.addEventListener("submit", this.post, true);
      this.addEventListener("keydown", this.sendOnEnter);
      this.addEventListener("htmx:beforeRequest", this.remember);
      this.addEventListener("htmx:afterRequest", this.settle);
      // Not in a frame: the gallery shows many, and none of them is where one writes.
      if (!onGlass.matches && window === top) this.text.focus({ preventScroll: true });
      document.addEventListener("rewrite", this);
      this.measure();
    }

    disconnectedCallback() {
      document.removeEventListener("rewrite", this);
    }

    // A message that could not be sent comes back, before what has been begun since.
    handleEvent(event) {
      if (this.isAside) return;
      event.preventDefault();
      this.text.value = [event.detail.text, this.text.value].filter(Boolean).join("\n");
      this.changed();
      this.text.focus();
    }

    typed({ target }) {
      if (target !== this.text) return;
      this.isSent = false;
      this.measure();
    }

    changed() {
      this.measure();
      this.dispatchEvent(new CustomEvent("changed"));
    }

    measure() {
      this.count();
      if (growsByItself) return;
      this.text.style.blockSize = "auto";
      this.text.style.blockSize = `${this.text.scrollHeight}px`;
    }

    // In code points, as the server counts.
    get left() {
      const { value } = this.text;
      return this.limit - (value.length < this.limit * COUNT_FROM ? value.length : [...value].length);
    }

    count() {
      const { left, limit } = this;
      this.counter.hidden = left > limit * (1 - COUNT_FROM);
      this.counter.toggleAttribute("data-over", left < 0);
      const many = Math.abs(left) === 1 ? "character" : "characters";
      this.counter.textContent = `${number.format(Math.abs(left))} ${many} ${left < 0 ? "too many" : "left"}`;
    }

    sendOnEnter(event) {
      const breaks = event.shiftKey || event.isComposing || onGlass.matches;
      if (event.target !== this.text || event.key !== "Enter" || breaks) return;
      event.preventDefault();
      this.form.requestSubmit();
    }

    // Commands that make no message do not wait for a network.
    get isCommand() {
      const name = commandIn(this.text.value);
      return Boolean(name) && !this.dataset.spoken.split(" ").includes(name);
    }

    post(event) {
      if (this.isAside || event.target !== this.form) return;
      const text = this.text.value;
      const [user, room] = this.dataset.draft.split("-");
      const { client_id, draft } = this.form.elements;
      const detail = { user, room, text, id: client_id.value, draft: Number(draft.value), url: this.form.getAttribute("action") };
      const give = () => !this.dispatchEvent(new CustomEvent("compose", { bubbles: true, cancelable: true, detail }));
      const isRepeated = !text && this.isSent; // a second Enter, a double click
      if (!isRepeated && !(text.trim() && this.left >= 0 && !this.isCommand && give())) return;
      event.preventDefault();
      event.stopPropagation();
      this.say({ isFull: detail.isFull });
      if (isRepeated || detail.isFull) return;
      this.isSent = true;
      client_id.value = uuid();
      this.text.value = "";
      this.changed();
    }

    remember({ target }) {
      if (this.isAside || target !== this.form) return;
      this.sent = this.text.value;
      this.say({});
    }

    // Also when one has gone to another room meanwhile: what was sent is no draft.
    settle({ target, detail }) {
      if (this.isAside || target !== this.form) return;
      const { status } = detail.xhr;
      // An accepted id is used up; a conflict says that this one was.
      if (status === DONE || status === ACCEPTED || status === CONFLICT) this.form.elements.client_id.value = uuid();
      if (status === DONE || status === ACCEPTED) this.clear();
    }

    // What was typed while the message was on its way is the beginning of the next one.
    clear() {
      const { sent, text } = this;
      if (text.value.startsWith(sent)) text.value = text.value.slice(sent.length);
      this.changed();
    }

    dismiss({ target }) {
      if (!target.closest("[data-dismiss]")) return;
      this.say({});
      this.text.focus();
    }

    say({ isFull = false }) {
      for (const id of ["error", "status"]) this.querySelector(`#composer-${id}`).replaceChildren();
      this.querySelector("[data-full]").hidden = !isFull;
    }
  },
);
