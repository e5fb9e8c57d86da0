// The same bare loop as broadcast_picows.py, in Node with `ws`: node broadcast_node.mjs PORT SIZE
// `ws` is found where it was installed for this run: WS_MODULE is its folder.
import { createRequire } from "node:module";

const { WebSocketServer } = createRequire(import.meta.url)(process.env.WS_MODULE);
const [port, size] = process.argv.slice(2).map(Number);
const joined = new Set();

new WebSocketServer({ host: "127.0.0.1", port, backlog: 2048 }).on("connection", (socket) => {
  socket.on("message", (data) => {
    const text = data.toString();
    if (text === "join") {
      joined.add(socket);
      socket.send("joined");
      return;
    }
    const payload = text.padEnd(size);
    for (const other of joined) other.send(payload);
  });
  socket.on("close", () => joined.delete(socket));
});
