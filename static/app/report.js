/* Rows of a tree that are already on the page open and close; the first opening fetches them (htmx). */
(() => {
  "use strict";
  const toggleOf = (row) => row.querySelector("[data-tree-toggle]");

  function below(row) {
    const rows = [];
    for (let next = row.nextElementSibling; next && next.dataset.path.startsWith(row.dataset.path); next = next.nextElementSibling) rows.push(next);
    return rows;
  }

  function show(row, open) {
    let closed = "";
    for (const each of below(row)) {
      const path = each.dataset.path;
      if (closed && path.startsWith(closed)) { each.hidden = true; continue; }
      closed = "";
      each.hidden = !open;
      const toggle = toggleOf(each);
      if (toggle && toggle.getAttribute("aria-expanded") === "false") closed = path;
    }
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest("[data-tree-toggle]");
    if (!toggle || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const open = toggle.getAttribute("aria-expanded") !== "true";
    toggle.setAttribute("aria-expanded", String(open));
    if (toggle.dataset.asked) show(toggle.closest("tr"), open);
    toggle.dataset.asked = "yes";
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const toggle = event.detail.elt;
    if (!event.detail.failed && event.detail.successful !== false) return;
    if (toggle && toggle.matches && toggle.matches("[data-tree-toggle]")) window.location.assign(toggle.href);
  });
})();
