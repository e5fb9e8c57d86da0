// <message-log>: a room's messages as one reads them. What comes in moves nothing; at the end one stays at the end;
// away from it a button says how many came. The address keeps one's place, so that Back and a reload lead to it.

const NEAR = 48; // pixels from the end that count as being there
const BELOW_LABEL = 40; // pixels: the sticky day label covers what is above
const HEARD = ["visibilitychange", "htmx:afterSettle"];

customElements.define(
  "message-log",
  class extends HTMLElement {
    connectedCallback() {
      this.scroller = this.querySelector(".log__scroller");
      this.button = this.querySelector(".log__new");
      this.came = 0;
      // Before a swap, whichever way it comes.
      this.addEventListener("htmx:beforeSwap", this.hold);
      this.addEventListener("htmx:oobBeforeSwap", this.hold);
      this.addEventListener("placed", this.count);
      this.addEventListener("moving", this.hold);
      this.addEventListener("written", this.written);
      this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
      this.button.addEventListener("click", () => this.goToEnd({ focus: true }));
      for (const name of HEARD) document.addEventListener(name, this);
      if (this.closest(".room")) this.open(); // else htmx has not settled it yet, and it is as high as all that is in it
    }

    // Where the address says, or where its reader wants to read on.
    open() {
      const place = new URLSearchParams(location.search).get("at") ?? this.dataset.unread;
      const row = place && this.querySelector(`#at-${CSS.escape(place)}`);
      if (row && !row.matches(":focus")) row.scrollIntoView({ block: "start" });
      this.finish();
    }

    disconnectedCallback() {
      for (const name of HEARD) document.removeEventListener(name, this);
      clearTimeout(this.settling);
    }

    // The scroller is reversed: 0 is the end, and what is above is negative.
    get isAtEnd() {
      return -this.scroller.scrollTop < NEAR;
    }

    get isLive() {
      return !this.querySelector("#newer a");
    }

    // The first message that is wholly in view, so many pixels below the upper edge.
    firstRow(below, rows = [...this.querySelectorAll(".message__row[id]")]) {
      const edge = this.scroller.getBoundingClientRect().top + below;
      return rows.find((row) => row.getBoundingClientRect().top >= edge) ?? rows.at(-1);
    }

    // What stays where it is: the first message that begins in view; one that fills the view, if none does. Not the first of
    // all, which changes when there is something above it.
    anchor() {
      const rows = [...this.querySelectorAll(".message ~ .message > .message__row[id]")];
      const row = this.firstRow(BELOW_LABEL, rows);
      const isBelow = row?.getBoundingClientRect().top >= this.scroller.getBoundingClientRect().bottom;
      return (isBelow && rows[rows.indexOf(row) - 1]) || row;
    }

    // Everything that is swapped in one go moves what is read by one correction, before it is painted.
    hold() {
      if (this.held) return;
      const atEnd = this.isAtEnd && this.isLive;
      const row = atEnd ? null : this.anchor(); // to find it takes longer the more messages there are
      this.held = { row, top: row?.getBoundingClientRect().top, atEnd };
      queueMicrotask(() => this.release());
    }

    release() {
      const { row, top, atEnd } = this.held;
      this.held = null;
      if (atEnd) this.scroller.scrollTop = 0;
      else if (row?.isConnected) this.scroller.scrollTop += row.getBoundingClientRect().top - top;
    }

    count({ detail: { item, replaced } }) {
      if (replaced || item.nextElementSibling) return;
      const isOwn = item.dataset.author === this.dataset.reader;
      if (!this.isLive) return isOwn && this.sent(item);
      if (!isOwn && !this.held?.atEnd) this.showCount(this.came + 1);
    }

    handleEvent({ type, target }) {
      if (type === "visibilitychange") this.finish();
      else if (target.id === "column") this.open();
    }

    // Who had marked messages as unread, and is through with them (_unread_note.html).
    finish() {
      const note = this.querySelector(".unread-note");
      if (!note || document.hidden || !this.isAtEnd || !this.isLive || !this.querySelector(`#at-${this.dataset.unread}`)) return;
      htmx.ajax("POST", note.dataset.path, { source: "#act", swap: "none" });
      note.remove();
    }

    sent(item) {
      if (Number(item.dataset.seq) !== Number(item.previousElementSibling?.dataset.seq) + 1) this.written();
    }

    // While one reads the past its end is not here: that is where one goes.
    written() {
      if (this.isLive) this.goToEnd();
      else this.querySelector("[data-newest]").click();
    }

    showCount(came) {
      this.came = came;
      this.button.hidden = !came;
      this.button.querySelector("[data-count]").textContent = `${came} new ${came === 1 ? "message" : "messages"}`;
    }

    goToEnd({ focus = false } = {}) {
      if (this.held) this.held.atEnd = true; // whatever is being swapped in
      this.scroller.scrollTop = 0;
      this.showCount(0);
      this.finish();
      if (focus) this.scroller.focus({ preventScroll: true });
    }

    scrolled() {
      if (this.isAtEnd && this.came) this.showCount(0);
      this.finish();
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.keepPlace(), 200);
    }

    keepPlace() {
      const place = this.isAtEnd && this.isLive ? null : this.firstRow(BELOW_LABEL)?.id.slice("at-".length);
      const address = new URL(location);
      if (address.searchParams.get("at") === place) return;
      address.search = place ? `?at=${place}` : "";
      address.hash = "";
      history.replaceState(history.state, "", address);
    }
  },
);
