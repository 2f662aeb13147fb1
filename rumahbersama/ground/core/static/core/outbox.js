// Keeps forms marked data-outbox on this device until the server has answered. Pages work without it.
// "Tersimpan di perangkat ini" and "Terkirim" are two different things: only the server's answer is the second.
"use strict";
(() => {
  const me = document.body.dataset.akun;
  const words = document.getElementById("kabar").dataset;
  if (!me || !window.indexedDB) return;

  const open = () => new Promise((done, fail) => {
    const ask = indexedDB.open("rumah-kiriman", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore("isian", { keyPath: "kunci" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });
  const store = async (mode, act) => {
    const base = await open();
    return new Promise((done, fail) => {
      const deal = base.transaction("isian", mode), ask = act(deal.objectStore("isian"));
      deal.oncomplete = () => { base.close(); done(ask && ask.result); };
      deal.onabort = deal.onerror = () => { base.close(); fail(deal.error); };
    });
  };
  const put = (entry) => store("readwrite", (isian) => isian.put(entry));
  const drop = (kunci) => store("readwrite", (isian) => isian.delete(kunci));
  const mine = async () => (await store("readonly", (isian) => isian.getAll()))
    .filter((entry) => entry.akun === me).sort((a, b) => a.nomor - b.nomor);
  const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

  const forms = () => [...document.querySelectorAll("form[data-outbox]")];
  const tell = (form, text) => { const place = form && form.querySelector("[data-keadaan]"); if (place) place.textContent = text; };
  const formOf = (entry) => forms().find((form) => form.action === entry.url);
  const SEEN = "initial-";

  // One form is one waiting entry as long as nobody has tried to send it; what first stood in its boxes stays with it.
  const keep = async (form) => {
    const data = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const waiting = (await mine()).filter((entry) => entry.url === form.action && !entry.dicoba).pop();
    if (waiting) {
      const seen = new Map(waiting.data.filter(([name]) => name.startsWith(SEEN)));
      data.forEach((pair) => { if (seen.has(pair[0])) pair[1] = seen.get(pair[0]); });
      await drop(waiting.kunci);
    }
    const entry = { kunci: key(), akun: me, url: form.action, judul: form.dataset.judul, data, pada: new Date().toISOString(), nomor: Date.now() + performance.now() % 1 };
    await put(entry);
    form.querySelectorAll(`input[type=hidden][name^="${SEEN}"]`).forEach((box) => {
      const typed = form.elements[box.name.slice(SEEN.length)];
      if (typed && typed.value) box.value = typed.value;
    });
    tell(form, words.lokal);
    await count();
    return entry;
  };

  let busy = false, again = false;
  const send = async (entry, token) => {
    await put({ ...entry, dicoba: true });
    const body = new URLSearchParams(entry.data);
    body.set("kunci", entry.kunci); body.set("akun", entry.akun); body.set("pada", entry.pada);
    const answer = await fetch(entry.url, { method: "POST", body, redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token, "X-Outbox": "1" } });
    const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    if (answer.ok && told.keadaan) {
      await drop(entry.kunci);
      fetch(entry.url, { headers: { "X-Luring": "1" }, credentials: "same-origin" }).catch(() => {}); // the kept page is old now
      return { ...told, selesai: true };
    }
    if (answer.status === 409 || answer.status === 422 || answer.status === 403) {
      const galat = (told.galat || []).join(" ") || words.failed;
      await put({ ...entry, dicoba: true, galat });
      return { galat };
    }
    return { berhenti: true, masuk: answer.type === "opaqueredirect" };
  };
  // In the order they were kept; one that is refused waits for its person and holds nobody up but its own form.
  const flush = async () => {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const entries = await mine();
      if (entries.length) {
        const { token, akun } = await (await fetch("/token/", { cache: "no-store", credentials: "same-origin" })).json();
        const held = new Set();
        for (const entry of akun === me ? entries : []) {
          if (held.has(entry.url)) continue;
          const told = await send(entry, token);
          const form = formOf(entry);
          if (told.selesai) { tell(form, [words.terkirim, ...(told.pesan || [])].join(" ")); if (form) form.dispatchEvent(new CustomEvent("terkirim", { detail: { ...told, kunci: entry.kunci } })); continue; }
          held.add(entry.url);
          if (told.galat) tell(form, `${words.ditolak} ${told.galat}`);
          if (told.berhenti) { tell(form, told.masuk ? words.masuk : words.lokal); break; }
        }
        if (akun !== me) forms().forEach((form) => tell(form, words.masuk));
      }
    } catch (error) { /* no network: what waits goes on waiting */ } finally {
      busy = false;
      await count();
      if (again) { again = false; flush(); }
    }
  };

  let known = 0;
  const count = async () => {
    const entries = await mine();
    known = entries.length;
    document.querySelectorAll("[data-antrean]").forEach((place) => {
      place.hidden = !entries.length;
      place.textContent = words.antrean.replace("0", entries.length);
    });
    const list = document.getElementById("kiriman");
    if (list) show(list, entries);
  };
  const show = (list, entries) => {
    document.querySelectorAll("[data-kosong]").forEach((place) => { place.hidden = entries.length > 0; });
    list.replaceChildren(...entries.map((entry) => {
      const row = document.createElement("li"), what = document.createElement("span"), sub = document.createElement("span"), way = document.createElement("a");
      what.textContent = entry.judul;
      sub.className = "sub";
      sub.textContent = `${new Date(entry.pada).toLocaleString(document.documentElement.lang)}. ${entry.galat ? `${words.ditolak} ${entry.galat}` : words.lokal}`;
      way.href = entry.url; way.textContent = words.buka;
      const away = document.createElement("button");
      away.type = "button"; away.className = "link"; away.textContent = words.buang;
      away.addEventListener("click", async () => {
        if (away.dataset.pasti) { await drop(entry.kunci); await count(); } else { away.dataset.pasti = "1"; away.textContent = words.pasti; }
      });
      const acts = document.createElement("span");
      acts.append(way, " · ", away);
      what.append(sub);
      row.append(what, acts);
      return row;
    }));
  };

  // A page opened again shows what waits, not what the server knew before it.
  const restore = async () => {
    for (const entry of await mine()) {
      const form = formOf(entry);
      if (!form) continue;
      for (const [name, value] of entry.data) {
        const box = form.elements[name];
        if (box && box.type !== "hidden") box.value = value;
        const seen = form.elements[SEEN + name];
        if (seen && value) seen.value = value;
      }
      tell(form, entry.galat ? `${words.ditolak} ${entry.galat}` : words.lokal);
    }
  };

  let timer;
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("[data-autosave]")) return;
    clearTimeout(timer);
    timer = setTimeout(async () => { await keep(form); flush(); }, 700);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-keluar]") || form.action.endsWith("/keluar/")) { leave(event, form); return; }
    if (!form.matches("[data-outbox]")) return;
    event.preventDefault();
    clearTimeout(timer);
    try {
      const entry = await keep(form);
      form.addEventListener("terkirim", (sent) => { if (sent.detail.kunci === entry.kunci) location.href = sent.detail.tujuan || form.dataset.lanjut; });
      await flush();
      if (!navigator.onLine && navigator.serviceWorker && navigator.serviceWorker.controller) location.href = form.dataset.lanjut;
    } catch (error) { form.submit(); /* no room on the device: as without script */ }
  });

  // Shared phones: signing out wipes what is kept, after a warning where something still waits.
  const leave = async (event, form) => {
    if (!known || form.dataset.pasti === "bersih") return; // pages kept here go with the next page (app.js)
    event.preventDefault();
    const entries = await mine();
    const button = form.querySelector("button");
    if (entries.length && form.dataset.pasti !== "tahu") {
      form.dataset.pasti = "tahu";
      button.textContent = words.hapus.replace("0", entries.length);
      flush();
      return;
    }
    await Promise.all(entries.map((entry) => drop(entry.kunci)));
    if (window.caches) await Promise.all((await caches.keys()).filter((name) => name.startsWith("rumah-halaman")).map((name) => caches.delete(name)));
    form.dataset.pasti = "bersih";
    form.submit();
  };

  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) flush(); });
  setInterval(flush, 30000);
  document.querySelectorAll("[data-kirim]").forEach((button) => { button.hidden = false; button.addEventListener("click", flush); });
  count().then(restore).then(flush);
  // The sections of a place are fetched ahead, so that the next one opens without signal.
  if (document.querySelector("main a[data-luring]") && navigator.onLine && navigator.serviceWorker && navigator.serviceWorker.controller) {
    document.querySelectorAll("a[data-luring]").forEach((link) => { fetch(link.href, { headers: { "X-Luring": "1" }, credentials: "same-origin" }).catch(() => {}); });
  }
})();
