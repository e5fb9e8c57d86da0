// <connection-status>: says that the page is not live any more, once that has lasted for a moment, and when it is again;
// and that something could not be fetched.

const PATIENCE = 2_500; // milliseconds: a deploy is over by then
const SHOWN = 4_000;
const HEARD = ["htmx:wsClose", "htmx:wsOpen", "htmx:sendError", "htmx:responseError"];

customElements.define(
  "connection-status",
  class extends HTMLElement {
    connectedCallback() {
      this.sentences = Object.fromEntries(["lost", "failed", "back"].map((name) => [name, this.querySelector(`[data-${name}]`)]));
      for (const name of HEARD) document.addEventListener(name, this);
    }

    disconnectedCallback() {
      clearTimeout(this.losing);
      for (const name of HEARD) document.removeEventListener(name, this);
    }

    handleEvent({ type, detail }) {
      if (type === "htmx:wsClose") this.losing ??= setTimeout(() => this.say("lost"), PATIENCE);
      else if (type === "htmx:wsOpen") this.settle();
      else if (detail.requestConfig.verb === "get" && !detail.xhr.getResponseHeader("HX-Reswap")) this.say("failed", SHOWN);
    }

    settle() {
      clearTimeout(this.losing);
      this.losing = undefined;
      if (!this.sentences.lost.hidden) this.say("back", SHOWN);
    }

    // For so many milliseconds, or until there is something else to say.
    say(name, time) {
      clearTimeout(this.silence);
      for (const [each, sentence] of Object.entries(this.sentences)) sentence.hidden = each !== name;
      if (time) this.silence = setTimeout(() => (this.sentences[name].hidden = true), time);
    }
  },
);
