// <local-time><time datetime="…">server's time</time></local-time>: the same moment in the reader's time.
// data-format: "clock", "day" (a heading), "date", or nothing for what fits best.

const format = (options) => new Intl.DateTimeFormat(undefined, options);
const clock = format({ timeStyle: "short" });
const shortDay = format({ day: "numeric", month: "short" });
const longDay = format({ weekday: "long", day: "numeric", month: "long" });
const oldDay = format({ dateStyle: "full" });
const date = format({ dateStyle: "long" });
const full = format({ dateStyle: "full", timeStyle: "short" });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

const midnight = (moment) => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());

function capitalised(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function heading(moment, daysAgo) {
  if (daysAgo === 0 || daysAgo === 1) return capitalised(relative.format(-daysAgo, "day"));
  return (daysAgo < 300 ? longDay : oldDay).format(moment);
}

function shown(moment, style) {
  const daysAgo = Math.round((midnight(new Date()) - midnight(moment)) / 86_400_000);
  if (style === "clock") return clock.format(moment);
  if (style === "day") return heading(moment, daysAgo);
  if (style === "date") return date.format(moment);
  return daysAgo === 0 ? clock.format(moment) : shortDay.format(moment);
}

class LocalTime extends HTMLElement {
  connectedCallback() {
    const time = this.querySelector("time");
    const moment = new Date(time?.dateTime);
    if (Number.isNaN(moment.valueOf())) return;
    time.textContent = shown(moment, this.dataset.format);
    time.title = full.format(moment);
    // A link of which this is the text: its name and its hint are the whole date.
    const link = this.closest("a[aria-label]");
    link?.setAttribute("aria-label", time.title);
    link?.setAttribute("title", time.title);
  }
}

customElements.define("local-time", LocalTime);

// “Today” is true until midnight.
function atMidnight() {
  for (const element of document.querySelectorAll("local-time")) element.connectedCallback();
  const now = new Date();
  setTimeout(atMidnight, midnight(new Date(now.getTime() + 86_400_000 + 7_200_000)) - now + 1_000);
}
setTimeout(atMidnight, midnight(new Date(Date.now() + 86_400_000)) - Date.now() + 1_000);
