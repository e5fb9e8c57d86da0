// <message-actions> with a <template>: the actions of the message that one points at, has focused or holds down.

const HOLD = 500; // milliseconds
const SLACK = 10; // pixels that a finger may move while it holds
const SAID = 2_000;

// navigator.clipboard exists on HTTPS only; people run Roomful on plain HTTP at home.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  const before = document.activeElement;
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus();
}

customElements.define(
  "message-actions",
  class extends HTMLElement {
    connectedCallback() {
      this.bar = this.querySelector("template").content.firstElementChild.cloneNode(true);
      this.bar.addEventListener("click", (event) => this.act(event));
      this.bar.addEventListener("keydown", (event) => this.steer(event));
      const log = this.closest("message-log");
      log.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.show(event.target));
      log.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.hide());
      log.addEventListener("focusin", (event) => this.show(event.target));
      log.addEventListener("focusout", (event) => !log.contains(event.relatedTarget) && this.hide());
      log.addEventListener("keydown", (event) => this.enter(event));
      log.addEventListener("pointerdown", (event) => this.press(event));
      for (const name of ["pointerup", "pointercancel"]) log.addEventListener(name, () => clearTimeout(this.timer));
      log.addEventListener("pointermove", (event) => this.drift(event));
      log.addEventListener("contextmenu", (event) => this.pressed && event.preventDefault());
      log.addEventListener("click", (event) => this.letGo(event), true);
    }

    get row() {
      return this.bar.closest(".message__row");
    }

    show(target) {
      const row = target.closest(".message__row");
      if (!row || row === this.row || row.closest(".message--deleted, [data-state]")) return;
      // Who works with the actions of one message keeps them, whatever the pointer passes over.
      if (this.bar.contains(document.activeElement)) return;
      row.append(this.bar);
    }

    hide() {
      if (!this.bar.contains(document.activeElement)) this.bar.remove();
    }

    // One key opens the actions, and Escape leads back.
    enter(event) {
      if (event.key !== "Enter" || !event.target.matches(".message__row")) return;
      event.preventDefault();
      this.show(event.target);
      this.bar.querySelector("button").focus();
    }

    steer(event) {
      if (event.key === "Escape") {
        event.preventDefault();
        this.row.focus({ preventScroll: true });
      }
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      const buttons = [...this.bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
      buttons.at((buttons.indexOf(document.activeElement) + by) % buttons.length).focus();
    }

    press(event) {
      this.pressed = event.pointerType === "touch";
      if (!this.pressed) return;
      this.start = { x: event.clientX, y: event.clientY };
      clearTimeout(this.timer);
      if (this.bar.contains(event.target)) return;
      this.bar.remove();
      this.held = false;
      this.timer = setTimeout(() => {
        this.held = true;
        this.show(event.target);
      }, HOLD);
    }

    // Letting go of a message that was held is no click on what is below the finger.
    letGo(event) {
      if (!this.held) return;
      this.held = false;
      event.preventDefault();
      event.stopPropagation();
    }

    drift({ clientX, clientY }) {
      if (this.start && Math.hypot(clientX - this.start.x, clientY - this.start.y) > SLACK) clearTimeout(this.timer);
    }

    async act(event) {
      const action = event.target.closest("button")?.dataset.action;
      if (action) await this[action](this.row);
    }

    async copyText(row) {
      await copy(row.querySelector(".message__body").textContent);
      this.say("Copied");
    }

    async copyLink(row) {
      await copy(row.querySelector(".message__time").href);
      this.say("Copied");
    }

    showAuthor(row) {
      row.querySelector(".message__author").click();
    }

    report(row) {
      row.querySelector(".message__report").click();
    }

    say(word) {
      const said = this.bar.querySelector("[role=status]");
      said.textContent = word;
      setTimeout(() => (said.textContent = ""), SAID);
    }
  },
);
