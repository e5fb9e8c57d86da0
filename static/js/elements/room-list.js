// <room-list> around a person's rooms: marks the one that is open, and those in which something was said since; keeps
// rooms in order, and the star of the one that is open.

customElements.define(
  "room-list",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("placed", this.notice);
      this.addEventListener("htmx:oobAfterSwap", this.sort);
      for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.addEventListener(name, this);
      document.addEventListener("begun", this.mark);
      this.said = {}; // in each room, up to which number
      this.fresh = new Set(); // the rooms in which something was said since
      for (const latest of this.querySelectorAll(".room-row__latest")) {
        this.fold(latest);
        this.isNews(latest);
      }
      this.handleEvent();
    }

    disconnectedCallback() {
      for (const name of ["htmx:pushedIntoHistory", "htmx:historyRestore"]) document.removeEventListener(name, this);
      document.removeEventListener("begun", this.mark);
    }

    // Something was begun in a room, or is begun no more.
    mark({ detail: { room, isBegun } }) {
      const mark = document.querySelector(`#room-${room} .room-row__draft`);
      if (mark) mark.hidden = !isBegun;
    }

    handleEvent() {
      for (const link of this.querySelectorAll(".room-row__link")) {
        const isOpen = link.pathname === location.pathname;
        link.toggleAttribute("aria-current", isOpen);
        if (!isOpen) continue;
        link.setAttribute("aria-current", "page");
        this.fresh.delete(link.parentElement.id);
        this.showFresh(link.parentElement);
        this.star(link.parentElement);
        link.scrollIntoView({ block: "nearest" });
      }
    }

    // A room that has another name has another place.
    sort({ target }) {
      const row = target.closest(".room-row");
      if (!target.matches(".room-name") || !row.dataset.name || row.dataset.name === target.textContent) return;
      row.dataset.name = target.textContent;
      row.dispatchEvent(new CustomEvent("misplaced", { bubbles: true }));
    }

    // The star of the room that is open says where its row is.
    star({ id, parentElement: { id: section } }) {
      const star = document.getElementById(`${id}-star`);
      if (!star || section === "archived") return;
      star.setAttribute("aria-pressed", section === "favourites");
      star.value = section === "favourites" ? "" : "on";
    }

    // What a blocked person said is not repeated.
    fold(latest) {
      const blocked = this.closest("[data-blocked]")?.dataset.blocked.split(" ") ?? [];
      latest.toggleAttribute("data-blocked", blocked.includes(latest.dataset.author));
    }

    // Whether it is another message than the last one was; that one may have been edited, or be answered with a thumb.
    isNews({ id, dataset: { said = 0 } }) {
      const before = this.said[id];
      this.said[id] = Math.max(before ?? 0, said);
      return said > before;
    }

    // A new last message, by somebody else, in a room that is not open.
    notice({ detail: { item } }) {
      if (item.matches(".room-row__unread")) return;
      const latest = item.matches(".room-row") ? item.querySelector(".room-row__latest") : item;
      this.fold(latest);
      const isNews = this.isNews(latest);
      const row = latest.closest(".room-row");
      const link = row.querySelector(".room-row__link");
      this.star(row);
      if (!row.dataset.name) {
        row.dataset.active = latest.querySelector("time")?.dateTime ?? row.dataset.active;
        row.dispatchEvent(new CustomEvent("misplaced", { bubbles: true }));
      }
      if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
      else if (isNews && latest.dataset.author !== this.dataset.reader && !("blocked" in latest.dataset)) this.fresh.add(row.id);
      this.showFresh(row);
    }

    showFresh(row) {
      row.querySelector(".room-row__fresh").hidden = !this.fresh.has(row.id);
    }
  },
);
