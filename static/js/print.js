// The button "Print"; without JavaScript it stays hidden and the browser's own does it.
document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector("[data-print]");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
