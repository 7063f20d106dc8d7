/* Small helps for the keyboard and the hand. Every page also works without this file. */
(() => {
  "use strict";
  const ECHARTS = document.currentScript ? document.currentScript.dataset.echarts : "";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /* --- Dates: 05062026, 5/6/2026 and 5.6.2026 become 05/06/2026 when the field is left --------------------------- */
  function tidyDate(text) {
    const trimmed = text.trim();
    const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(trimmed) || /^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$/.exec(trimmed);
    return parts ? `${parts[1].padStart(2, "0")}/${parts[2].padStart(2, "0")}/${parts[3]}` : text;
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches(".filter-toggle")) event.stopPropagation();
    if (event.target.matches("input[data-date]")) event.target.value = tidyDate(event.target.value);
  }, true);

  /* --- Quick search: Ctrl+K, arrows walk through what was found -------------------------------------------------- */
  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || typeof dialog.showModal !== "function") return false;
    if (!dialog.open) dialog.showModal();
    const input = find("input[type=search]", dialog);
    if (input) { input.focus(); input.select(); }
    return true;
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (openDialog("tim-nhanh")) event.preventDefault();
      return;
    }
    const box = event.target.closest && event.target.closest(".quick-search");
    if (box && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const stops = [find("input[type=search]", box), ...all(".quick-results a", box)];
      const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); next.focus(); }
    }
    if (event.key === "Escape") all("details[data-menu][open]").forEach((menu) => { menu.open = false; });
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open-dialog]");
    if (opener && !event.ctrlKey && !event.metaKey && openDialog(opener.dataset.openDialog)) event.preventDefault();
    const closer = event.target.closest("[data-close-dialog]");
    if (closer) closer.closest("dialog").close();
    if (event.target.matches("dialog.quick-search")) event.target.close();
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("[data-print]")) window.print();
  });

  /* --- Rows of a list open their first link; the middle button opens a new tab ----------------------------------- */
  function followRow(event) {
    const row = event.target.closest("table[data-row-link] tbody tr");
    if (!row || event.target.closest("a, button, input, label, select, summary, form")) return;
    if (String(window.getSelection())) return;
    const link = find("a[href]", row);
    if (!link) return;
    if (event.button === 1 || event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else if (event.button === 0) link.click();
  }
  document.addEventListener("click", followRow);
  document.addEventListener("auxclick", followRow);

  /* --- Forms: one question before what cannot be taken back, and nothing is sent twice ---------------------------- */
  function ask(form, submitter) {
    const dialog = document.getElementById("hoi-lai");
    const source = submitter && submitter.dataset.confirm ? submitter : form;
    if (!dialog || typeof dialog.showModal !== "function") return Promise.resolve(window.confirm(source.dataset.confirm));
    find(".ask-question", dialog).textContent = source.dataset.confirm;
    find(".ask-detail", dialog).textContent = source.dataset.confirmDetail || "";
    const yes = find("[data-ask-ok]", dialog);
    yes.dataset.usual = yes.dataset.usual || yes.textContent;
    yes.textContent = source.dataset.confirmOk || yes.dataset.usual;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const submitter = event.submitter;
    const question = (submitter && submitter.dataset.confirm) || form.dataset.confirm;
    if (question && form.dataset.answered !== "yes") {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, submitter).then((yes) => {
        if (!yes) return;
        form.dataset.answered = "yes";
        if (form.requestSubmit) form.requestSubmit(submitter || undefined);
        else form.submit();
      });
      return;
    }
    delete form.dataset.answered;
    if (form.method !== "post") return;
    if (form.dataset.sent === "yes") { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if ("download" in form.dataset) return;
    form.dataset.sent = "yes";
    // After the browser has read which button was pressed.
    setTimeout(() => all("button[type=submit], button:not([type])", form).forEach((b) => b.setAttribute("aria-busy", "true")), 0);
  }, true);
  function release(root = document) {
    all("form[data-sent]", root).forEach((form) => delete form.dataset.sent);
    all("[aria-busy=true]", root).forEach((button) => button.removeAttribute("aria-busy"));
  }
  window.addEventListener("pageshow", () => release());
  document.addEventListener("htmx:afterRequest", () => release());

  /* --- Filters: empty fields stay out of the address --------------------------------------------------------------- */
  document.addEventListener("formdata", (event) => {
    if (event.target.method === "post") return;
    for (const [name, value] of Array.from(event.formData.entries())) if (value === "") event.formData.delete(name);
  });
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" || !event.detail.elt.closest("form.filters")) return;
    const parameters = event.detail.parameters;
    for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
  });

  /* --- Lost connection: say so, keep the page ---------------------------------------------------------------------- */
  const offline = document.getElementById("loi-mang");
  let hiding = 0;
  function tellOffline() {
    if (!offline) return;
    offline.hidden = false;
    clearTimeout(hiding);
    hiding = setTimeout(() => { offline.hidden = true; }, 8000);
  }
  document.addEventListener("htmx:sendError", tellOffline);
  document.addEventListener("htmx:timeout", tellOffline);
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403) window.location.reload();
    else if (status >= 500) tellOffline();
  });

  /* --- Charts ------------------------------------------------------------------------------------------------------- */
  const whole = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });
  const readNumber = (value) => (typeof value === "number" ? whole.format(value) : value == null ? "–" : String(value));
  const BASE = {
    color: ["#9b1c1f", "#1f5fa8", "#2f9e5a", "#d99a0b", "#6b7280", "#7a4b9a"],
    textStyle: { fontFamily: '"Be Vietnam Pro", "Segoe UI", Arial, sans-serif', fontSize: 14, color: "#22262e" },
    aria: { enabled: true },
    animationDuration: 300,
  };
  function draw(place) {
    const source = document.getElementById(place.dataset.chart);
    if (!source || place.dataset.drawn) return;
    place.dataset.drawn = "yes";
    const options = JSON.parse(source.textContent);
    // The content policy forbids styled HTML, so tooltips are painted; numbers read as 1.234,5.
    options.tooltip = Object.assign({ renderMode: "richText", confine: true, valueFormatter: readNumber }, options.tooltip || {});
    for (const axis of ["xAxis", "yAxis"]) {
      for (const one of [].concat(options[axis] || [])) {
        if (one.type === "value") one.axisLabel = Object.assign({ formatter: (value) => whole.format(value), hideOverlap: true }, one.axisLabel || {});
      }
    }
    const chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(Object.assign({}, BASE, options));
    chart.on("click", (event) => { if (event.data && event.data.url) window.location.assign(event.data.url); });
    new ResizeObserver(() => chart.resize()).observe(place);
    const saver = find(`[data-chart-png="${place.id}"]`);
    if (saver) {
      saver.hidden = false;
      saver.addEventListener("click", () => {
        const link = document.createElement("a");
        link.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#ffffff" });
        link.download = `${place.id}.png`;
        link.click();
      });
    }
  }
  let loading = null;
  function drawAll(root = document) {
    const places = all("[data-chart]", root);
    if (!places.length) return;
    loading = loading || new Promise((resolve, reject) => {
      if (window.echarts) { resolve(); return; }
      const script = document.createElement("script");
      script.src = ECHARTS;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
    loading.then(() => places.forEach(draw), tellOffline);
  }

  const start = () => drawAll();
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
})();
