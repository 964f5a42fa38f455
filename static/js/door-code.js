// A door code opened by the phone's camera app: where this browser has opened the door before, one tap checks in there.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-at-the-door]");
  try {
    const door = JSON.parse(localStorage.getItem("door"));
    if (!door || !/^\/(en\/)?door\/[\w-]{32}\/$/.test(door.address)) return;
    if (new Date(door.until) < new Date()) {
      localStorage.removeItem("door");
      return;
    }
    form.action = door.address;
    form.hidden = false;
    form.querySelector("button").focus();
  } catch {
    // storage is switched off: the page says what to do
  }
});
