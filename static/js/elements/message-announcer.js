// <message-announcer role="log">: tells a screen reader of what others post, and of nothing else: not the past, not what
// one sent, not edits. Many at once are counted.

const GATHER = 400; // milliseconds
const EACH = 3; // more than these are counted
const LONGEST = 300; // characters
const KEPT = 20;

customElements.define(
  "message-announcer",
  class extends HTMLElement {
    connectedCallback() {
      this.waiting = [];
      this.log = this.closest("message-log");
      this.log.addEventListener("placed", ({ detail }) => this.hear(detail));
    }

    hear({ item, replaced }) {
      const isNew = !replaced && !item.nextElementSibling && this.log.isLive;
      if (!isNew || item.dataset.author === this.log.dataset.reader || "blocked" in item.dataset) return;
      this.waiting.push(item);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.speak(), GATHER);
    }

    speak() {
      const items = this.waiting.splice(0);
      if (items.length > EACH) this.say(`${items.length} new messages`);
      else for (const item of items) this.say(this.sentence(item));
    }

    sentence(item) {
      const text = (selector) => item.querySelector(selector).textContent.trim();
      return `${text(".message__author")}: ${text(".message__body").slice(0, LONGEST)}`;
    }

    say(sentence) {
      const line = document.createElement("p");
      line.textContent = sentence;
      this.append(line);
      while (this.childElementCount > KEPT) this.firstElementChild.remove();
    }
  },
);
