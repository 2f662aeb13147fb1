// Keeps one thing: the page that is shown when the network is gone. No page of a person is ever stored.
"use strict";
const HOME = "rumah-luring", PAGE = "/luring/";

const keep = async () => {
  const store = await caches.open(HOME);
  const answer = await fetch(PAGE, { cache: "reload" });
  if (!answer.ok) throw new Error("no offline page");
  const style = /href="([^"]+\.css)"/.exec(await answer.clone().text());
  if (style) await store.add(style[1]);
  await store.put(PAGE, answer);
};

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("fetch", (event) => {
  const { mode, method, destination } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)));
  else if (destination === "style") event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
});
