// <connection-status>: says that the page is not live any more, or that nothing can be sent, once that has lasted for a
// moment, and when it is over; and that something could not be fetched.

const PATIENCE = 2_500; // milliseconds: a deploy is over by then
const SHOWN = 4_000;
const UNREACHABLE = [0, 502, 504]; // no answer, or a proxy's
const SOCKET = ["htmx:wsConnecting", "htmx:wsClose", "htmx:wsOpen"];
const HEARD = [...SOCKET, "htmx:sendError", "htmx:timeout", "htmx:responseError", "htmx:afterRequest"];

customElements.define(
  "connection-status",
  class extends HTMLElement {
    gone = new Set();

    connectedCallback() {
      this.sentences = Object.fromEntries(["lost", "failed", "back"].map((name) => [name, this.querySelector(`[data-${name}]`)]));
      for (const name of HEARD) document.addEventListener(name, this);
    }

    disconnectedCallback() {
      clearTimeout(this.losing);
      for (const name of HEARD) document.removeEventListener(name, this);
    }

    handleEvent({ type, detail }) {
      if (type === "htmx:wsOpen") this.gone.clear();
      else if (SOCKET.includes(type)) this.gone.add("socket");
      else if (detail.requestConfig.verb !== "get") this.judge(type, detail.xhr.status);
      else if (type !== "htmx:afterRequest" && !detail.xhr.getResponseHeader("HX-Reswap")) this.say("failed", SHOWN);
      if (!this.gone.size) this.settle();
      else this.losing ??= setTimeout(() => this.say("lost"), PATIENCE);
    }

    judge(type, status) {
      const isGone = UNREACHABLE.includes(status);
      if (isGone && type !== "htmx:afterRequest") this.gone.add("server");
      else if (!isGone) this.gone.delete("server");
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
