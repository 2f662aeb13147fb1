// Every page works without this file. It makes swaps by htmx audible and calm, and adds print and copy.
"use strict";
(() => {
  const news = document.getElementById("kabar");
  const say = (text) => { news.textContent = ""; setTimeout(() => { news.textContent = text; }, 50); };
  const quiet = (element) => element && element.closest("[data-quiet]");
  let timer;

  // A slow answer is announced in words after 300 ms, at the bottom of the screen and to screen readers.
  const wait = () => { news.className = "busy"; news.textContent = news.dataset.wait; };
  const settle = () => { clearTimeout(timer); if (news.className === "busy") { news.textContent = ""; } news.className = "vh"; };

  addEventListener("htmx:beforeRequest", (event) => {
    if (quiet(event.detail.elt)) return;
    settle();
    event.detail.target.setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(wait, 300);
  });
  addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful || event.detail.xhr.status === 422) settle();
    event.detail.target.removeAttribute("aria-busy");
  });

  // After a swap the focus goes to the errors or to the new heading, and the result is said once.
  addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    const told = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
    if (told && told.dataset.say !== news.dataset.last) { news.dataset.last = told.dataset.say; say(told.dataset.say); }
    ready(part);
    if (quiet(event.detail.requestConfig && event.detail.requestConfig.elt)) return;
    const goal = part.querySelector("[data-focus], h1, h2, h3");
    if (goal) {
      goal.tabIndex = -1;
      goal.focus({ preventScroll: !goal.matches("[data-focus]") });
      if (!told) say(goal.textContent.trim());
    }
  });

  // The language switch comes back to where a swap has led.
  addEventListener("htmx:pushedIntoHistory", () => {
    document.querySelectorAll(".lang [name=next]").forEach((box) => { box.value = location.pathname + location.search; });
  });

  const trouble = (text) => { settle(); news.className = "busy"; say(text); };
  addEventListener("htmx:sendError", (event) => { if (!quiet(event.detail.elt)) trouble(news.dataset.offline); });
  addEventListener("htmx:timeout", () => trouble(news.dataset.offline));
  addEventListener("htmx:responseError", () => trouble(news.dataset.failed));

  // Buttons that only work with this file stay hidden until it is here.
  const ready = (part) => part.querySelectorAll("[data-print], [data-copy]").forEach((button) => { button.hidden = false; });

  addEventListener("click", (event) => {
    const button = event.target.closest("[data-print], [data-copy]");
    if (!button) return;
    if ("print" in button.dataset) { print(); return; }
    copy(document.querySelector(button.dataset.copy), button);
  });

  // "Salin untuk WhatsApp": the clipboard needs https or localhost; in a hall on plain http the text is selected.
  const copy = (source, button) => {
    const done = () => {
      const word = button.querySelector("span") || button;
      const before = word.textContent;
      say(news.dataset.copied);
      word.textContent = news.dataset.copied;
      setTimeout(() => { word.textContent = before; }, 3000);
    };
    const byHand = () => { getSelection().selectAllChildren(source); trouble(news.dataset.uncopied); };
    if (!navigator.clipboard) { byHand(); return; }
    navigator.clipboard.writeText(source.textContent.trim()).then(done, byHand);
  };

  ready(document);
  // Nobody is signed in: no page of anybody stays on this device, not even one that came in while signing out.
  if (!document.body.dataset.akun && window.caches) {
    caches.keys().then((names) => names.filter((name) => name.startsWith("rumah-halaman")).forEach((name) => caches.delete(name)));
  }
  if (isSecureContext && navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
  const errors = document.querySelector("[data-focus]");
  if (errors && !quiet(errors)) errors.focus();
})();
