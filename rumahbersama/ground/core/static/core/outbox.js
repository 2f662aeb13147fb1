// Keeps forms marked data-outbox on this device until the server has answered. Pages work without it.
// "Tersimpan di perangkat ini" and "Terkirim" are two different things: only the server's answer is the second.
"use strict";
(() => {
  const me = document.body.dataset.akun; // an account's number, or whose personal link it is
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
  const home = (form) => (form.dataset.buka ? new URL(form.dataset.buka, location).href : form.action); // where its page is
  const own = (form) => form.elements.kunci; // the key of a form that is one entry per submission
  const tell = (form, text, box) => {
    const place = form && form.querySelector("[data-keadaan]");
    if (!place) return;
    place.textContent = text;
    if (!box || !document.getElementById(box)) return;
    const way = document.createElement("a");
    way.href = `#${box}`; way.textContent = words.kotak;
    place.append(" ", way);
  };
  const holds = (form, entry) => !own(form) || [own(form).value, form.dataset.lalu].includes(entry.kunci);
  const formOf = (entry) => forms().find((form) => form.action === entry.url && holds(form, entry));
  const worker = () => navigator.serviceWorker && navigator.serviceWorker.controller;
  const typed = (form, by) => [...new FormData(form, by)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  const SEEN = "initial-";

  // Saved while typing: one waiting entry per address, and what first stood in its boxes stays with it. Sent by a
  // button: one entry per key of the form, so that two new records are two entries and a second touch is none.
  const replace = (entry, stays) => store("readwrite", (isian) => {
    const ask = isian.getAll();
    ask.onsuccess = () => {
      const old = ask.result.filter((each) => each.akun === me && each.url === entry.url && (!each.dicoba || each.galat)).sort((a, b) => a.nomor - b.nomor);
      const seen = new Map(old.length && stays ? old[0].data.filter(([name]) => name.startsWith(SEEN)) : []);
      entry.data.forEach((pair) => { if (seen.has(pair[0])) pair[1] = seen.get(pair[0]); });
      old.forEach((each) => isian.delete(each.kunci));
      isian.put(entry);
    };
    return ask;
  });
  const keep = async (form, by) => {
    const data = typed(form, by), told = new Map(data);
    form.dataset.menunggu = "";
    const entry = { kunci: own(form) ? own(form).value : key(), akun: me, url: form.action, buka: home(form), judul: form.dataset.judul, data, pada: new Date().toISOString(), nomor: Date.now() + performance.now() % 1 };
    if (own(form)) {
      const isi = JSON.stringify(typed(form));
      entry.dicoba = entry.diubah = !!form.dataset.isi && form.dataset.isi !== isi;
      form.dataset.isi = isi;
      await put(entry);
    } else {
      await replace(entry, !form.dataset.segar);
      delete form.dataset.segar;
    }
    form.querySelectorAll(`input[type=hidden][name^="${SEEN}"]`).forEach((box) => {
      const now = told.get(box.name.slice(SEEN.length)); // not what was typed while it was kept
      if (now) box.value = now;
    });
    tell(form, words.lokal);
    await count();
    return entry;
  };

  // One token serves until the server refuses it or the network fails; asking for one also tells, before a form is
  // marked as tried, that there is a network and whose session this is.
  let going = null, again = false, token = "";
  const signedIn = async () => {
    const told = await (await fetch("/token/", { cache: "no-store" })).json();
    token = told.akun === me || isNaN(me) ? told.token : ""; // a link asks for no session
    return !!token;
  };
  const current = async (entry) => (await mine()).find((each) => each.kunci === entry.kunci);
  const deliver = async (entry) => {
    const body = new URLSearchParams(entry.data);
    body.set("kunci", entry.kunci); body.set("akun", entry.akun); body.set("pada", entry.pada); body.set("kini", new Date().toISOString());
    if (entry.diubah) body.set("diubah", "1");
    const answer = await fetch(entry.url, { method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": token, "X-Outbox": "1" } });
    return [answer, (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {}];
  };
  // Marked as tried only while it is still what waits: what was typed anew takes its place, or comes after it.
  const claim = (entry) => store("readwrite", (isian) => {
    const ask = isian.get(entry.kunci);
    ask.onsuccess = () => { if (ask.result && ask.result.nomor === entry.nomor) isian.put({ ...entry, dicoba: true }); };
    return ask;
  });
  const send = async (entry) => {
    const there = await claim(entry);
    if (!there || there.nomor !== entry.nomor) { again = true; return {}; }
    let [answer, told] = await deliver(entry), masuk = answer.type === "opaqueredirect";
    if (answer.status === 409 || (answer.status === 403 && !told.keadaan)) { // another session than the token's
      if (await signedIn()) [answer, told] = await deliver(entry); else masuk = true;
    }
    const now = await current(entry);
    if (now && now.nomor !== entry.nomor) { again = true; return {}; } // typed anew meanwhile
    if (masuk) {
      token = "";
      if (now) await put(entry); // surely not stored
      return { masuk };
    }
    if (answer.ok && told.keadaan) {
      await drop(entry.kunci);
      stale.add(entry.buka || entry.url);
      clearTimeout(rest);
      rest = setTimeout(renew, REST);
      return { ...told, selesai: true };
    }
    if (answer.status === 409 || answer.status === 422 || answer.status === 403) {
      const galat = (told.galat || []).join(" ") || words.failed;
      if (now) await put({ ...entry, dicoba: true, galat, kotak: told.kotak, diubah: false, salah: answer.status === 422 });
      return { galat, kotak: told.kotak };
    }
    return { lokal: true };
  };
  // What is kept of a page that was saved since is fetched again once its person rests or leaves.
  const REST = 15000, stale = new Set();
  let rest;
  const renew = () => {
    clearTimeout(rest);
    if (worker()) stale.forEach((url) => fetch(url, { headers: { "X-Luring": "1" }, keepalive: true }).catch(() => {}));
    stale.clear();
  };
  // In the order they were kept; one that is refused waits for its person and holds nobody up.
  const round = async () => {
    const entries = await mine();
    if (!entries.length) return;
    const signIn = () => forms().forEach((form) => tell(form, words.masuk));
    if ((!token || !navigator.onLine) && !await signedIn()) { signIn(); return; }
    for (const entry of entries) {
      const told = await send(entry), form = formOf(entry), text = [words.terkirim, ...(told.pesan || [])].join(" ");
      if (told.selesai && form) { tell(form, text); form.dispatchEvent(new CustomEvent("terkirim", { detail: { ...told, text, kunci: entry.kunci } })); }
      else if (told.selesai && entry.diubah) notice(text);
      if (told.galat && form) { tell(form, `${words.ditolak} ${told.galat}`, told.kotak); delete form.dataset.isi; }
      if (told.lokal) tell(form, words.lokal);
      if (told.masuk) { signIn(); return; }
    }
  };
  const rounds = async () => {
    do { again = false; await round().catch(() => { token = ""; }); } while (again); // no network: what waits goes on waiting
    going = null;
    await count();
  };
  const flush = () => {
    if (going) again = true; else going = rounds();
    return going;
  };
  const notice = (text) => {
    const told = document.createElement("div");
    told.className = "notice ok"; told.setAttribute("role", "status"); told.textContent = text;
    document.querySelector("main").prepend(told);
  };

  let known = 0;
  const count = async () => {
    const entries = await mine();
    known = entries.length;
    forms().forEach((form) => { if (!entries.some((entry) => entry.url === form.action)) delete form.dataset.menunggu; });
    document.querySelectorAll("[data-antrean]").forEach((place) => {
      place.hidden = !entries.length;
      place.textContent = words.antrean.replace("0", entries.length);
    });
    document.dispatchEvent(new CustomEvent("menunggu", { detail: entries })); // for pages that show what waits
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
      way.href = `${entry.buka || entry.url}#${entry.kunci}`; way.textContent = words.buka;
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

  // A page opened again shows what waits, not what the server knew before it; a form for something new does so only
  // when it is asked for by its key. What was refused is typed over what the page shows now.
  const restore = async () => {
    const entries = await mine();
    forms().filter(own).forEach((form) => { if (!entries.some((entry) => entry.kunci === own(form).value && entry.url === form.action)) own(form).value = key(); });
    for (const entry of entries) {
      const form = forms().find((each) => each.action === entry.url);
      if (!form || (own(form) && !form.elements.seen && location.hash !== `#${entry.kunci}`)) continue;
      for (const [name, value] of entry.data) {
        const box = form.elements[name];
        if (box && (box.type !== "hidden" || (name === "seen" && !entry.galat))) box.value = value;
        const seen = form.elements[SEEN + name];
        if (seen && value && !entry.galat) seen.value = value;
      }
      if (own(form)) own(form).value = entry.kunci;
      if (own(form) && entry.dicoba && !entry.galat) form.dataset.isi = JSON.stringify(typed(form));
      if (entry.galat) form.dataset.segar = "1";
      tell(form, entry.galat ? `${words.ditolak} ${entry.galat}` : words.lokal, entry.galat && entry.kotak);
    }
  };

  let timer;
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("[data-autosave]")) return;
    clearTimeout(timer);
    timer = setTimeout(async () => { await keep(form); flush(); }, Number(form.dataset.autosave) || 700);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-keluar]") || form.action.endsWith("/keluar/")) { leave(event, form); return; }
    if (!form.matches("[data-outbox]")) return;
    event.preventDefault();
    clearTimeout(timer);
    if (form.dataset.kirim) return; // a second touch
    const good = !own(form) || form.checkValidity(), photos = [...form.querySelectorAll("[type=file]")].some((box) => box.files.length);
    if ((photos || !good) && await signedIn().catch(() => false)) { post(form); return; }
    if (!good) { form.reportValidity(); return; }
    try {
      form.dataset.kirim = "1";
      const entry = await keep(form, event.submitter);
      if (photos) tell(form, `${words.lokal} ${form.querySelector("[data-foto]").textContent}`);
      form.addEventListener("terkirim", ({ detail }) => {
        if (detail.kunci !== entry.kunci || (own(form) && own(form).value !== entry.kunci)) return;
        sessionStorage.setItem("terkirim", detail.text);
        location.href = detail.tujuan || form.dataset.lanjut;
      });
      if ("antre" in form.dataset) { anew(form); flush(); delete form.dataset.kirim; return; } // free for the next at once
      await Promise.race([flush(), new Promise((done) => { setTimeout(done, 8000); })]);
      const left = await current(entry);
      if (left && own(form) && left.salah) post(form); // its errors beside its boxes, as without script
      else if (left && own(form) && !left.galat && !form.elements.seen) anew(form);
      else if (!navigator.onLine && worker() && form.dataset.lanjut) location.href = form.dataset.lanjut;
    } catch (error) { form.submit(); /* no room on the device: as without script */ }
    delete form.dataset.kirim;
  });
  const post = (form) => { form.elements.csrfmiddlewaretoken.value = token; form.submit(); };
  // What is kept waits in the queue; the form is free for the next one, which may have been begun meanwhile.
  const anew = (form) => {
    if (document.querySelector(".errors")) { location.href = home(form); return; }
    if (JSON.stringify(typed(form)) === form.dataset.isi) form.reset();
    form.dataset.lalu = own(form).value;
    own(form).value = key();
    delete form.dataset.isi;
    if (new URL(form.action).pathname === location.pathname) history.replaceState(null, "", form.action);
  };
  // Half typed forms (minutes/outcomes.js) are nobody's who comes after.
  const wipe = () => Object.keys(localStorage).filter((name) => name.startsWith("draf ")).forEach((name) => localStorage.removeItem(name));

  // Shared phones: signing out wipes what is kept, after a warning where something still waits.
  const leave = async (event, form) => {
    if (!known || form.dataset.pasti === "bersih") { wipe(); return; } // pages kept here go with the next page (app.js)
    event.preventDefault();
    const entries = await mine();
    // Asked apart from the button: a second tap of the same hand decides nothing.
    if (entries.length && !window.confirm(words.hapus.replace("0", entries.length))) { flush(); return; }
    await Promise.all(entries.map((entry) => drop(entry.kunci)));
    if (window.caches) await Promise.all((await caches.keys()).filter((name) => name.startsWith("rumah-halaman")).map((name) => caches.delete(name)));
    form.dataset.pasti = "bersih";
    form.submit();
  };

  addEventListener("pageshow", (event) => { if (event.persisted && forms().some((form) => form.dataset.isi)) location.reload(); }); // gone back to after sending
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) renew(); else flush(); });
  setInterval(flush, 30000);
  document.querySelectorAll("[data-kirim]").forEach((button) => { button.hidden = false; button.addEventListener("click", flush); });
  const arrived = sessionStorage.getItem("terkirim");
  if (arrived) { sessionStorage.removeItem("terkirim"); notice(arrived); }
  count().then(restore).then(flush);
  // The sections of a place and the forms of a page are fetched ahead, so that they open without signal.
  if (document.querySelector("main a[data-luring], form[data-outbox]") && navigator.onLine && worker()) {
    const ahead = new Set([...document.querySelectorAll("[data-luring]")].map((way) => way.href || new URL(way.dataset.luring, location).href).concat(forms().map(home)));
    ahead.forEach((url) => { if (url !== location.href) fetch(url, { headers: { "X-Luring": "1" } }).catch(() => {}); });
  }
})();
