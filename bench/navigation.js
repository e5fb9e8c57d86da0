// Runs before anything else in a page: times how long a room's heading takes to be painted.

const heading = () => document.querySelector("main h1")?.textContent;
const frame = () => new Promise(requestAnimationFrame);

// The moment when a heading other than that one has been painted: the frame after the one that finds it.
async function painted(before) {
  while (!heading() || heading() === before) await frame();
  await frame();
  return performance.now();
}

// Milliseconds since the page was asked for, and since the last click.
window.bench = { loaded: painted() };
addEventListener("click", ({ timeStamp }) => (bench.clicked = painted(heading()).then((now) => now - timeStamp)), true);
