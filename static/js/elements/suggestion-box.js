// <suggestion-box data-url> in a composer's form: whom, which room, which emoji or which command one may mean by what one
// types after “@”, “#”, “:” or, at the very beginning, “/”. The server renders the options; the focus stays in the text, whose aria-activedescendant tells which is chosen.

const WAIT = 100; // milliseconds
const LONGEST = 80; // of what is asked, in characters
// From the sign to the caret. Names have spaces, so what follows one may belong to it.
const TYPED = /^\/\p{L}*$|(?<![\p{L}\p{M}\p{N}_.@#:/\\+&=-])(?:[@#](?:[^\s@#:`]+(?: [^\s@#:`]*){0,3})?|:[\p{L}\p{N}+][\p{L}\p{N}_+-]+)$/u;
const FENCE = /^ {0,3}(?:`{3,}[^`\n]*|~{3,}.*)$/m;

// Whether the end of a text is in a block or a span of code.
function endsInCode(text) {
  const parts = text.split(FENCE);
  let open = "";
  for (const [run] of parts.at(-1).split(/\n\s*\n/).at(-1).matchAll(/(?<!\\)`+/g)) open = open === run ? "" : open || run;
  return parts.length % 2 === 0 || open !== "";
}

const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

customElements.define(
  "suggestion-box",
  class extends HTMLElement {
    connectedCallback() {
      this.text = this.closest("form").elements.message;
      this.text.addEventListener("input", () => this.look());
      this.text.addEventListener("keydown", (event) => this.steer(event));
      this.text.addEventListener("blur", () => this.close());
      for (const name of ["click", "keyup"]) this.text.addEventListener(name, () => this.isOpen && this.typed() !== this.asked && this.close());
      this.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text
      this.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    }

    disconnectedCallback() {
      this.forget();
    }

    get list() {
      return this.querySelector("[role=listbox]");
    }

    get isOpen() {
      return !this.list.hidden;
    }

    get options() {
      return [...this.list.querySelectorAll("[role=option]:not([hidden])")];
    }

    get active() {
      return this.list.querySelector("[aria-selected=true]");
    }

    typed() {
      const { value, selectionStart, selectionEnd } = this.text;
      const before = value.slice(0, selectionStart);
      const found = selectionStart === selectionEnd && before.slice(-LONGEST).match(TYPED)?.[0];
      return found && !endsInCode(before) ? found : "";
    }

    // A space goes on only while there is something to choose: “@bob and” is about nobody else.
    look() {
      const typed = this.typed();
      if (!typed) this.left = null;
      const isLeft = this.left === this.text.selectionStart - typed.length;
      if (!typed || isLeft || (typed.includes(" ") && !this.isOpen)) return this.close();
      this.forget();
      this.asked = typed;
      this.narrow();
      this.timer = setTimeout(() => this.ask(typed), WAIT);
    }

    // At once, so that Enter never takes what does not fit any more.
    narrow() {
      if (!this.isOpen) return;
      const wanted = bare(this.asked.slice(1).trim());
      for (const option of this.list.children) option.hidden = !bare(option.textContent).includes(wanted);
      if (this.options.length) this.activateFirst();
      else this.hide();
    }

    // Nothing is asked twice, and no answer comes late: each question ends the one before it.
    async ask(typed) {
      this.request = new AbortController();
      const { signal } = this.request;
      try {
        const answer = await fetch(`${this.dataset.url}?q=${encodeURIComponent(typed)}`, { headers: { "HX-Request": "true" }, signal });
        const html = answer.ok && !answer.redirected ? await answer.text() : "";
        if (!signal.aborted) this.show(html);
      } catch {} // without an answer one writes on
    }

    show(html) {
      const { content } = Object.assign(document.createElement("template"), { innerHTML: html });
      const list = content.querySelector("[role=listbox]");
      if (!list || list.hidden || document.activeElement !== this.text) return this.close();
      // Over what is above the composer, as far as one sees it: a phone's keyboard may have moved the page.
      const above = this.closest("form").getBoundingClientRect().top - (window.visualViewport?.offsetTop ?? 0);
      list.style.setProperty("--above", `${above}px`);
      this.list.replaceWith(list);
      this.querySelector("[role=status]").textContent = list.dataset.said;
      this.activateFirst();
    }

    // After a space, or of a whole command, nothing is chosen yet, and Enter sends.
    activateFirst() {
      const { asked, options } = this;
      const isWhole = asked.startsWith("/") && options.some((option) => option.dataset.inserts === asked.toLowerCase());
      this.activate(isWhole || asked.endsWith(" ") ? null : options[0]);
    }

    activate(option) {
      this.active?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) this.text.setAttribute("aria-activedescendant", option.id);
      else this.text.removeAttribute("aria-activedescendant");
    }

    // Before the composer, whose Enter sends.
    steer(event) {
      if (!this.isOpen || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const { options, active } = this;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (by) this.activate(options.at(active ? (options.indexOf(active) + by) % options.length : Math.min(by, 0)));
      else if (active && ["Enter", "Tab"].includes(event.key)) this.choose(active);
      else if (event.key === "Escape") this.leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    leave() {
      this.left = this.text.selectionStart - this.asked.length;
      this.close();
    }

    // As if it were typed, so that it can be undone.
    choose(option) {
      if (!option) return;
      const { text, asked } = this;
      const caret = text.selectionStart;
      this.close();
      text.setSelectionRange(caret - asked.length, caret + (text.value[caret] === " "));
      if (!document.execCommand("insertText", false, `${option.dataset.inserts} `)) {
        text.setRangeText(`${option.dataset.inserts} `, text.selectionStart, text.selectionEnd, "end");
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    close() {
      this.forget();
      if (this.isOpen) this.hide();
    }

    hide() {
      this.activate(null);
      this.list.hidden = true;
      this.querySelector("[role=status]").textContent = "";
    }

    forget() {
      clearTimeout(this.timer);
      this.request?.abort();
    }
  },
);
