// A form that saves itself while somebody writes. Without this file its buttons do the same.
(() => {
  "use strict";

  const PAUSE = 4000; // ms without typing, then it saves
  const LONGEST = 12000; // ms, after which it saves while somebody types on
  const AGAIN = 15000; // ms, after a connection that failed
  const form = document.querySelector("form[data-autosave]");
  const note = document.querySelector("[data-autosave-note]");
  if (!form || !note) return;
  const seen = form.querySelector("input[name=seen]");
  let timer = 0;
  let since = 0; // when the first change came that is not saved yet
  let busy = null; // the saving that is under way
  let over = form.hasAttribute("data-paused"); // after a problem only the buttons save
  let leaving = false; // a button sends all of it

  // What is sent: all that was typed, without files (those go with a button) and without what a button says.
  const typed = (from = form) => {
    const data = new FormData(from);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const state = (from) => JSON.stringify([...typed(from)].filter(([name]) => name !== "seen"));
  const served = form.cloneNode(true); // somebody may have typed before this file was read
  served.reset();
  let kept = over || form.hasAttribute("data-to-save") ? "" : state(served); // what is saved
  let tried = kept; // what was sent last, also when a part of it cannot be saved yet
  let failed = false; // no connection

  const stop = (text) => {
    over = true;
    note.textContent = text;
    note.classList.add("error");
  };

  const later = (wait) => {
    clearTimeout(timer);
    since ||= Date.now();
    if (!over) timer = setTimeout(() => save(), Math.min(wait, Math.max(0, since + LONGEST - Date.now())));
  };

  const save = async () => {
    clearTimeout(timer);
    since = 0;
    if (over || busy || state() === tried) return busy;
    const sent = state();
    note.textContent = form.dataset.busy;
    busy = send(sent);
    await busy;
    busy = null;
    if (!over && state() !== tried) later(PAUSE);
    return null;
  };

  const send = async (sent) => {
    try {
      const keepalive = document.visibilityState === "hidden"; // the page may be gone before the answer comes
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: typed(), headers: { "X-Autosave": "1", Accept: "application/json" }, keepalive });
      if (answer.redirected || !answer.headers.get("content-type")?.startsWith("application/json")) return stop(form.dataset.signedOut);
      const told = await answer.json();
      if (!answer.ok) return stop(told.problem);
      seen.value = told.seen;
      if (told.whole !== false) kept = sent;
      tried = sent;
      failed = false;
      note.textContent = told.saved;
    } catch {
      failed = true;
      note.textContent = form.dataset.offline;
      setTimeout(() => later(0), AGAIN);
    }
    return null;
  };

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE / 2));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // A button waits for a saving that is under way, so that a form never meets itself; that of another form on the page waits
  // until this one is saved.
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    const own = target === form;
    clearTimeout(timer);
    if (!own) save();
    if (!busy) {
      over ||= own;
      leaving = own;
      return;
    }
    event.preventDefault();
    busy.finally(() => {
      over ||= own;
      leaving = own;
      target.requestSubmit(submitter);
    });
  });

  // Who leaves while something cannot be saved is asked whether that is what they want.
  addEventListener("beforeunload", (event) => {
    if (!leaving && state() !== kept && (over || failed || state() === tried)) event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
  });

  if (state() !== kept) later(PAUSE);
  form.querySelector("[role=alert]")?.focus();
})();
