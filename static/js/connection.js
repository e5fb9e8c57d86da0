// The page's socket, made anew when it is lost: quick at first, at random, and at once when the network is there again.
// htmx opens it and knows what to do with what comes; it is we who say when.

const FIRST = 500; // milliseconds: the longest wait before the first try
const LONGEST = 10_000;
const GROWTH = 1.5; // one waits for a server about half as long again as it was gone
const LASTING = 1_000; // a connection of that age was one
const HANDSHAKE = 15_000;
const LOOK = 5_000;
const UNDER_WAY = 500;
const SENT = 2_000;
const ASLEEP = 15_000; // a timer so late has slept
const ASLEEP_HIDDEN = 150_000; // browsers let a hidden page look once a minute

let socket; // the present one
let reconnect; // htmx's, once it has told us
let tries = 0;
let timer;
let lasting;
let submitted = 0;

// The longest time that a timer takes, so never: htmx's own tries can be neither cancelled nor hurried.
htmx.config.wsReconnectDelay = () => 2 ** 31 - 1;

// One that is left must not speak any more: its end, which may come minutes later, is no end of this connection.
function leave(old) {
  old.onopen = old.onclose = old.onerror = null;
  old.close();
}

htmx.createWebSocket = (url) => {
  if (socket) leave(socket);
  clearTimeout(timer);
  const opened = new WebSocket(url);
  socket = opened;
  setTimeout(() => opened.readyState === WebSocket.CONNECTING && opened.close(), HANDSHAKE);
  return opened;
};

function connect() {
  if (reconnect) reconnect();
  else socket?.close(); // the very first one is still on its way; its end makes another
}

function connectSoon() {
  const longest = Math.min(LONGEST, FIRST * GROWTH ** tries);
  tries += 1;
  clearTimeout(timer);
  timer = setTimeout(connect, longest * (0.2 + 0.8 * Math.random()));
}

// It may look open and be dead. Then a new one shows, and the page catches up with it.
function connectAnew() {
  tries = 0;
  connect();
}

function connectUnlessOpen() {
  if (socket?.readyState !== WebSocket.OPEN) connect();
}

// The server does not let this person stay. They are told so elsewhere, but what is under way comes first: a form that
// was sent may bring another cookie, and with it they stay after all.
function goOut(reason) {
  if (Date.now() - submitted < SENT) {
    setTimeout(goOut, UNDER_WAY, reason);
    return;
  }
  const next = location.href.slice(location.origin.length);
  location.assign(`/signed-out/?${new URLSearchParams({ reason, next })}`);
}

document.addEventListener("submit", () => (submitted = Date.now()), true);

document.addEventListener("htmx:wsOpen", ({ detail }) => {
  reconnect = detail.socketWrapper.reconnect;
  // Not at once: a server that accepts and closes must not be asked without end.
  clearTimeout(lasting);
  lasting = setTimeout(() => (tries = 0), LASTING);
}, true);

document.addEventListener("htmx:wsClose", ({ detail }) => {
  reconnect = detail.socketWrapper.reconnect;
  clearTimeout(lasting);
  const { code, reason } = detail.event;
  if (code >= 4400 && code < 4500) setTimeout(goOut, UNDER_WAY, reason);
  else connectSoon();
}, true);

// What a page says over its socket is said again when that opens, so nothing waits for it.
document.addEventListener("htmx:wsConfigSend", (event) => {
  if (socket?.readyState !== WebSocket.OPEN) event.preventDefault();
});

// A laptop that slept: much more time has gone by than between two looks.
let looked = Date.now();
let wasHidden = document.hidden;

function look() {
  const slept = Date.now() - looked > (wasHidden ? ASLEEP_HIDDEN : ASLEEP);
  looked = Date.now();
  wasHidden = document.hidden;
  if (slept) connectAnew();
  else return true;
}

setInterval(look, LOOK);
addEventListener("online", connectAnew);
addEventListener("pageshow", ({ persisted }) => persisted && connectUnlessOpen());
document.addEventListener("visibilitychange", () => {
  if (look() && !document.hidden) connectUnlessOpen();
});
