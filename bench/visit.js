// Runs before anything else in a page that is visited: keeps what the browser says about painting.

window.bench = { shifts: [], messages: [] };

function name(node) {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  if (!element) return "what is gone";
  return [element.localName, ...element.classList].join(".");
}

new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    bench.shifts.push({ value, what: sources.map(({ node }) => name(node)) });
  }
}).observe({ type: "layout-shift", buffered: true });

new PerformanceObserver((list) => {
  bench.messages.push(...list.getEntries().map(({ startTime }) => startTime));
}).observe({ type: "element", buffered: true });

// The browser times the painting of the elements that ask for it: here, whatever is in a message.
const asking = new MutationObserver(() => {
  for (const element of document.querySelectorAll("li[data-seq] :not([elementtiming])")) {
    element.setAttribute("elementtiming", "message");
  }
});
asking.observe(document, { childList: true, subtree: true });
addEventListener("load", () => asking.disconnect());

const painted = new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-contentful-paint");
    if (paint) resolve(paint.startTime);
  }).observe({ type: "paint", buffered: true });
});

// Milliseconds since the page was asked for: the first paint, the first message, the end of the last script.
window.times = async () => {
  const first = await painted;
  await new Promise(requestAnimationFrame);
  const message = bench.messages.length ? Math.min(...bench.messages) : null;
  return [first, message, performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd];
};
