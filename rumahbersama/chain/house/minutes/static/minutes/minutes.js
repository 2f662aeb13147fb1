// Minutes while typing: handed to the outbox after a pause, and what others wrote taken over while one rests.
// The outbox keeps, sends, repeats; the server joins. Without this file the button does the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-notulen]");
  if (!form || !document.body.dataset.akun || !window.indexedDB) return;
  const box = form.elements.notes, base = form.elements["initial-notes"], others = form.querySelector("[data-lain]");
  const PAUSE = 1000, LONGEST = 5000, LOOK = 4000;
  const plain = (text) => text.replace(/\r\n?/g, "\n");
  const clean = () => !timer && !("menunggu" in form.dataset) && plain(box.value) === plain(base.value);
  let timer = 0, began = 0, number = form.dataset.nomor, looking = false;

  const keep = () => {
    clearTimeout(timer);
    timer = began = 0;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    began = began || Date.now();
    timer = setTimeout(keep, Math.max(0, Math.min(PAUSE, began + LONGEST - Date.now())));
  });

  // The others' text comes in around the caret, which stays between the letters where it stood.
  const put = (text) => {
    const old = box.value, most = Math.min(old.length, text.length);
    let head = 0, tail = 0;
    while (head < most && old[head] === text[head]) head += 1;
    while (tail < most - head && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const moved = (place) => (place <= head ? place : place >= old.length - tail ? place + text.length - old.length : Math.min(place, text.length - tail));
    const [start, end, top] = [moved(box.selectionStart), moved(box.selectionEnd), box.scrollTop];
    box.value = text;
    if (document.activeElement === box) box.setSelectionRange(start, end);
    box.scrollTop = top;
  };
  const look = async () => {
    if (looking || document.hidden || !clean()) return;
    looking = true;
    try {
      const answer = await fetch(`${form.dataset.teks}?sejak=${number}`, { cache: "no-store", headers: { Accept: "application/json" } });
      const told = answer.status === 200 && (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : null;
      if (told && clean()) { // nothing was typed meanwhile
        number = told.nomor;
        if (plain(box.value) !== told.teks) put(told.teks);
        base.value = told.teks;
        others.textContent = told.kata;
      }
    } catch (error) { /* no network: asked again */ }
    looking = false;
  };

  form.addEventListener("terkirim", () => { if (!box.value) base.value = ""; look(); });
  setInterval(look, LOOK);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); else if (timer) keep(); });
  addEventListener("beforeunload", (event) => {
    if (!timer && (plain(box.value) === plain(base.value) || "menunggu" in form.dataset)) return;
    keep();
    event.preventDefault(); // the browser asks, and meanwhile it is kept
  });
})();
