// Keeps the page for "no network", style and script, and the pages that say so (header X-Luring: whose they are).
"use strict";
const HOME = "rumah-luring", PAGES = "rumah-halaman-", PAGE = "/luring/";

const keep = async () => {
  const store = await caches.open(HOME);
  const answer = await fetch(PAGE, { cache: "reload" });
  if (!answer.ok) throw new Error("no offline page");
  const style = /href="([^"]+\.css)"/.exec(await answer.clone().text());
  if (style) await store.add(style[1]);
  await store.put(PAGE, answer);
};
// Pages of one person at a time: those of another go when this one's first page comes.
const keepPage = async (request, answer) => {
  const owner = answer.ok && answer.headers.get("X-Luring");
  if (!owner) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES) && name !== PAGES + owner).map((name) => caches.delete(name)));
  await (await caches.open(PAGES + owner)).put(request.url, answer);
};
const page = async (event) => {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keepPage(event.request, answer.clone()));
    return answer;
  } catch (error) {
    return (await caches.match(event.request.url, { ignoreVary: true })) || caches.match(PAGE);
  }
};
const part = async (event) => {
  try {
    const answer = await fetch(event.request), kept = answer.clone();
    if (answer.ok) event.waitUntil(caches.open(HOME).then((store) => store.put(event.request, kept)));
    return answer;
  } catch (error) {
    return caches.match(event.request);
  }
};

addEventListener("install", (event) => event.waitUntil(keep().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { mode, method, destination, headers } = event.request;
  if (method !== "GET") return;
  if (mode === "navigate" || headers.get("X-Luring")) event.respondWith(page(event));
  else if (destination === "style" || destination === "script") event.respondWith(part(event));
});
