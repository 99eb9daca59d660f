"use strict";
(() => {
  const form = document.getElementById("filter");
  const query = form.querySelector("input[type=search]");
  const kinds = [...form.querySelectorAll("input[type=checkbox]")];
  const told = form.querySelector("output");
  const items = [...document.querySelectorAll("[data-item]")].map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const folds = [...document.querySelectorAll("details")].map((element) => ({ element, open: element.open }));
  const apply = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const off = new Set(kinds.filter((kind) => !kind.checked).map((kind) => kind.value));
    let shown = 0;
    for (const { element, text } of items) {
      element.hidden = off.has(element.dataset.item) || !words.every((word) => text.includes(word));
      shown += element.hidden ? 0 : 1;
    }
    for (const { element, open } of folds) {
      const found = element.matches("[data-item]") ? !element.hidden : element.querySelector("[data-item]:not([hidden])") !== null;
      element.open = words.length === 0 ? open : found;
    }
    const all = words.length === 0 && off.size === 0;
    told.textContent = all ? "" : `${shown} of ${items.length} entries shown`;
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", apply);
  window.addEventListener("beforeprint", () => folds.forEach(({ element }) => { element.open = true; }));
  window.addEventListener("afterprint", apply);
  form.hidden = false;
  apply();
})();
