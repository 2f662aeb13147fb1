// How items end, without signal: what is half typed is kept on the device, what was sent and waits is shown here, and
// what has arrived is shown anew. The outbox keeps, sends, repeats. Without this file the buttons do the same, at once.
"use strict";
(() => {
  const me = document.body.dataset.akun;
  if (!me || !window.indexedDB) return;
  const forms = [...document.querySelectorAll("form[data-draf]")], lists = [...document.querySelectorAll("[data-tunggu]")];
  const words = document.getElementById("kabar").dataset;
  const open = (form) => { form.closest("details").open = true; };

  // Half typed: under its account, until it was sent; signing out wipes it (outbox.js).
  const place = (form) => `draf ${me} ${form.action}`;
  const typed = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => name.includes("-")));
  for (const form of forms) {
    const begun = typed(form), kept = localStorage.getItem(place(form)), forget = () => localStorage.removeItem(place(form));
    if (kept && kept !== begun && !document.querySelector(".errors")) {
      JSON.parse(kept).forEach(([name, value]) => { if (form.elements[name]) form.elements[name].value = value; });
      open(form);
      form.querySelector("[data-keadaan]").textContent = lists[0].dataset.pulih;
    }
    form.addEventListener("input", () => {
      try { if (typed(form) === begun) forget(); else localStorage.setItem(place(form), typed(form)); } catch (error) { /* no room: only on the screen */ }
    });
    form.addEventListener("reset", forget); // it waits in the outbox
    form.addEventListener("terkirim", ({ detail }) => {
      if (detail.kunci === form.elements.kunci.value) forget(); // the page opens anew
    });
  }

  // What came of the item, and the marks by which the server tells that it was seen, as they are now.
  const renew = async (url) => {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(url, { headers: { "X-Luring": "1" } })).text(), "text/html");
      const now = page.querySelector("[data-hasil]");
      if (!now) return;
      document.querySelector("[data-hasil]").replaceWith(now);
      document.querySelectorAll("[name=dilihat]").forEach((box) => { box.value = page.querySelector("[name=dilihat]").value; });
    } catch (error) { /* no network: seen when the page opens again */ }
  };

  // What waits on this device, in the words that were typed; its link opens it in its form.
  const row = (entry) => {
    const form = forms.find((each) => each.action === entry.url), said = (end) => (entry.data.find(([name]) => name.endsWith(end)) || ["", ""])[1];
    const who = form && form.querySelector(`select[name$="-post"] option[value="${said("-post")}"]`);
    const line = document.createElement("li"), what = document.createElement("div"), way = document.createElement("a"), sub = document.createElement("span");
    const day = ["_0", "_1", "_2"].map(said).filter(Boolean).join("-");
    way.href = `${entry.buka || entry.url}#${entry.kunci}`;
    way.textContent = said("-what") || said("-text") || entry.judul;
    sub.className = "sub";
    const state = entry.galat ? `${words.ditolak} ${entry.galat}` : words.lokal;
    sub.textContent = [said("-post") && who ? who.textContent : "", day, state].filter(Boolean).join(" · ");
    what.append(way, sub);
    line.append(what);
    return line;
  };
  document.addEventListener("menunggu", ({ detail }) => {
    for (const list of lists) {
      const here = detail.filter((entry) => new URL(entry.url).pathname.startsWith(list.dataset.tunggu));
      if (here.length < list.querySelectorAll("li").length && forms.length) renew(forms[0].dataset.buka);
      list.querySelector("ul").replaceChildren(...here.map(row));
      list.hidden = !here.length;
    }
    const asked = detail.find((entry) => location.hash === `#${entry.kunci}`), form = asked && forms.find((each) => each.action === asked.url);
    if (form) open(form);
  });
  addEventListener("hashchange", () => { if (/^#\w{32}$/.test(location.hash)) location.reload(); }); // the outbox fills it in

  // Going on to the next item does not wait for the hall's screen to be told.
  document.addEventListener("submit", async (event) => {
    const form = event.target, patience = new Promise((done) => { setTimeout(done, 8000); });
    if (!form.matches("[data-luring]")) return;
    event.preventDefault();
    await Promise.race([fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {}), patience]);
    location.href = form.dataset.luring;
  });
})();
