// Select2, which Django's autocompletes are made of, leaves its boxes without a name for screen readers. They get that of the
// label they stand for, as soon as they appear: with the page, with a row that is added, or when a list opens.
(() => {
  const label = (id) => document.querySelector(`label[for="${CSS.escape(id)}"]`);

  const name = (box) => {
    const select = box.previousElementSibling;
    const text = select && select.id && label(select.id);
    if (!text) return;
    const said = text.textContent.trim();
    for (const part of box.querySelectorAll(".select2-selection, .select2-search__field")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", said);
    }
    const combobox = box.querySelector(".select2-selection--multiple");
    if (combobox) combobox.setAttribute("aria-controls", `select2-${select.id}-results`);
    const rendered = box.querySelector("span.select2-selection__rendered");
    if (rendered) {
      rendered.removeAttribute("role");
      rendered.removeAttribute("aria-readonly");
      const single = box.querySelector(".select2-selection--single");
      text.id ||= `${select.id}_label`;
      single.removeAttribute("aria-label");
      single.setAttribute("aria-labelledby", `${text.id} ${rendered.id}`);
    }
  };

  const nameSearch = (field) => {
    const [, id] = /^select2-(.+)-results$/.exec(field.getAttribute("aria-controls") || "") || [];
    const text = id && label(id);
    if (text && !field.hasAttribute("aria-label")) field.setAttribute("aria-label", text.textContent.trim());
    const list = id && document.getElementById(`select2-${id}-results`);
    if (text && list) list.setAttribute("aria-label", text.textContent.trim());
  };

  const all = (root) => {
    root.querySelectorAll(".select2-container").forEach(name);
    root.querySelectorAll(".select2-search__field").forEach(nameSearch);
  };

  new MutationObserver(() => all(document)).observe(document.documentElement, { childList: true, subtree: true });
  all(document);
})();
