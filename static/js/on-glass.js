// A keyboard on glass covers the foot of the page where the browser does not make the page shorter for it (Safari): then we do.

const { visualViewport: seen } = window;

function fit() {
  const covered = seen.scale === 1 ? Math.round(innerHeight - seen.height) : 0; // who has zoomed in sees a part of the page
  document.documentElement.style.setProperty("--covered", `${Math.max(0, covered)}px`);
  if (covered > 0) scrollTo(0, 0);
}

seen?.addEventListener("resize", fit);
