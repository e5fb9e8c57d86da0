// <message-edits data-list>, a popover: what a message said before, when somebody asks ("edited" on the message, or its action).

customElements.define(
  "message-edits",
  class extends HTMLElement {
    connectedCallback() {
      document.addEventListener("click", this);
      document.addEventListener("placed", this);
      this.addEventListener("htmx:afterSwap", () => this.showPopover());
    }

    disconnectedCallback() {
      document.removeEventListener("click", this);
      document.removeEventListener("placed", this);
    }

    handleEvent(event) {
      if (event.type === "click") this.open(event);
      else this.follow(event.detail.item);
    }

    open(event) {
      const link = event.target.closest("a.message__edited");
      if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      const detail = { verb: "get", path: link.getAttribute("href"), target: "#edits-list" };
      this.dispatchEvent(new CustomEvent("act", { bubbles: true, detail }));
    }

    // What was deleted has no history any more.
    follow(item) {
      const shown = this.querySelector("[data-pk]");
      if (shown?.dataset.pk !== item.dataset.pk || !item.matches(".message--deleted")) return;
      if (this.matches(":popover-open")) this.hidePopover();
      shown.remove();
    }
  },
);
