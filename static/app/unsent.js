/* Quick entry without a signal: what was typed stays on this device until the server has answered. It is sent again
   under the key the server gave the form, so that a second arrival does nothing. Kept per account, emptied when logging
   out. Only what was typed and the number of the person are kept: no name, no answer of the server. */
(() => {
  "use strict";
  const script = document.currentScript;
  const box = document.getElementById("chua-gui");
  const STORE = `chua-gui.${script.dataset.user}`;
  const OLDEST = 30 * 24 * 3600 * 1000;
  const EVERY = 30000;
  const PATIENCE = 20000;
  const words = (name, values = {}) => Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), box.dataset[name]);
  const reasons = new Map(); // of this page only: they may name people
  const under_way = new Set();

  /* --- the store ---------------------------------------------------------------------------------------------------- */
  function read(name = STORE) {
    try {
      const found = JSON.parse(localStorage.getItem(name) || "[]");
      return Array.isArray(found) ? found : [];
    } catch (error) { return []; }
  }
  function write(entries, name = STORE) {
    try {
      if (entries.length) localStorage.setItem(name, JSON.stringify(entries));
      else localStorage.removeItem(name);
      return true;
    } catch (error) { return false; }
  }
  const put = (entry) => write([...read().filter((one) => one.key !== entry.key), entry]);
  const drop = (key) => write(read().filter((one) => one.key !== key));
  const change = (key, values) => write(read().map((one) => (one.key === key ? { ...one, ...values } : one)));
  const unsent = () => read().filter((one) => one.state !== "draft");
  function forgetOld() {
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith("chua-gui."))) {
      const entries = read(name);
      const young = entries.filter((one) => name === STORE || Date.now() - one.at < OLDEST);
      if (young.length !== entries.length) write(young, name);
    }
  }

  /* --- forms ---------------------------------------------------------------------------------------------------------- */
  function entryOf(form, state) {
    const fields = Array.from(new FormData(form).entries()).filter(([name]) => name !== "csrfmiddlewaretoken");
    const value = (name) => (fields.find(([one]) => one === name) || ["", ""])[1];
    return {
      key: value("key"), fields, state, at: Date.now(), url: form.getAttribute("action"), candidate: form.dataset.candidate,
      step: form.dataset.step, label: form.dataset.label, page: form.dataset.page,
    };
  }
  const formOf = (entry) => document.querySelector(`form[data-unsent][data-candidate="${CSS.escape(entry.candidate)}"][data-step="${CSS.escape(entry.step)}"]`);
  const valueIn = (entry, name) => (entry.fields.find(([one]) => one === name) || ["", ""])[1];
  function fill(form, entry) {
    for (const [name, value] of entry.fields) {
      if (["key", "version", "candidate", "step"].includes(name)) continue;
      for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === value;
        else input.value = value;
      }
    }
    if (valueIn(entry, "day") && !form.querySelector("[name=day]:checked")) { // typed on another day
      const other = form.querySelector('[name=day][value="khac"]');
      const on = form.querySelector("[name=on]");
      if (other && on) { other.checked = true; on.value = valueIn(entry, "day").split("-").reverse().join("/"); }
    }
    form.closest("details").open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("form[data-unsent]");
    if (!form || !event.isTrusted) return;
    const entry = entryOf(form, "draft");
    write([...read().filter((one) => !(one.state === "draft" && one.candidate === entry.candidate && one.step === entry.step)), entry]);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === script.dataset.logout) { write([]); return; }
    if (!("unsent" in form.dataset)) return;
    const entry = entryOf(form, "waiting");
    const others = read().filter((one) => one.key !== entry.key && !(one.state === "draft" && one.candidate === entry.candidate && one.step === entry.step));
    if (!entry.key || !write([...others, entry])) return; // nothing can be kept here: the plain way
    event.preventDefault();
    setTimeout(() => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    }, 5);
    draw();
    send();
  }, true);

  /* --- sending ---------------------------------------------------------------------------------------------------------- */
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  async function sendOne(entry) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(entry.url, {
        method: "POST", body: new URLSearchParams(entry.fields), redirect: "manual", credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": token() }, signal: patience.signal,
      });
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      if (answer.ok && isJson) {
        const said = await answer.json();
        drop(entry.key);
        done(entry, said.message);
      } else if ([409, 422].includes(answer.status) && isJson) {
        const said = await answer.json();
        reasons.set(entry.key, said.sentences);
        change(entry.key, { state: said.state });
      } else if (answer.status === 404) change(entry.key, { state: "gone" });
      else if (answer.type === "opaqueredirect" || answer.status === 403) change(entry.key, { state: "login" });
      else change(entry.key, { state: "waiting" });
    } catch (error) {
      change(entry.key, { state: "waiting" });
    } finally { clearTimeout(timer); }
  }
  async function sendAll(only) {
    for (const entry of unsent()) {
      const wanted = only ? entry.key === only : ["waiting", "login"].includes(entry.state);
      if (!wanted || under_way.has(entry.key)) continue;
      under_way.add(entry.key);
      draw();
      await sendOne(entry);
      under_way.delete(entry.key);
      draw();
    }
  }
  function send(only) {
    if (!unsent().length) return;
    // Two windows do not send the same at once; the server would take it once all the same.
    if (navigator.locks) navigator.locks.request("chua-gui", () => sendAll(only));
    else sendAll(only);
  }

  /* --- what is seen ------------------------------------------------------------------------------------------------------ */
  const make = (tag, css, text) => { const node = document.createElement(tag); if (css) node.className = css; if (text) node.textContent = text; return node; };
  function button(text, act) {
    const node = make("button", "btn btn-sm", text);
    node.type = "button";
    node.addEventListener("click", act);
    return node;
  }
  function linkTo(text, url) { const node = make("a", "btn btn-sm", text); node.href = url; return node; }
  function done(entry, message) {
    const form = formOf(entry);
    const note = make("div", "notice notice-success", message);
    note.setAttribute("role", "status");
    if (form) form.closest("details").replaceWith(note);
    else if (document.querySelector("[data-quick]")) document.querySelector("[data-quick]").prepend(note);
  }
  function drawOne(entry) {
    const row = make("li");
    const known = document.querySelector(`[data-person="${CSS.escape(entry.candidate)}"]`);
    const day = valueIn(entry, "day") === "khac" ? valueIn(entry, "on") : valueIn(entry, "day").split("-").reverse().join("/");
    const parts = [`${entry.label}: ${known ? known.textContent : words("person", { n: entry.candidate })}`, day];
    if (valueIn(entry, "document_number")) parts.push(`${box.dataset.number} ${valueIn(entry, "document_number")}`);
    if (valueIn(entry, "in_favour")) parts.push(`${valueIn(entry, "in_favour")}/${valueIn(entry, "members")} ${box.dataset.votes}`);
    row.append(make("span", "unsent-what", parts.join(" · ")));
    const sending = under_way.has(entry.key);
    const bad = ["refused", "stale", "gone"].includes(entry.state);
    row.append(make("span", `unsent-state${bad ? " unsent-refused" : ""}`, box.dataset[sending ? "sending" : entry.state] || box.dataset.waiting));
    const sentences = make("ul", "unsent-sentences");
    for (const sentence of reasons.get(entry.key) || []) sentences.append(make("li", "", sentence));
    if (sentences.children.length) row.append(sentences);
    const buttons = make("div", "unsent-buttons");
    if (!sending && entry.state !== "stale") buttons.append(button(box.dataset.retry, () => send(entry.key)));
    if (bad && formOf(entry)) buttons.append(button(box.dataset.mend, () => { const form = formOf(entry); drop(entry.key); draw(); fill(form, entry); put(entryOf(form, "draft")); }));
    if (bad && entry.page) buttons.append(linkTo(box.dataset.look, entry.page));
    if (!sending) buttons.append(button(box.dataset.drop, () => { if (window.confirm(box.dataset.askDrop)) { drop(entry.key); draw(); } }));
    row.append(buttons);
    return row;
  }
  function draw() {
    const entries = unsent();
    box.hidden = entries.length === 0;
    box.replaceChildren();
    if (entries.length && document.querySelector("[data-quick]")) {
      const list = make("ul", "unsent-list");
      entries.forEach((entry) => list.append(drawOne(entry)));
      box.append(list);
    } else if (entries.length) {
      const line = make("p", "", `${words("one", { n: entries.length })} `);
      const link = make("a", "", box.dataset.open);
      link.href = box.dataset.address;
      line.append(link);
      box.append(line);
    }
    document.querySelectorAll("details[data-line]").forEach((line) => {
      line.hidden = entries.some((entry) => `${entry.candidate}-${entry.step}` === line.dataset.line);
    });
    document.querySelectorAll("form").forEach((form) => {
      if (form.getAttribute("action") !== script.dataset.logout) return;
      if (!entries.length) { delete form.dataset.confirm; return; }
      form.dataset.confirm = words("askLeave", { n: entries.length });
      form.dataset.confirmOk = box.dataset.leave;
    });
  }
  function start() {
    forgetOld();
    draw();
    for (const entry of read().filter((one) => one.state === "draft")) { const form = formOf(entry); if (form) fill(form, entry); }
    send();
    setInterval(() => { if (unsent().some((entry) => entry.state === "waiting")) send(); }, EVERY);
  }
  window.addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.addEventListener("storage", (event) => { if (event.key === STORE) draw(); });
  if (box) start();
})();
