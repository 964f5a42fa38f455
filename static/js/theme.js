// The colour scheme somebody chose: kept by the browser, applied before the page is painted. Without a choice the
// system's scheme holds; without JavaScript the switch stays hidden.
(() => {
  const root = document.documentElement;
  const stored = () => {
    try {
      const value = localStorage.getItem("theme");
      return value === "light" || value === "dark" ? value : "auto";
    } catch {
      return "auto"; // storage may be switched off
    }
  };
  const apply = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  apply(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector("[data-theme-switch]");
    if (!box) return;
    const buttons = [...box.querySelectorAll("button")];
    const mark = (theme) => buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.value === theme)));
    mark(stored());
    box.hidden = false;
    box.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      try {
        if (button.value === "auto") localStorage.removeItem("theme");
        else localStorage.setItem("theme", button.value);
      } catch {
        // the choice holds for this page only
      }
      apply(button.value);
      mark(button.value);
    });
  });
})();
