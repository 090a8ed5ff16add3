/* While an actor is being typed: who in here looks like it? Without this file the question comes when it is saved. */
(() => {
  "use strict";

  const PAUSE = 400; // milliseconds without a key before we ask
  const FEWEST_LETTERS = 3;
  const ASKED = ["name", "website", "kbo_number", "municipality", "place"];

  const name = document.querySelector("input[data-twins]");
  if (!name) return;
  const fields = ASKED.map((key) => document.getElementById(`id_${key}`)).filter(Boolean);
  const box = document.createElement("div");
  box.className = "twins-now";
  box.setAttribute("role", "status");
  name.closest(".form-row").append(box);
  let timer, asking, shown = "";

  function wait() {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    const query = new URLSearchParams({ but: name.dataset.twinsBut });
    for (const field of fields) query.set(field.name, field.value);
    if (name.value.trim().length < FEWEST_LETTERS) return show([]);
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${name.dataset.twins}?${query}`, { signal });
      if (answer.ok && !signal.aborted) show((await answer.json()).twins);
    } catch {
      if (!signal.aborted) show([]); // offline: the question comes when it is saved
    }
  }

  function show(twins) {
    const now = JSON.stringify(twins);
    if (now === shown) return;
    shown = now;
    box.replaceChildren();
    if (twins.length === 0) return;
    const title = document.createElement("p");
    title.textContent = name.dataset.twinsTitle;
    const list = document.createElement("ul");
    list.className = "twins";
    list.append(...twins.map(entry));
    box.append(title, list);
  }

  function entry(twin) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = twin.url;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = twin.name;
    item.append(link, ` (${twin.why})`);
    return item;
  }

  for (const field of fields) field.addEventListener("input", wait);
  const pickers = window.django?.jQuery; // the pickers of Django tell their changes through it alone
  if (pickers) pickers("#id_municipality").on("change", wait);
})();
