// <format-bar> in a composer's form: buttons and keys that format its text. What they write goes in as if it were typed, so
// that it can be undone, and doing the same once more takes it away. Within a block of code Enter breaks the line.

const MARKS = { bold: "**", italic: "*", code: "`" };
const PREFIXES = { quote: "> ", list: "- " };
const KEYS = { b: "bold", i: "italic", k: "link", "shift c": "code" };
const FENCE = /^ {0,3}(?:`{3,}[^`\n]*|~{3,}.*)$/gm;
const LINK = /^\[([^\]\n]*)\]\([^)\n]*\)$/;
const ADDRESS = /^(?:https?:\/\/|mailto:|www\.)\S+$/;
// Elsewhere Ctrl; there Ctrl and these letters move the caret.
const command = /^(Mac|iP)/.test(navigator.platform) ? "metaKey" : "ctrlKey";

// How often a character stands in a row before or after a place.
function run(value, place, character, by) {
  let count = 0;
  while (value[by < 0 ? place - 1 - count : place + count] === character) count += 1;
  return count;
}

customElements.define(
  "format-bar",
  class extends HTMLElement {
    connectedCallback() {
      const form = this.closest("form");
      this.text = form.elements.message;
      this.buttons = [...this.querySelectorAll("[data-format]")];
      for (const button of this.buttons) button.tabIndex = button === this.buttons[0] ? 0 : -1;
      this.fold = this.querySelector("[aria-expanded]");
      this.fold.addEventListener("click", () => this.fold.setAttribute("aria-expanded", this.fold.ariaExpanded !== "true"));
      this.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text, the keyboard on the glass
      this.addEventListener("click", ({ target }) => this.format(target.closest("[data-format]")?.dataset.format));
      this.addEventListener("keydown", this.move);
      form.addEventListener("keydown", (event) => this.press(event), true); // before the composer sends
    }

    // A toolbar is one stop of the Tab key.
    move(event) {
      const { buttons } = this;
      const place = buttons.indexOf(event.target);
      const next = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 }[event.key];
      if (place < 0 || next === undefined) return;
      event.preventDefault();
      const button = buttons.at(next % buttons.length);
      for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
      button.focus();
    }

    press(event) {
      const { text } = this;
      if (event.target !== text || event.isComposing || event.altKey) return;
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        const fences = text.value.slice(0, text.selectionStart).match(FENCE) ?? [];
        if (fences.length % 2) event.stopPropagation();
      }
      const format = event[command] && KEYS[`${event.shiftKey ? "shift " : ""}${event.key.toLowerCase()}`];
      // Without a selection Ctrl+K jumps, as it does everywhere.
      if (!format || (format === "link" && text.selectionStart === text.selectionEnd)) return;
      event.preventDefault();
      this.format(format);
    }

    format(name) {
      if (name in PREFIXES) this.prefix(PREFIXES[name]);
      else if (name === "link") this.link();
      else if (name === "code" && this.selected.includes("\n")) this.fence();
      else if (name) this.wrap(MARKS[name]);
    }

    get selected() {
      return this.text.value.slice(this.text.selectionStart, this.text.selectionEnd);
    }

    // Without the blanks around it: between them a mark is none.
    get words() {
      const { selectionStart: from, selectionEnd: to } = this.text;
      const { selected } = this;
      const start = selected.trim() ? from + selected.length - selected.trimStart().length : from;
      return [start, Math.max(start, to - (selected.length - selected.trimEnd().length))];
    }

    get lines() {
      const { value, selectionStart, selectionEnd } = this.text;
      const end = value.indexOf("\n", selectionEnd);
      return [value.lastIndexOf("\n", selectionStart - 1) + 1, end < 0 ? value.length : end];
    }

    put(from, to, words, start, end = start) {
      const { text } = this;
      text.focus();
      text.setSelectionRange(from, to);
      if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
        text.setRangeText(words);
        text.dispatchEvent(new Event("input", { bubbles: true }));
      }
      text.setSelectionRange(start, end);
    }

    wrap(mark) {
      const { value } = this.text;
      const [from, to] = this.words;
      const size = mark.length;
      const has = (count) => (mark === "*" ? count % 2 === 1 : count >= size);
      const within = value.slice(from, to);
      const after = run(value, to, mark[0], 1);
      if (has(Math.min(run(value, from, mark[0], -1), after))) {
        this.put(from - size, to + size, within, from - size, to - size);
      } else if (to - from > 2 * size && has(Math.min(run(within, 0, mark[0], 1), run(within, within.length, mark[0], -1)))) {
        this.put(from, to, within.slice(size, -size), from, to - 2 * size);
      } else if (from === to && has(after)) {
        this.text.setSelectionRange(to + size, to + size); // out of what has been written
        this.text.focus();
      } else {
        this.put(from, to, mark + within + mark, from + size, to + size);
      }
    }

    fence() {
      const { value } = this.text;
      const [from, to] = this.lines;
      const lines = value.slice(from, to).split("\n");
      const isFenced = lines.length > 2 && [lines[0], lines.at(-1)].every((line) => line.startsWith("```"));
      const before = value.slice(0, from).match(/(?:^|\n)(`{3,}.*\n)$/)?.[1];
      const after = value.slice(to).match(/^\n`{3,}(?=\n|$)/)?.[0];
      if (isFenced) {
        const code = lines.slice(1, -1).join("\n");
        this.put(from, to, code, from, from + code.length);
      } else if (before && after) {
        const start = from - before.length;
        this.put(start, to + after.length, lines.join("\n"), start, to - before.length);
      } else {
        const longest = Math.max(2, ...[...value.slice(from, to).matchAll(/`+/g)].map(([each]) => each.length));
        const fence = "`".repeat(longest + 1);
        const start = from + fence.length + 1;
        this.put(from, to, `${fence}\n${lines.join("\n")}\n${fence}`, start, start + to - from);
      }
    }

    prefix(mark) {
      const { value, selectionStart, selectionEnd } = this.text;
      const [from, to] = this.lines;
      const lines = value.slice(from, to).split("\n");
      const isOn = lines.every((line) => !line || line.startsWith(mark)) && value.slice(from, to) !== "";
      const changed = lines.map((line) => (isOn ? line.slice(mark.length) : line || lines.length === 1 ? mark + line : line)).join("\n");
      const end = from + changed.length;
      const caret = Math.max(from, selectionEnd + changed.length - (to - from));
      this.put(from, to, changed, selectionStart === selectionEnd ? caret : from, selectionStart === selectionEnd ? caret : end);
    }

    link() {
      const { value } = this.text;
      const [from, to] = this.words;
      const words = value.slice(from, to);
      const rest = value[from - 1] === "[" && value.slice(to).match(/^\]\([^)\n]*\)/)?.[0];
      if (LINK.test(words)) {
        const [, name] = words.match(LINK);
        this.put(from, to, name, from, from + name.length);
      } else if (rest) {
        this.put(from - 1, to + rest.length, words, from - 1, to - 1);
      } else if (!words || ADDRESS.test(words)) {
        this.put(from, to, `[](${words})`, from + 1);
      } else {
        this.put(from, to, `[${words}]()`, to + 3);
      }
    }
  },
);
