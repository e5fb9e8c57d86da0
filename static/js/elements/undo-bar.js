// <undo-bar data-pk data-seconds>: for so long a message that was deleted may come back, by its button or Ctrl+Z.

const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

customElements.define(
  "undo-bar",
  class extends HTMLElement {
    connectedCallback() {
      this.timer = setTimeout(() => this.end(), Number(this.dataset.seconds) * 1_000);
      for (const name of ["placed", "keydown"]) document.addEventListener(name, this);
    }

    disconnectedCallback() {
      clearTimeout(this.timer);
      for (const name of ["placed", "keydown"]) document.removeEventListener(name, this);
    }

    handleEvent(event) {
      if (event.type === "keydown") this.key(event);
      else if (this.isOf(event.detail.item) && !event.detail.item.matches(".message--deleted")) this.end();
    }

    isOf(item) {
      return item.dataset.pk === this.dataset.pk;
    }

    key(event) {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      event.preventDefault();
      this.querySelector("button").click();
    }

    // Who is at its button goes on at the message.
    end() {
      const row = document.querySelector(`#messages > [data-pk="${this.dataset.pk}"] .message__row`);
      if (this.contains(document.activeElement)) row?.focus({ preventScroll: true });
      this.remove();
    }
  },
);
