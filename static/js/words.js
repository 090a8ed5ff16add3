// Counts words while somebody writes, where a question has room for a number of them. Without this file the count of the last saving shows.
(() => {
  "use strict";

  const WORD = /[\p{L}\p{N}_]+(?:['’.,-][\p{L}\p{N}_]+)*/gu; // as ecru/base/plainness.py counts

  for (const note of document.querySelectorAll("[data-words-of]")) {
    const box = document.getElementById(note.dataset.wordsOf);
    const most = Number(box?.dataset.words);
    if (!most) continue;

    const tell = () => {
      const count = box.value.match(WORD)?.length ?? 0;
      const over = count > most;
      const text = over ? note.dataset.over : note.dataset.left;
      note.textContent = text.replace("##", String(Math.abs(most - count))).replace("#", String(count));
      note.classList.toggle("error", over);
      note.classList.toggle("soft", !over);
    };

    box.addEventListener("input", tell);
    tell();
  }
})();
