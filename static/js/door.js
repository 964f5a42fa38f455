// The door: filter while typing, check in without reloading, scan with the camera. Every form also works without this.
document.addEventListener("DOMContentLoaded", () => {
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const find = (name) => door.querySelector(`[data-${name}]`);
  const words = door.dataset;
  const rows = [...door.querySelectorAll("[data-guest]")];
  const list = find("list");
  const PAUSE = 1200; // milliseconds in which a second tap on the same row is a slip

  // So that a QR code opened by the phone's own camera app knows the way here (door-code.js).
  try {
    localStorage.setItem("door", JSON.stringify({ address: location.pathname, until: words.until }));
  } catch {
    // codes are then typed or scanned on this page
  }

  // Filter while typing

  const search = find("search");
  const field = search.querySelector("input");
  const key = (text) =>
    text
      .normalize("NFC")
      .toLowerCase()
      .replaceAll("ß", "ss")
      .normalize("NFKD")
      .replace(/[^\p{L}\p{N} ]/gu, "")
      .split(" ")
      .filter(Boolean);
  let saying;
  const filter = () => {
    const wanted = key(field.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => row.dataset.key.includes(word));
      shown += !row.hidden;
    }
    find("none").hidden = shown > 0;
    clearTimeout(saying);
    saying = setTimeout(() => {
      find("announce").textContent = wanted.length ? words.found.replace("{number}", shown) : "";
    }, 600);
  };
  if (!new URLSearchParams(location.search).get("q")) {
    // The whole list is here. After a search by form post only a part of it is: then the form searches again.
    find("search-button").hidden = true;
    field.addEventListener("input", filter);
    search.addEventListener("submit", (event) => event.preventDefault());
    if (field.value) filter();
  }

  // What the server says

  const say = (message, refused) => {
    const box = document.createElement("div");
    const line = document.createElement("p");
    box.className = `flash flash--${refused ? "error" : "ok"}`;
    box.setAttribute("role", refused ? "alert" : "status");
    line.textContent = message;
    box.append(line);
    find("said").replaceChildren(box);
  };
  const show = (news) => {
    if (news.closed) {
      say(words.closed, true);
      return;
    }
    if (news.message) say(news.message, news.refused);
    if (news.late) return;
    if (find("count").textContent !== news.count) find("count").textContent = news.count;
    for (const row of rows) {
      const button = row.querySelector("button");
      if (!button) continue;
      const since = news.present[row.dataset.guest];
      row.classList.toggle("guest--here", Boolean(since));
      row.querySelector("[data-since]").textContent = since || "";
      button.name = since ? "undo" : "check_in";
      button.querySelector("[data-label]").textContent = since ? words.out : words.in;
    }
  };
  // Answers overtake each other: one that was asked for before a check-in was answered may not know of it yet, and would
  // take it back on this phone for a while. What it has to say counts, its list does not.
  let asked = 0;
  let settled = 0;
  const ask = async (body) => {
    const turn = ++asked;
    const answer = await fetch(location.pathname, {
      method: body ? "POST" : "GET",
      body,
      headers: { Accept: "application/json" },
      cache: "no-store",
    });
    const news = await answer.json();
    news.late = turn <= settled;
    if (body) settled = asked;
    return news;
  };
  const refresh = () => {
    if (!document.hidden) ask().then(show, () => {});
  };
  // Whether the server has answered.
  const post = async (name, value) => {
    const body = new FormData();
    body.append(name, value);
    try {
      const news = await ask(body);
      show(news);
      if (news.late) refresh();
      return true;
    } catch {
      say(words.failed, true);
      return false;
    }
  };

  // Check in and undo

  const busy = new Set();
  list.addEventListener("submit", async (event) => {
    const button = event.submitter;
    event.preventDefault();
    if (!button || busy.has(button.value)) return;
    busy.add(button.value);
    await post(button.name, button.value);
    setTimeout(() => busy.delete(button.value), PAUSE);
  });

  // Other helpers check in, too
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, 20000);

  // Codes: typed, or read by the camera where the browser can

  const codes = find("code");
  codes.addEventListener("submit", async (event) => {
    event.preventDefault();
    const input = codes.querySelector("[name=code]");
    if (await post("code", input.value)) input.value = "";
  });

  const button = find("camera");
  const video = find("video");
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const start = button.textContent;
  let stream = null;
  let last = { code: "", at: 0 };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.hidden = true;
    button.textContent = start;
  };
  const look = async (detector) => {
    if (!stream) return;
    try {
      const [found] = await detector.detect(video);
      const again = found && found.rawValue === last.code && Date.now() - last.at < 4000;
      if (found && !again) {
        last = { code: found.rawValue, at: Date.now() };
        navigator.vibrate?.(80);
        await post("code", found.rawValue.slice(0, 200));
      }
    } catch {
      // no picture yet
    }
    setTimeout(() => look(detector), 250);
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) {
      stop();
      return;
    }
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      button.textContent = button.dataset.stop;
      look(detector);
    } catch {
      stop();
      say(words.noCamera, true);
    }
  });
  window.addEventListener("pagehide", stop);
});
