// <pending-messages data-user data-room> below the messages of a room: what is on its way there, and what could not be
// sent, in copies of its <template>.

const GOES_ON_WITHIN = 300_000; // milliseconds, as the server has it

customElements.define(
  "pending-messages",
  class extends HTMLElement {
    connectedCallback() {
      this.outbox = document.querySelector("message-outbox");
      this.list = this.querySelector("ol");
      this.addEventListener("click", (event) => this.act(event));
      document.addEventListener("queue", this);
      this.show();
    }

    disconnectedCallback() {
      document.removeEventListener("queue", this);
    }

    handleEvent({ detail }) {
      this.show();
      if (detail.isNew) this.dispatchEvent(new CustomEvent("written", { bubbles: true }));
    }

    show() {
      const items = this.outbox?.items(this.dataset.user, this.dataset.room) ?? [];
      if (!items.length && !this.list.childElementCount) return;
      this.dispatchEvent(new CustomEvent("moving", { bubbles: true }));
      const rows = new Map(Array.from(this.list.children, (row) => [row.dataset.id, row]));
      items.forEach((item, place) => {
        const row = rows.get(item.id) ?? this.make(item);
        rows.delete(item.id);
        if (this.list.children[place] !== row) this.list.insertBefore(row, this.list.children[place] ?? null);
        this.dress(row, item);
      });
      for (const row of rows.values()) this.takeAway(row);
    }

    make({ id, text, quotes }) {
      const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
      row.dataset.id = id;
      row.querySelector(".message__body").textContent = text.replace(/^(\s*\n)+|\s+$/g, ""); // as the server stores it
      this.quote(row.querySelector(".message-quote"), quotes);
      return row;
    }

    quote(link, quotes) {
      if (!quotes) return link.remove();
      link.href = quotes.href;
      for (const part of ["author", "text"]) link.querySelector(`.message-quote__${part}`).textContent = quotes[part];
      link.hidden = false;
    }

    dress(row, item) {
      row.item = item;
      row.dataset.state = item.state;
      row.querySelector("[data-reason]").textContent = item.reason;
      row.classList.toggle("message--continues", this.goesOn(row));
    }

    goesOn(row) {
      if (row.previousElementSibling) return true;
      const above = document.getElementById("messages")?.lastElementChild;
      const moment = new Date(above?.querySelector("time")?.dateTime);
      return above?.dataset.author === this.dataset.user && Date.now() - moment < GOES_ON_WITHIN;
    }

    // Who has the focus in it has it in the message that has come instead.
    takeAway(row) {
      const hadFocus = row.contains(document.activeElement);
      row.remove();
      if (!hadFocus) return;
      const message = document.getElementById(`message-${this.dataset.user}-${row.dataset.id}`);
      const next = message?.querySelector(".message__row") ?? document.getElementById("composer-message");
      next?.focus({ preventScroll: true });
    }

    act(event) {
      const action = event.target.closest("[data-do]")?.dataset.do;
      if (action) this[action](event.target.closest(".message").item);
    }

    retry(item) {
      this.outbox.retry(item);
    }

    edit(item) {
      const taken = !document.dispatchEvent(new CustomEvent("rewrite", { cancelable: true, detail: item }));
      if (taken) this.outbox.discard(item);
    }

    discard(item) {
      this.outbox.discard(item);
    }
  },
);
