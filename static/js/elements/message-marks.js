// <message-marks> around the list of messages: marks what differs by reader or by neighbour, for CSS to show.
//
//   data-own           the reader wrote it
//   data-mentioned     it names the reader, who did not write it
//   data-blocked       the reader has blocked who wrote it: "folded", or "shown" once they asked for it
//   data-day           "new": it begins a day in the reader's time zone; "same": it does not, whatever the server's zone says
//   aria-pressed       of a reaction: the reader gave it too
//   data-saved         the reader has saved it for themselves
//   data-unread        the reader wants to read on from here
//   data-apart         the message before it is not the one above it: that one is still on its way

const KEPT = ["saved", "unread"];
const dayOf = (item) => new Date(item?.querySelector("time")?.dateTime).toDateString();

customElements.define(
  "message-marks",
  class extends HTMLElement {
    connectedCallback() {
      this.reader = this.closest("[data-reader]")?.dataset.reader;
      this.blocked = this.closest("[data-blocked]")?.dataset.blocked.split(" ") ?? [];
      const own = this.closest("[data-reader]")?.dataset;
      this.saved = new Set(own?.saved?.split(" "));
      this.unread = own?.unread;
      for (const name of KEPT) document.addEventListener(name, this);
      for (const item of this.querySelectorAll(".message")) this.mark(item);
      this.addEventListener("placed", ({ detail: { item } }) => {
        this.mark(item);
        this.mark(item.nextElementSibling);
      });
    }

    disconnectedCallback() {
      for (const name of KEPT) document.removeEventListener(name, this);
    }

    // The reader's own, which the server says to nobody else. A list that is sent anew reads it from the log.
    handleEvent({ type, detail }) {
      const log = this.closest("message-log");
      if (type === "saved") {
        this.saved[detail.on ? "add" : "delete"](String(detail.pk));
        log.dataset.saved = [...this.saved].join(" ");
      } else {
        this.unread = log.dataset.unread = String(detail.seq);
        log.querySelector(".unread-note")?.remove(); // it is for another time
      }
      for (const item of this.querySelectorAll(".message")) this.mark(item);
    }

    mark(item) {
      if (!item) return;
      item.toggleAttribute("data-saved", this.saved.has(item.dataset.pk));
      item.toggleAttribute("data-unread", item.dataset.seq === this.unread);
      const quote = item.querySelector(".message-quote");
      quote?.toggleAttribute("data-blocked", this.blocked.includes(quote.dataset.author));
      const above = item.previousElementSibling;
      item.toggleAttribute("data-own", item.dataset.author === this.reader);
      item.toggleAttribute("data-mentioned", this.isNamed(item));
      item.toggleAttribute("data-apart", above !== null && Number(above.dataset.seq) !== item.dataset.seq - 1);
      for (const chip of item.querySelectorAll("[data-by]")) {
        chip.setAttribute("aria-pressed", chip.dataset.by.split(" ").includes(this.reader));
      }
      if (this.blocked.includes(item.dataset.author)) this.fold(item);
      item.dataset.day = above === null || dayOf(above) !== dayOf(item) ? "new" : "same";
    }

    isNamed({ dataset: { author, mentions } }) {
      return author !== this.reader && mentions?.split(" ").includes(this.reader);
    }

    // A screen reader would read a body that is hidden, too, while it describes the row. A message that changes says so anew.
    fold(item) {
      if (item.dataset.blocked === "shown") return;
      const row = item.querySelector(".message__row");
      const body = row.getAttribute("aria-describedby");
      row.removeAttribute("aria-describedby");
      if (item.dataset.blocked) return;
      const folded = document.querySelector("[data-folded]").content.firstElementChild.cloneNode(true);
      item.dataset.blocked = "folded";
      row.querySelector(".message__body").before(folded);
      folded.querySelector("button").addEventListener("click", () => {
        item.dataset.blocked = "shown";
        row.setAttribute("aria-describedby", body);
        folded.remove();
        row.focus({ preventScroll: true });
      });
    }
  },
);
