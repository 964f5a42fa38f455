// A button "Copy" beside each text that carries data-copy. Without JavaScript the text is selected and copied by hand.
document.addEventListener("DOMContentLoaded", () => {
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    const said = document.createElement("span");
    button.type = "button";
    button.className = text.dataset.copyClass || "workplace__step";
    button.textContent = text.dataset.copy;
    said.setAttribute("role", "status");
    said.className = "copied";
    button.addEventListener("click", async () => {
      text.select();
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        document.execCommand("copy"); // the clipboard is for secure addresses only
      }
      said.textContent = text.dataset.copied;
      setTimeout(() => (said.textContent = ""), 4000);
    });
    text.after(button, said);
  }
});
