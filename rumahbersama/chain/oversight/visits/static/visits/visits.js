// A visit on a phone: photos made small and stripped here, signatures drawn on the glass. Both become text in a box of
// their form and go into the one outbox (core/outbox.js), which keeps them on the device, sends them once and says so.
"use strict";
(() => {
  const boxOf = (form) => form.elements.picture;

  // Drawn anew on a canvas: what comes out is the picture alone, without position, make of the phone or time.
  const shrink = async (file, form) => {
    const picture = await createImageBitmap(file);
    const most = Number(form.dataset.sisi), scale = Math.min(1, most / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", Number(form.dataset.mutu));
  };
  const say = (form, text) => { const place = form.querySelector("[data-keadaan]"); if (place) place.textContent = text; };

  document.addEventListener("change", async ({ target }) => {
    if (!target.matches("[data-potret]") || !target.files.length || !document.body.dataset.akun) return;
    const form = target.form;
    try {
      boxOf(form).value = await shrink(target.files[0], form);
      target.value = "";
    } catch (error) { say(form, form.dataset.rusak); return; } // a kind this browser cannot draw: sent as a file
    if (form.elements.how) form.elements.how.value = "kertas";
    if (form.elements.caption && form.elements.caption.value.trim()) form.requestSubmit(); else say(form, form.dataset.siap);
  });
  // A photo waits for its caption, no longer than until the next one is taken or the page is left: it is never lost.
  const waiting = () => [...document.querySelectorAll("form[data-bergambar]")].filter((form) => form.elements.caption && boxOf(form).value);
  document.addEventListener("click", ({ target }) => { if (target.matches("[data-potret]")) waiting().filter((form) => form === target.form).forEach((form) => form.requestSubmit()); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) waiting().forEach((form) => form.requestSubmit()); });
  addEventListener("beforeunload", (event) => waiting().forEach((form) => { event.preventDefault(); form.requestSubmit(); })); // the question gives it time to be kept

  // Each answer carries the time it was given: the sheet is sent as a whole, and another phone may write it too.
  document.addEventListener("change", ({ target }) => {
    const form = target.form, when = form && form.matches("[data-kunjungan]") && form.elements[`waktu-${target.name}`];
    if (!when) return;
    const word = target.type === "radio" ? target.value : target.value.trim();
    if (when.dataset.kata === word) return; // kept while it was typed, and now its box is left
    when.dataset.kata = word;
    when.value = new Date().toISOString();
  });

  // Longer texts are kept while they are typed, not only when their box is left.
  let timer = 0, typing = null;
  const keep = () => { clearTimeout(timer); if (typing) typing.dispatchEvent(new Event("change", { bubbles: true })); typing = null; };
  document.addEventListener("input", ({ target }) => {
    if (!target.closest("form[data-kunjungan]") || target.type === "radio") return;
    clearTimeout(timer);
    typing = target;
    timer = setTimeout(keep, 800);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

  // The glass: pointer, pen or finger. A form without a picture is not sent into the outbox.
  for (const glass of document.querySelectorAll("canvas[data-kaca]")) {
    const form = glass.closest("form"), pen = glass.getContext("2d");
    let last = null;
    const clear = () => {
      glass.width = 640; glass.height = 240;
      pen.fillStyle = "#fff"; pen.fillRect(0, 0, glass.width, glass.height);
      pen.lineWidth = 3; pen.lineCap = "round"; pen.strokeStyle = "#111";
      boxOf(form).value = "";
    };
    const at = (event) => { const box = glass.getBoundingClientRect(); return [(event.clientX - box.left) * glass.width / box.width, (event.clientY - box.top) * glass.height / box.height]; };
    glass.closest("[data-layar]").hidden = false;
    clear();
    glass.addEventListener("pointerdown", (event) => { glass.setPointerCapture(event.pointerId); last = at(event); });
    glass.addEventListener("pointermove", (event) => {
      if (!last) return;
      const next = at(event);
      pen.beginPath(); pen.moveTo(...last); pen.lineTo(...next); pen.stroke();
      last = next;
    });
    const lift = () => {
      if (!last) return;
      last = null;
      boxOf(form).value = glass.toDataURL("image/png");
      form.elements.how.value = "layar";
    };
    glass.addEventListener("pointerup", lift);
    glass.addEventListener("pointercancel", lift);
    form.querySelector("[data-hapus-kaca]").addEventListener("click", clear);
    form.addEventListener("reset", () => setTimeout(clear));
  }
  // All that is missing is said at once, and what was drawn stays; a photo this browser cannot draw goes to the server.
  const lacking = (form) => [...form.elements].filter((box) => box.willValidate && !box.validity.valid && box.labels && box.labels.length);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-bergambar]")) return;
    const boxes = lacking(form), drawn = boxOf(form).value;
    const file = [...form.querySelectorAll("[type=file]")].some((box) => box.files.length);
    if (drawn ? !boxes.length : file && navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const names = boxes.map((box) => box.labels[0].textContent.trim()).join(", ");
    say(form, [!drawn && (file ? form.dataset.rusak : form.dataset.kosong), names && `${form.dataset.kurang} ${names}.`].filter(Boolean).join(" "));
    if (boxes.length) boxes[0].focus();
  }, true);

  // What waits on this device is shown beside what the server has, in its own words.
  const draw = async (entry) => {
    const text = (entry.data.find(([name]) => name === "picture") || ["", ""])[1].split(",")[1] || "";
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes])), canvas = document.createElement("canvas");
    canvas.width = 288; canvas.height = Math.round(288 * picture.height / picture.width);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.setAttribute("role", "img");
    return canvas;
  };
  const rows = new Map(); // of an entry, by its key: drawn once, and left on the page when it has arrived
  const rowOf = (entry) => {
    if (rows.has(entry.kunci)) return rows.get(entry.kunci);
    const row = document.createElement("li"), told = document.createElement("span");
    const named = entry.data.find(([name, value]) => (name === "caption" || name === "name") && value);
    told.className = "sub";
    row.dataset.nama = named ? `${named[1]}. ` : "";
    row.append(told);
    rows.set(entry.kunci, row);
    draw(entry).then((canvas) => { canvas.setAttribute("aria-label", row.dataset.nama || entry.judul); row.prepend(canvas); }).catch(() => {}); // told in words
    return row;
  };
  // What has arrived is shown as the server has it, with the way to remove it; without an answer its own row stays.
  const renew = async (part, arrived) => {
    arrived.forEach((row) => { row.dataset.sampai = ""; });
    const answer = await fetch(location.pathname, { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`#${part.id} [data-di-server]`);
    if (!fresh) return;
    part.querySelector("[data-di-server]").replaceChildren(...fresh.children);
    const list = part.querySelector("[data-di-perangkat]");
    arrived.forEach((row) => row.remove());
    list.hidden = !list.children.length;
  };
  document.addEventListener("menunggu", ({ detail }) => {
    for (const list of document.querySelectorAll("[data-di-perangkat]")) {
      const form = list.closest("[data-bagian]").querySelector("form"), here = detail.filter((entry) => entry.url === form.action);
      const tell = (row, text) => { row.lastChild.textContent = row.dataset.nama + text; };
      for (const entry of here) {
        const row = rowOf(entry);
        tell(row, entry.galat ? `${list.dataset.ditolak} ${entry.galat}` : list.dataset.kata);
        if (row.parentNode !== list) list.append(row);
      }
      const arrived = [...list.children].filter((row) => !here.some((entry) => rows.get(entry.kunci) === row));
      arrived.forEach((row) => tell(row, list.dataset.sampai));
      list.hidden = !list.children.length;
      const anew = arrived.filter((row) => !("sampai" in row.dataset));
      if (anew.length) renew(list.closest("[data-bagian]"), anew).catch(() => {}); // no network: told in words
    }
  });
})();
