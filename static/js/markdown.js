// Shows below a Markdown field how it will look. Without JavaScript the same button opens the preview in a new tab.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-markdown-preview]");
  if (!button) return;
  event.preventDefault();
  const box = button.closest(".markdown-field");
  const shown = box.querySelector(".markdown-field__shown");
  const token = button.form.elements.csrfmiddlewaretoken.value;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, field: "text", fragment: "1" });
  body.set("text", box.querySelector("textarea").value);
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status));
    shown.innerHTML = await answer.text(); // sanitised by the server, which alone renders Markdown
    if (!shown.textContent.trim()) shown.textContent = button.dataset.empty;
  } catch {
    shown.textContent = button.dataset.failed;
  }
  shown.hidden = false;
});
