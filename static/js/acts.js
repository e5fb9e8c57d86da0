// What is done by a button goes to the server without leaving the page: any button of the form #act (form="act" formaction="…",
// name and value), and whatever an element asks for by an event, `act`, with {verb, path, values, target}. The answer's
// pieces say themselves where they belong; with a target it goes there whole.

const PATIENCE = 20_000; // milliseconds
const going = new Set();

// Each has an element of its own, since htmx makes one request at a time for an element; the same one twice is one.
async function send({ verb = "post", path, values = {}, target = null }) {
  const form = document.getElementById("act");
  const name = [verb, path, ...Object.entries(values)].join(" ");
  if (!form || going.has(name)) return;
  going.add(name);
  const source = document.createElement("div");
  form.after(source);
  source.hidden = true;
  source.addEventListener("htmx:configRequest", ({ detail }) => (detail.timeout = PATIENCE));
  const token = verb === "post" && { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value };
  const where = target ? { target, swap: "innerHTML" } : { swap: "none" };
  await htmx.ajax(verb, path, { source, values: { ...values, ...token }, ...where }).catch(() => {});
  source.remove();
  going.delete(name);
}

document.addEventListener("act", ({ detail }) => send(detail));

document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (target.id !== "act" || !submitter) return;
  event.preventDefault();
  const values = submitter.name ? { [submitter.name]: submitter.value } : {};
  const list = submitter.closest(".excerpts")?.parentElement;
  const place = deeds(list).indexOf(submitter);
  await send({ path: submitter.getAttribute("formaction"), values });
  if (!list || document.activeElement !== document.body) return;
  // What one was at has left the list: on with the next, else the last, else the list itself.
  const left = deeds(list);
  (left[place] ?? left.at(-1) ?? list).focus();
});

const deeds = (list) => [...(list?.querySelectorAll(".excerpt__do") ?? [])];
