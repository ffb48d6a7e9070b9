// Makes pages quicker and kinder. Every form and link works without it.
(function () {
  "use strict";

  const GUARD_MILLISECONDS = 8000;
  const AUTOSAVE_MILLISECONDS = 1000;

  function each(selector, act, root) {
    (root || document).querySelectorAll(selector).forEach(act);
  }

  // A summary of errors takes the focus, so that it is read out and seen; its links go to the field itself.
  function focusErrors(root) {
    const summary = (root || document).querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });

  // Menus (<details class="menu">) close on Escape, on a click elsewhere, and when another opens.
  function closeMenus(except) {
    each("details.menu[open]", function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    closeMenus(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", function (event) {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // data-shows-when="field=value|other" or "field": shown while it holds; what is hidden isn't sent.
  function valuesOf(form, name) {
    const found = form.querySelectorAll('[name="' + CSS.escape(name) + '"]');
    return Array.from(found)
      .filter((field) => (/^(radio|checkbox)$/.test(field.type) ? field.checked : field.value !== ""))
      .map((field) => field.value);
  }
  function showWhen(part) {
    const form = part.closest("form");
    if (!form) return;
    const [name, wanted] = part.dataset.showsWhen.split("=");
    const values = valuesOf(form, name);
    const shown = wanted === undefined ? values.length > 0 : values.some((value) => wanted.split("|").includes(value));
    part.hidden = !shown;
    each("input, select, textarea", (field) => { field.disabled = !shown; }, part);
  }
  function showAll(root) {
    each("[data-shows-when]", showWhen, root);
  }
  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form) showAll(form);
    if (form && event.target.matches("[data-submit-on-change]")) form.requestSubmit();
  });

  // A second press of the same button sends nothing; the page's answer, or eight seconds, lifts it.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!form.matches("[data-guard]") || event.defaultPrevented) return;
    const sent = Number(form.dataset.sentAt || 0);
    if (Date.now() - sent < GUARD_MILLISECONDS) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = Date.now();
    clearTimeout(form.autosaveTimer);
  });
  window.addEventListener("pageshow", function () {
    each("form[data-guard]", (form) => delete form.dataset.sentAt);
  });

  // data-autosave="/address/": what was typed is kept a second after a change, and said so beside the buttons.
  function say(form, word) {
    const status = form.querySelector("[data-autosave-status]");
    if (status) status.textContent = status.dataset[word] || "";
  }
  async function autosave(form) {
    const body = new FormData(form);
    each("input[type=file]", (field) => body.delete(field.name), form);
    say(form, "saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: body, credentials: "same-origin", headers: { "X-Autosave": "1" },
      });
      if (!answer.ok) throw new Error(answer.status);
      say(form, "saved");
    } catch (error) {
      say(form, "failed");
    }
  }
  document.addEventListener("input", function (event) {
    const form = event.target.form;
    if (!form || !form.dataset.autosave) return;
    clearTimeout(form.autosaveTimer);
    form.autosaveTimer = setTimeout(() => autosave(form), AUTOSAVE_MILLISECONDS);
  });

  // An htmx request that failed is said in words; the page stays as it was.
  function sayFailed() {
    const place = document.getElementById("page-problem");
    if (!place) return;
    place.hidden = false;
    place.focus();
  }
  document.addEventListener("htmx:responseError", sayFailed);
  document.addEventListener("htmx:sendError", sayFailed);
  document.addEventListener("htmx:afterSwap", function (event) {
    showAll(event.target);
    focusErrors(event.target);
  });

  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  each("[data-tick-all]", function (button) {
    button.hidden = false;
    button.addEventListener("click", () => each("input[type=checkbox]", (box) => { box.checked = true; }, button.form));
  });
  showAll();
  focusErrors();
})();
