// <message-actions> with a <template>: the actions of the message that one points at, has focused or holds down.
// What a button sends it says itself (_message_actions.html), and goes by an event, `act` (acts.js).

const HOLD = 500; // milliseconds
const SLACK = 10; // pixels that a finger may move while it holds

customElements.define(
  "message-actions",
  class extends HTMLElement {
    connectedCallback() {
      this.bar = this.querySelector("template").content.firstElementChild.cloneNode(true);
      this.bar.addEventListener("click", (event) => this.act(event));
      const log = this.closest("message-log");
      log.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.show(event.target));
      log.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.hide());
      log.addEventListener("focusin", (event) => this.show(event.target));
      log.addEventListener("focusout", (event) => !log.contains(event.relatedTarget) && this.hide());
      log.addEventListener("keydown", (event) => this.key(event));
      log.addEventListener("pointerdown", (event) => this.press(event));
      for (const name of ["pointerup", "pointercancel"]) log.addEventListener(name, () => clearTimeout(this.timer));
      log.addEventListener("pointermove", (event) => this.drift(event));
      log.addEventListener("contextmenu", (event) => this.pressed && event.preventDefault());
      log.addEventListener("click", (event) => this.letGo(event), true);
      log.addEventListener("placed", (event) => this.follow(event.detail));
    }

    get row() {
      return this.bar.closest(".message__row");
    }

    get buttons() {
      return [...this.bar.querySelectorAll("button")].filter((button) => button.checkVisibility());
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

    // A message that was deleted has none. Who deleted it goes on at the next one; anybody else stays.
    follow({ item }) {
      if (!item.contains(this.bar) || !item.matches(".message--deleted")) return;
      const next = item.dataset.pk === this.sent && item.nextElementSibling?.querySelector(".message__row");
      if (item.contains(document.activeElement)) (next || this.row).focus({ preventScroll: true });
      if (item.contains(this.bar)) this.bar.remove();
    }

    // On a message one key opens the actions, and each has its own; among them Escape leads back.
    key(event) {
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (this.bar.contains(target)) this.steer(event);
      else if (!target.matches(".message__row")) return;
      if (event.defaultPrevented) return;
      this.show(target);
      if (this.row !== target.closest(".message__row")) return;
      const chosen = this.buttons.find((button) => button.dataset.key?.toLowerCase() === key.toLowerCase());
      if (!chosen && (key !== "Enter" || target !== this.row)) return;
      event.preventDefault();
      if (chosen) chosen.click();
      else this.buttons[0].focus();
    }

    steer(event) {
      if (event.key === "Escape") this.row.focus({ preventScroll: true });
      const { buttons } = this;
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = by && buttons.at((buttons.indexOf(document.activeElement) + by) % buttons.length);
      const end = { Home: buttons[0], End: buttons.at(-1) }[event.key];
      (next ?? end)?.focus();
      if (next || end || event.key === "Escape") event.preventDefault();
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

    act({ target }) {
      const { action, verb, path, target: where } = target.closest("button")?.dataset ?? {};
      if (action) this[action](this.row);
      else if (verb) this.send(verb, path, where);
    }

    send(verb, pattern, target) {
      const { pk } = this.row.closest(".message").dataset;
      const path = pattern.replace("/0/", `/${pk}/`);
      if (verb === "post") this.sent = pk;
      if (verb === "visit") location.assign(path);
      else this.dispatchEvent(new CustomEvent("act", { bubbles: true, detail: { verb, path, target } }));
    }

    copyText(row) {
      this.copy(row.querySelector(".message__body").innerText);
    }

    copyLink(row) {
      this.copy(row.querySelector(".message__time").href);
    }

    copy(text) {
      const said = this.bar.querySelector("[role=status]");
      this.dispatchEvent(new CustomEvent("copying", { bubbles: true, detail: { text, said } }));
    }

    showAuthor(row) {
      row.querySelector(".message__author").click();
    }
  },
);
