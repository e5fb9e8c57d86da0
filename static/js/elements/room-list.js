// <room-list> around a person's rooms: marks the one that is open, and those in which something was said since.

customElements.define(
  "room-list",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("placed", this.notice);
      this.addEventListener("htmx:oobAfterSwap", this.sort);
      for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(name, this);
      this.handleEvent();
    }

    disconnectedCallback() {
      for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.removeEventListener(name, this);
    }

    handleEvent() {
      for (const link of this.querySelectorAll(".room-row__link")) {
        const isOpen = link.pathname === location.pathname;
        link.toggleAttribute("aria-current", isOpen);
        if (!isOpen) continue;
        link.setAttribute("aria-current", "page");
        link.parentElement.querySelector(".room-row__fresh").hidden = true;
        link.scrollIntoView({ block: "nearest" });
      }
    }

    // A room that has another name has another place.
    sort({ target }) {
      const row = target.closest(".room-row");
      if (!target.matches(".room-name") || row.dataset.name === target.textContent) return;
      row.dataset.name = target.textContent;
      const rows = [...row.parentElement.children].filter((each) => each !== row);
      const next = rows.find((each) => row.dataset.name.localeCompare(each.dataset.name) < 0) ?? null;
      row.parentElement.insertBefore(row, next);
    }

    // A new last message, by somebody else, in a room that is not open.
    notice({ detail: { item, replaced } }) {
      const latest = item.matches(".room-row") ? item.querySelector(".room-row__latest") : item;
      const row = latest.closest(".room-row");
      const link = row.querySelector(".room-row__link");
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
      else if (replaced && latest.dataset.author !== this.dataset.reader) row.querySelector(".room-row__fresh").hidden = false;
    }
  },
);
