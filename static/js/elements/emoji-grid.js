// <emoji-grid> around emoji to choose from: Tab reaches one of them, arrows, Home and End the others. Up from the first line is
// told by an event: above.

const WAYS = {
  ArrowRight: (all, from) => all[all.indexOf(from) + 1],
  ArrowLeft: (all, from) => all[all.indexOf(from) - 1],
  ArrowDown: (all, from) => nearest(all.slice(all.indexOf(from) + 1), from),
  ArrowUp: (all, from) => nearest(all.slice(0, all.indexOf(from)).reverse(), from),
  Home: (all) => all[0],
  End: (all) => all.at(-1),
};

const place = (each) => each.getBoundingClientRect();

// Of the next line the one that stands nearest; nothing after the last line.
function nearest(ahead, from) {
  const { left, top } = place(from);
  const begins = ahead.findIndex((each) => place(each).top !== top);
  if (begins < 0) return undefined;
  const line = place(ahead[begins]).top;
  const rest = ahead.slice(begins);
  const ends = rest.findIndex((each) => place(each).top !== line);
  const far = (each) => Math.abs(place(each).left - left);
  return rest.slice(0, ends < 0 ? undefined : ends).reduce((best, each) => (far(each) < far(best) ? each : best));
}

customElements.define(
  "emoji-grid",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("keydown", (event) => this.steer(event));
      this.addEventListener("focusin", ({ target }) => target.matches("button") && this.rove(target));
      this.rove();
    }

    get shown() {
      return [...this.querySelectorAll("button")].filter((each) => !each.closest("[hidden]"));
    }

    get first() {
      return this.shown[0];
    }

    rove(chosen = this.first) {
      for (const each of this.querySelectorAll("button")) each.tabIndex = each === chosen ? 0 : -1;
    }

    steer(event) {
      const from = event.target.closest("button");
      if (!from || !WAYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const next = WAYS[event.key](this.shown, from);
      if (next) next.focus();
      else if (event.key === "ArrowUp") this.dispatchEvent(new CustomEvent("above"));
    }
  },
);
