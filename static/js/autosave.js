// A form that saves itself while somebody writes. Without this file its buttons do the same.
(() => {
  "use strict";

  const PAUSE = 4000; // ms without typing, then it saves
  const AGAIN = 15000; // ms, after a connection that failed
  const form = document.querySelector("form[data-autosave]");
  const note = document.querySelector("[data-autosave-note]");
  if (!form || !note) return;
  const seen = form.querySelector("input[name=seen]");
  let timer = 0;
  let busy = null; // the saving that is under way
  let over = form.hasAttribute("data-paused"); // after a problem only the buttons save

  // What is sent: all that was typed, without files (those go with a button) and without what a button says.
  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const state = () => JSON.stringify([...typed()].filter(([name]) => name !== "seen"));
  let kept = state();

  const stop = (text) => {
    over = true;
    note.textContent = text;
    note.classList.add("error");
  };

  const later = (wait) => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(() => save(), wait);
  };

  const save = async () => {
    clearTimeout(timer);
    if (over || busy || state() === kept) return busy;
    const sent = state();
    note.textContent = form.dataset.busy;
    busy = send(sent);
    await busy;
    busy = null;
    if (!over && state() !== kept) later(PAUSE);
    return null;
  };

  const send = async (sent) => {
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: typed(), headers: { "X-Autosave": "1", Accept: "application/json" } });
      if (answer.redirected || !answer.headers.get("content-type")?.startsWith("application/json")) return stop(form.dataset.signedOut);
      const told = await answer.json();
      if (!answer.ok) return stop(told.problem);
      seen.value = told.seen;
      kept = sent;
      note.textContent = told.saved;
    } catch {
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

  // A button waits for a saving that is under way, so that a form never meets itself.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!busy) {
      over = true;
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    busy.finally(() => {
      over = true;
      form.requestSubmit(submitter);
    });
  });

  form.querySelector("[role=alert]")?.focus();
})();
