// Questions to the speakers: lists, desk and wall that follow what happens, until somebody stops them. Nothing here is
// needed: every page also works by reloading, every button is a form.
document.addEventListener("DOMContentLoaded", () => {
  const later = (work, milliseconds) => setTimeout(work, milliseconds);

  // Ask the server again and again, with the last ETag; call `show` with the text of each new answer. After a minute in
  // which nothing was new it is asked less often, until something is.
  const follow = (box, address, every, show) => {
    const bar = box.querySelector("[data-live-bar]");
    if (!bar) return;
    const pause = bar.querySelector("[data-pause]");
    let mark = "";
    let running = true;
    let changed = Date.now();
    const ask = async () => {
      let slow = 1;
      if (running && !document.hidden) {
        try {
          const headers = mark ? { "If-None-Match": mark } : {};
          const answer = await fetch(address, { headers, cache: "no-store", credentials: "same-origin" });
          const text = await answer.text();
          // An answer that was under way when somebody pressed stop is not shown: the page stands still from then on.
          if (answer.status === 200 && running) {
            changed = Date.now();
            if (show(text)) mark = answer.headers.get("ETag") || "";
          }
          if (Date.now() - changed > 60000) slow = 3;
          if (answer.status === 404) slow = 10;
        } catch {
          slow = 5; // the connection is gone for the moment
        }
      }
      later(ask, every * slow * (0.9 + 0.2 * Math.random()));
    };
    pause.addEventListener("click", () => {
      running = !running;
      pause.textContent = running ? box.dataset.wordsStop : box.dataset.wordsGo;
    });
    bar.hidden = false;
    later(ask, every * Math.random()); // not all who came by the same minute's word in the same instant
  };

  // The desk and the wall: their contents come as HTML of our own and are put in whole

  for (const box of document.querySelectorAll("[data-part]")) {
    const contents = box.querySelector("[data-contents]");
    let held = false;
    contents.addEventListener("pointerdown", () => (held = true));
    document.addEventListener("pointerup", () => later(() => (held = false), 400));
    document.addEventListener("pointercancel", () => (held = false));
    follow(box, box.dataset.part, Number(box.dataset.every), (text) => {
      if (held) return false; // nothing moves under a finger
      const fresh = new DOMParser().parseFromString(text, "text/html").body;
      const focused = contents.contains(document.activeElement) ? document.activeElement.id : "";
      contents.replaceChildren(...fresh.childNodes);
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      return true;
    });
  }

  // The lists of the audience: numbers and order follow; whatever else is new is offered, not put in

  for (const box of document.querySelectorAll("[data-news]")) {
    const list = box.querySelector("[data-order]");
    const rows = new Map([...box.querySelectorAll("[data-question]")].map((row) => [row.dataset.question, row]));
    const offer = box.querySelector("[data-show]");
    const said = box.querySelector("[data-said]");
    let touched = 0;
    let again;
    const newest = Number(box.dataset.newest); // what is older and not here is further down than the list goes
    let order = [];
    // Nothing moves while somebody points at it or types there; whoever has stopped sees the order again.
    for (const type of ["pointermove", "pointerdown", "keydown"]) {
      list?.addEventListener(type, () => (touched = Date.now()), { passive: true });
    }
    const sort = () => {
      clearTimeout(again);
      if (!list) return;
      if (Date.now() - touched < 1000) {
        again = later(sort, 250);
        return;
      }
      const wanted = order.map(([pk]) => rows.get(String(pk))).filter((row) => row && row.parentNode === list);
      if (wanted.every((row, place) => list.children[place] === row)) return;
      const focused = list.contains(document.activeElement) ? document.activeElement : null;
      list.replaceChildren(...wanted);
      focused?.focus({ preventScroll: true });
    };
    follow(box, box.dataset.news, 1000, (text) => {
      order = JSON.parse(text).questions;
      let fresh = 0;
      let settled = true;
      let changed = rows.size !== 0 && [...rows.keys()].some((pk) => !order.some(([known]) => String(known) === pk));
      for (const [pk, supports, state] of order) {
        const row = rows.get(String(pk));
        if (!row) {
          fresh += pk > newest;
          continue;
        }
        if (Date.now() - row.voted < 1000) {
          settled = false; // news from just before would take back the own voice for a moment
          continue;
        }
        const number = row.querySelector("[data-supports]");
        if (number.textContent !== String(supports)) number.textContent = supports;
        changed ||= row.dataset.state !== state;
      }
      sort();
      if (offer && (fresh || changed)) {
        const words = fresh === 1 ? box.dataset.newOne : box.dataset.newMany.replace("{number}", fresh);
        const sentence = fresh ? words : box.dataset.changed;
        if (said.textContent !== sentence) said.textContent = sentence;
        offer.href = location.pathname;
        offer.hidden = false;
      }
      return settled;
    });
  }

  // Standing behind a question without loading the page anew; whatever is refused is said by the page itself

  for (const form of document.querySelectorAll("[data-support]")) {
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (!button) return;
      event.preventDefault();
      const body = new URLSearchParams(new FormData(form));
      body.set("do", button.value);
      let done = false;
      try {
        const answer = await fetch(location.pathname, {
          method: "POST",
          body,
          headers: { Accept: "application/json" },
          cache: "no-store",
        });
        done = answer.ok;
      } catch {
        // the form itself tries again, and says what is wrong
      }
      if (!done) {
        const what = document.createElement("input");
        Object.assign(what, { type: "hidden", name: "do", value: button.value });
        form.append(what);
        form.submit();
        return;
      }
      const stands = button.value === "support";
      const row = form.closest("[data-question]");
      const number = row.querySelector("[data-supports]");
      row.voted = Date.now();
      number.textContent = Number(number.textContent) + (stands ? 1 : -1);
      form.classList.toggle("question__do--done", stands);
      form.querySelector(stands ? ".question__undo" : ".question__for").focus();
    });
  }

  // A guest's page is found again in this browser while questions are open

  const own = document.querySelector("[data-voice]");
  const entrance = document.querySelector("[data-take-part]");
  try {
    if (own) {
      const page = { address: location.pathname, until: own.dataset.until };
      localStorage.setItem(`voice ${own.dataset.voice}`, JSON.stringify(page));
    }
    if (entrance) {
      const key = `voice ${entrance.dataset.takePart}`;
      const page = JSON.parse(localStorage.getItem(key) || "null");
      if (page && new Date(page.until) < new Date()) localStorage.removeItem(key);
      else if (page && page.address.startsWith("/")) {
        const again = document.querySelector("[data-again]");
        again.querySelector("a").href = page.address;
        again.hidden = false;
        entrance.hidden = true;
      }
    }
  } catch {
    // storage may be switched off: then everybody begins anew
  }
});
