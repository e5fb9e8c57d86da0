// <message-composer> around the form that posts a message: Enter sends, and what was typed stays until it is accepted.

const ACCEPTED = 201;
const CONFLICT = 409;

// crypto.randomUUID exists on HTTPS only; people run Roomful on plain HTTP at home.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

customElements.define(
  "message-composer",
  class extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.text = this.form.elements.message;
      this.addEventListener("keydown", this.sendOnEnter);
      this.addEventListener("htmx:beforeRequest", this.remember);
      this.addEventListener("htmx:afterRequest", this.settle);
    }

    sendOnEnter(event) {
      if (event.target !== this.text || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.form.requestSubmit();
    }

    remember() {
      this.sent = this.text.value;
      this.say({ unreachable: false });
    }

    settle({ detail }) {
      const { status } = detail.xhr;
      if (status === ACCEPTED) this.clear();
      // An accepted id is used up; a conflict says that this one was.
      if (status === ACCEPTED || status === CONFLICT) this.form.elements.client_id.value = uuid();
      if (status === 0 || status >= 500) this.say({ unreachable: true });
    }

    // What was typed while the message was on its way is the beginning of the next one.
    clear() {
      const { sent, text } = this;
      text.value = text.value.startsWith(sent) ? text.value.slice(sent.length) : text.value;
    }

    say({ unreachable }) {
      this.querySelector("#composer-error").replaceChildren();
      this.querySelector("[data-unreachable]").hidden = !unreachable;
    }
  },
);
