{% load static %}// Shows a page of ours when the server cannot be reached. It keeps nothing else: chats are not stored in the browser.

const KEPT = "roomful-offline";
const OFFLINE = "{% url 'offline' %}";
const FILES = [OFFLINE, "{% static 'css/roomful.css' %}", "{% static 'icons/sprite.svg' %}", "{% static 'icons/roomful.svg' %}"];

addEventListener("install", (event) => event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES))));

addEventListener("activate", (event) =>
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))),
  ),
);

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
