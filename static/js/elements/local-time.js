// <local-time><time datetime="…">server's time</time></local-time>: the same moment in the reader's time.

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

customElements.define(
  "local-time",
  class extends HTMLElement {
    connectedCallback() {
      const time = this.querySelector("time");
      const moment = new Date(time?.dateTime);
      if (Number.isNaN(moment.valueOf())) return;
      const isToday = moment.toDateString() === new Date().toDateString();
      time.textContent = isToday ? clock.format(moment) : `${day.format(moment)}, ${clock.format(moment)}`;
      time.title = full.format(moment);
    }
  },
);
