// <composer-context data-path> in the composer: what the text is about besides itself, as a fragment of the server.
// A message that is answered (_quoting.html) goes with what is sent. While one is edited (_editing.html) the form posts
// there: the draft is set aside (the composer hears set-aside and bring-back), and what is typed is kept through a reload.

const SAVED = 200;
const UNREACHABLE = [0, 502, 504]; // no answer, or a proxy's
const PATIENCE = 20_000; // milliseconds

const stored = {
  get: (key) => JSON.parse(sessionStorage.getItem(key)),
  set: (key, value) => sessionStorage.setItem(key, JSON.stringify(value)),
  drop: (key) => sessionStorage.removeItem(key),
};

// A browser may refuse its storage, and writing must go on.
function storage(verb, ...given) {
  try {
    return stored[verb](...given);
  } catch {
    return null;
  }
}

customElements.define(
  "composer-context",
  class extends HTMLElement {
    connectedCallback() {
      this.composer = this.closest("message-composer");
      this.form = this.closest("form");
      if (!this.composer) return; // in the gallery
      this.text = this.form.elements.message;
      this.composer.addEventListener("keydown", (event) => this.key(event));
      this.composer.addEventListener("input", () => this.remember());
      this.composer.addEventListener("compose", (event) => queueMicrotask(() => this.given(event)));
      this.form.addEventListener("htmx:configRequest", (event) => this.address(event));
      this.form.addEventListener("htmx:beforeRequest", (event) => this.begin(event));
      this.form.addEventListener("htmx:afterRequest", (event) => this.settle(event));
      this.addEventListener("click", (event) => this.act(event));
      document.addEventListener("placed", this);
      this.observer = new MutationObserver(() => this.turn());
      this.observer.observe(this, { childList: true });
      const { open } = storage("get", this.place) ?? {};
      if (open) this.ask(open);
    }

    disconnectedCallback() {
      this.observer?.disconnect();
      document.removeEventListener("placed", this);
    }

    // The message that is edited is marked, whatever becomes of it.
    handleEvent({ detail: { item } }) {
      if (item.id !== this.editing?.dataset.edits) return;
      item.dataset.editing = "";
      if (item.matches(".message--deleted")) this.trouble("deleted");
    }

    get place() {
      return `editing-${this.composer.dataset.draft}`;
    }

    ask(path) {
      this.dispatchEvent(new CustomEvent("act", { bubbles: true, detail: { verb: "get", path, target: "#composer-context" } }));
    }

    // What is in it now came from the server, or was taken out.
    turn() {
      const next = this.querySelector("[data-edits]");
      if (next === this.editing) return;
      if (this.editing) this.leave();
      if (next) this.enter(next);
      else if (this.firstElementChild) this.text.focus();
    }

    enter(editing) {
      this.composer.dispatchEvent(new CustomEvent("set-aside", { bubbles: true }));
      this.editing = editing;
      const { path, text, edits } = editing.dataset;
      const begun = storage("get", path);
      if (begun) this.form.elements.edited_at.value = begun.seen;
      this.write(begun?.text ?? text);
      const item = document.getElementById(edits);
      if (item) item.dataset.editing = "";
      storage("set", this.place, { open: path });
    }

    leave() {
      for (const item of document.querySelectorAll("[data-editing]")) item.removeAttribute("data-editing");
      this.editing = null;
      this.text.readOnly = false;
      storage("drop", this.place);
      this.write("");
      this.composer.dispatchEvent(new CustomEvent("bring-back", { bubbles: true }));
    }

    clear() {
      if (this.editing) storage("drop", this.editing.dataset.path);
      this.replaceChildren();
      this.turn();
      this.composer.querySelector("#composer-error").replaceChildren();
      this.text.focus();
    }

    write(text) {
      this.text.value = text;
      this.text.dispatchEvent(new Event("input", { bubbles: true }));
      if (text) this.text.focus();
      this.text.setSelectionRange(text.length, text.length);
    }

    remember() {
      if (!this.editing) return;
      const { path, text } = this.editing.dataset;
      const seen = this.form.elements.edited_at.value;
      if (this.text.value === text) storage("drop", path);
      else storage("set", path, { text: this.text.value, seen });
    }

    // Escape cancels; Up where nothing is written edits one's last message that is on the page.
    key(event) {
      if (event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.key === "Escape" && this.firstElementChild) {
        event.preventDefault();
        this.clear();
      } else if (event.key === "ArrowUp" && event.target === this.text && !this.text.value && !this.editing) {
        const last = [...document.querySelectorAll("#messages > .message[data-own]:not(.message--deleted)")].at(-1);
        if (!last) return;
        event.preventDefault();
        this.ask(this.dataset.path.replace("/0/", `/${last.dataset.pk}/`));
      }
    }

    act({ target }) {
      const action = target.closest("[data-do]")?.dataset.do;
      if (action === "cancel") this.clear();
      if (action !== "keep") return;
      const words = this.text.value;
      this.clear();
      this.write([this.text.value, words].filter(Boolean).join("\n"));
    }

    // The outbox has what was written, with what it answers.
    given({ defaultPrevented, detail }) {
      if (defaultPrevented && !detail.isFull && !this.editing) this.replaceChildren();
    }

    address({ target, detail }) {
      if (!this.editing || target !== this.form) return;
      detail.path = this.editing.dataset.path;
      detail.timeout = PATIENCE;
    }

    begin({ target }) {
      if (!this.editing || target !== this.form) return;
      this.composer.querySelector("#composer-error").replaceChildren();
      this.trouble(null);
      this.text.readOnly = true; // what is typed now would be lost
    }

    settle({ target, detail: { xhr } }) {
      if (!this.editing || target !== this.form) return;
      this.text.readOnly = false;
      // A network may answer with a page of its own. The composer hears of the answer first, while it is still lent.
      const isSaved = xhr.status === SAVED && xhr.responseText.includes(`id="${this.editing.dataset.edits}"`);
      if (isSaved) queueMicrotask(() => this.clear());
      else if (UNREACHABLE.includes(xhr.status) || xhr.status === SAVED) this.trouble("lost");
    }

    trouble(name) {
      for (const each of this.querySelectorAll("[data-trouble]")) each.hidden = each.dataset.trouble !== name;
    }
  },
);
