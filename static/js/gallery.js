// <gallery-filter> around the samples: shows those that have every word that was typed, as the server does, and makes
// each frame as tall as what is in it.

// A frame is a window of its own, so what is in it is asked for its window's element. None: it was just taken away.
function grow(stage) {
  const frame = stage.ownerDocument.defaultView?.frameElement;
  if (frame) frame.height = Math.ceil(stage.getBoundingClientRect().bottom);
}

// What the server's search did not find has no address yet.
function load(sample) {
  for (const frame of sample.querySelectorAll("iframe[data-src]")) {
    frame.src = frame.dataset.src;
    delete frame.dataset.src;
  }
}

customElements.define(
  "gallery-filter",
  class extends HTMLElement {
    sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => grow(target)));

    connectedCallback() {
      this.addEventListener("input", this.filter);
      // The load of a frame does not bubble, but passes here on its way down.
      this.addEventListener("load", ({ target }) => this.watch(target), true);
      this.querySelectorAll("iframe").forEach((frame) => this.watch(frame));
    }

    watch(frame) {
      const stage = frame.contentDocument?.querySelector("main");
      if (stage) this.sizes.observe(stage);
    }

    filter({ target }) {
      const words = target.value.toLowerCase().split(/\s+/);
      const samples = [...this.querySelectorAll("[data-words]")];
      for (const sample of samples) {
        sample.hidden = !words.every((word) => sample.dataset.words.includes(word));
        if (!sample.hidden) load(sample);
      }
      this.querySelector("[data-found]").textContent = samples.filter((sample) => !sample.hidden).length;
      // So that a reload, which comes with every saved file, shows the same.
      history.replaceState(null, "", `?${new URLSearchParams({ q: target.value })}`);
    }
  },
);
