// Moves the rows of an inline form by buttons and by dragging (mouse, pen, finger), and says where they are. The order
// is kept in the rows' own number fields, so without JavaScript the numbers are typed. The words come from #row-words.
document.addEventListener("DOMContentLoaded", () => {
  const words = document.getElementById("row-words")?.dataset;
  if (!words) return;
  const live = document.createElement("p");
  live.setAttribute("role", "status");
  live.className = "visually-hidden";
  document.body.append(live);

  for (const group of document.querySelectorAll(".inline-group")) {
    if (group.querySelector("input[name$='-position']")) new Rows(group, words, live);
  }
});

class Rows {
  constructor(group, words, live) {
    Object.assign(this, { group, words, live, moved: false });
    this.rows().forEach((row) => this.equip(row));
    group.classList.add("rows");
    group.closest("form").addEventListener("submit", () => this.moved && this.number());
    document.addEventListener("formset:added", ({ target }) => {
      if (!group.contains(target)) return;
      this.equip(target);
      this.mark();
    });
    document.addEventListener("formset:removed", ({ detail }) => {
      if (group.id !== `${detail?.formsetName}-group`) return;
      // Django then numbers the forms as they stand in the page; stored ones must come first, as they did.
      const shown = this.rows();
      [...shown].sort((a, b) => this.index(a) - this.index(b)).forEach((row) => this.put(row));
      setTimeout(() => {
        shown.forEach((row) => this.put(row));
        this.mark();
      });
    });
    this.mark();
  }

  rows() {
    return [...this.group.querySelectorAll(".inline-related:not(.empty-form)")];
  }

  index(row) {
    return Number(row.id.match(/-(\d+)$/)?.[1] ?? 0);
  }

  // Behind all other rows, before the empty one that new rows are made from.
  put(row) {
    const empty = this.group.querySelector(".inline-related.empty-form");
    if (empty) empty.before(row);
    else this.rows().at(-1).after(row);
  }

  name(row) {
    const typed = row.querySelector("input[name$='-title'], input[name$='-heading'], input[name$='-label'], input[name$='-name']");
    return typed?.value || row.querySelector(".select2-selection__rendered")?.title || row.querySelector(".inline_label")?.textContent.trim() || "";
  }

  equip(row) {
    const head = row.querySelector("h3");
    if (!head || head.querySelector(".rows__tools")) return;
    const tools = document.createElement("span");
    tools.className = "rows__tools";
    for (const [kind, sign, step] of [["up", "↑", -1], ["down", "↓", 1]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `rows__${kind}`;
      button.textContent = sign;
      button.addEventListener("click", () => this.step(row, step, button));
      tools.append(button);
    }
    const handle = document.createElement("span");
    handle.className = "rows__handle";
    handle.textContent = "⠿";
    handle.title = this.words.drag;
    handle.setAttribute("aria-hidden", "true");
    handle.addEventListener("pointerdown", (event) => this.drag(row, handle, event));
    tools.append(handle);
    head.append(tools);
  }

  // The ends have nowhere to go; every button is named after its row.
  mark() {
    const rows = this.rows();
    rows.forEach((row, place) => {
      const name = this.name(row) || this.words.row.replace("{number}", place + 1);
      for (const [kind, end] of [["up", 0], ["down", rows.length - 1]]) {
        const button = row.querySelector(`.rows__${kind}`);
        if (!button) continue;
        button.setAttribute("aria-disabled", String(place === end));
        button.setAttribute("aria-label", this.words[kind].replace("{name}", name));
      }
    });
  }

  step(row, step, button) {
    const rows = this.rows();
    const other = rows[rows.indexOf(row) + step];
    if (!other) return;
    if (step < 0) other.before(row);
    else other.after(row);
    this.done(row);
    button.focus();
    row.scrollIntoView({ block: "nearest" });
  }

  drag(row, handle, event) {
    if (event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const before = this.rows().indexOf(row);
    const top = handle.getBoundingClientRect().top;
    this.group.classList.add("rows--moving"); // only the headings stay, so that the way is short
    row.classList.add("rows__moving");
    window.scrollBy(0, handle.getBoundingClientRect().top - top);
    const move = ({ clientY }) => {
      // The others move around it: taken out of the page for a moment, it would lose the pointer.
      const rows = this.rows();
      const place = rows.indexOf(row);
      for (const other of rows.slice(0, place).reverse()) if (clientY < this.middle(other)) row.after(other);
      for (const other of rows.slice(place + 1)) if (clientY > this.middle(other)) row.before(other);
      if (clientY < 60) window.scrollBy(0, -14);
      if (clientY > window.innerHeight - 60) window.scrollBy(0, 14);
    };
    const stop = () => {
      handle.removeEventListener("pointermove", move);
      this.group.classList.remove("rows--moving");
      row.classList.remove("rows__moving");
      if (this.rows().indexOf(row) !== before) this.done(row);
      row.scrollIntoView({ block: "center" });
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", stop, { once: true });
  }

  middle(row) {
    const box = row.getBoundingClientRect();
    return (box.top + box.bottom) / 2;
  }

  done(row) {
    this.moved = true;
    this.number();
    this.mark();
    const rows = this.rows();
    this.live.textContent = this.words.moved
      .replace("{name}", this.name(row) || this.words.row.replace("{number}", this.index(row) + 1))
      .replace("{place}", rows.indexOf(row) + 1)
      .replace("{total}", rows.length);
    this.group.closest("form").dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Rows that nobody filled in keep no number: with one they would count as filled in.
  number() {
    let place = 0;
    for (const row of this.rows()) {
      const field = row.querySelector("input[name$='-position']");
      if (field) field.value = this.isFilled(row) ? ++place : "";
    }
  }

  isFilled(row) {
    if (row.classList.contains("has_original")) return true;
    const fields = [...row.querySelectorAll("input:not([type=hidden], [name$='-position']), textarea, select")];
    return fields.some((field) =>
      field.type === "checkbox" ? field.checked !== field.defaultChecked
      : field.tagName === "SELECT" ? [...field.options].some((option) => option.selected && option.value && !option.defaultSelected)
      : field.value !== field.defaultValue,
    );
  }
}
