// <message-composer data-draft="key" data-limit="characters"> around the form that posts a message: Enter sends, and what
// was typed stays until it is accepted, through a reload or a visit to another room too.

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

const number = new Intl.NumberFormat();

customElements.define(
  "message-composer",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.text = this.form.elements.message;
      this.counter = this.querySelector(".composer__count");
      this.draft = `draft-${this.dataset.draft}`;
      this.form.elements.client_id.value = uuid(); // the page may have been fetched ahead, twice
      this.addEventListener("input", this.changed);
      this.addEventListener("keydown", this.sendOnEnter);
      this.addEventListener("htmx:beforeRequest", this.remember);
      this.addEventListener("htmx:afterRequest", this.settle);
      // Not in a frame: the gallery shows many, and none of them is where one writes.
      if (!onGlass.matches && window === top) this.text.focus({ preventScroll: true });
      // Last, as in `changed`: a browser may refuse its storage, and writing must go on.
      this.text.value ||= localStorage.getItem(this.draft) ?? "";
      this.measure();
    }

    changed() {
      this.measure();
      if (this.text.value) localStorage.setItem(this.draft, this.text.value);
      else localStorage.removeItem(this.draft);
    }

    measure() {
      this.count();
      if (growsByItself) return;
      this.text.style.blockSize = "auto";
      this.text.style.blockSize = `${this.text.scrollHeight}px`;
    }

    // In code points, as the server counts.
    count() {
      const limit = Number(this.dataset.limit);
      const { value } = this.text;
      const left = limit - (value.length < limit * COUNT_FROM ? value.length : [...value].length);
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

    remember() {
      this.sent = this.text.value;
      this.say({ unreachable: false });
    }

    // Also when one has gone to another room meanwhile: what was sent is no draft.
    settle({ detail }) {
      const { status } = detail.xhr;
      // An accepted id is used up; a conflict says that this one was.
      if (status === ACCEPTED || status === CONFLICT) this.form.elements.client_id.value = uuid();
      if (status === 0 || status >= 500) this.say({ unreachable: true });
      if (status === ACCEPTED) this.clear();
    }

    // What was typed while the message was on its way is the beginning of the next one.
    clear() {
      const { sent, text } = this;
      if (text.value.startsWith(sent)) text.value = text.value.slice(sent.length);
      this.changed();
    }

    say({ unreachable }) {
      this.querySelector("#composer-error").replaceChildren();
      this.querySelector("[data-unreachable]").hidden = !unreachable;
    }
  },
);
