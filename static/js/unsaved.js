// Asks before what was typed into the event's form is lost, for example by a button of the panel above it.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("event_form");
  if (!form) return;
  let changed = form.querySelector(".errorlist, .errornote") !== null;
  const mark = () => (changed = true);
  form.addEventListener("input", mark);
  form.addEventListener("change", mark);
  document.addEventListener("formset:removed", mark);
  form.addEventListener("submit", (event) => {
    // A submit into another tab (the preview of a text) leaves the form as it is.
    if (event.submitter?.formTarget !== "_blank") changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
});
