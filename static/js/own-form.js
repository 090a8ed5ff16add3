// A long form of one's own: says what is not saved yet, and how much room is left. Without this file it works the same.
(() => {
  "use strict";

  const NEAR = 0.8; // of the room: from here on we say how much is left
  const form = document.querySelector("form[data-unsaved]");
  if (!form) return;
  const note = document.querySelector("[data-unsaved-note]");
  const state = (from) => JSON.stringify([...new FormData(from)].map(([name, value]) => [name, value instanceof File ? value.name : value]));
  const served = form.cloneNode(true); // somebody may have typed before this file was read
  served.reset();
  const begun = state(served);
  let leaving = false;

  const unsaved = () => !leaving && (form.hasAttribute("data-returned") || state(form) !== begun);
  const tell = () => {
    note.textContent = unsaved() ? form.dataset.unsaved : "";
  };

  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  form.addEventListener("submit", () => {
    leaving = true;
  });
  addEventListener("pageshow", () => {
    leaving = false;
    tell();
  });
  addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });

  for (const field of form.querySelectorAll("[data-count]")) {
    const most = Number(field.dataset.count);
    const left = document.createElement("p");
    left.className = "small soft";
    left.setAttribute("aria-live", "polite");
    field.after(left);
    const count = () => {
      const room = most - field.value.length;
      const text = room < 0 ? form.dataset.over : form.dataset.left;
      left.classList.toggle("error", room < 0);
      left.textContent = field.value.length >= most * NEAR ? text.replace("#", Math.abs(room)) : "";
    };
    field.addEventListener("input", count);
    count();
  }

  form.querySelector("[role=alert]")?.focus();
})();
