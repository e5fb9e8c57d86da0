// <message-marks> around the list of messages: marks what differs by reader or by neighbour, for CSS to show.
//
//   data-own           the reader wrote it
//   data-day           "new": it begins a day in the reader's time zone; "same": it does not, whatever the server's zone says
//   data-apart         the message before it is not the one above it: that one is still on its way

const dayOf = (item) => new Date(item?.querySelector("time")?.dateTime).toDateString();

customElements.define(
  "message-marks",
  class extends HTMLElement {
    connectedCallback() {
      this.reader = this.closest("[data-reader]")?.dataset.reader;
      for (const item of this.querySelectorAll(".message")) this.mark(item);
      this.addEventListener("placed", ({ detail: { item } }) => {
        this.mark(item);
        this.mark(item.nextElementSibling);
      });
    }

    mark(item) {
      if (!item) return;
      const above = item.previousElementSibling;
      item.toggleAttribute("data-own", item.dataset.author === this.reader);
      item.toggleAttribute("data-apart", above !== null && Number(above.dataset.seq) !== item.dataset.seq - 1);
      item.dataset.day = above === null || dayOf(above) !== dayOf(item) ? "new" : "same";
    }
  },
);
