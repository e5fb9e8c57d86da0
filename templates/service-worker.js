{% load static %}// Shows a page of ours when the server cannot be reached. It keeps nothing else: chats are not stored in the browser.

const KEPT = "roomful-offline";
const OFFLINE = "{% url 'offline' %}";
const FILES = [OFFLINE, "{% static 'css/roomful.css' %}", "{% static 'icons/sprite.svg' %}", "{% static 'icons/roomful.svg' %}"];

async function renew() {
  await caches.delete(KEPT);
  const cache = await caches.open(KEPT);
  await cache.addAll(FILES);
}

addEventListener("install", (event) => event.waitUntil(renew()));

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
