/* Suggestions while somebody types in a search box: a combobox with a list (ARIA Authoring Practices 1.2, "combobox with
   list autocomplete"). Without this file the box is an ordinary form. */
(() => {
  "use strict";

  const FEWEST_LETTERS = 2;
  const PAUSE = 150; // milliseconds without a key before we ask
  const MOST_KEPT = 50; // answers kept, so that a step back asks nothing

  class SuggestingBox {
    constructor(input) {
      this.input = input;
      this.texts = input.dataset;
      this.kept = new Map();
      this.entries = [];
      this.active = -1;
      this.list = document.createElement("ul");
      this.status = document.createElement("p");
      this.build();
      this.listen();
      if (document.activeElement === input && input.value !== input.defaultValue) this.wait(); // typed before we came
    }

    build() {
      const { input, list, status } = this;
      list.id = `${input.id}-suggesties`;
      list.className = "suggestions";
      list.hidden = true;
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", this.texts.listLabel);
      status.className = "sr";
      status.setAttribute("role", "status");
      input.form.append(list, status);
      input.setAttribute("role", "combobox");
      input.setAttribute("aria-autocomplete", "list");
      input.setAttribute("aria-expanded", "false");
      input.setAttribute("aria-controls", list.id);
    }

    listen() {
      const { input, list } = this;
      input.addEventListener("input", (event) => event.isComposing || this.wait());
      input.addEventListener("compositionend", () => this.wait());
      input.addEventListener("keydown", (event) => this.press(event));
      input.addEventListener("blur", () => this.close());
      input.form.addEventListener("submit", () => this.close());
      list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.follow([...list.children].indexOf(option));
      });
    }

    wait() {
      clearTimeout(this.timer);
      this.asking?.abort();
      const words = this.input.value.trim();
      if (words.length < FEWEST_LETTERS) {
        this.close();
        this.status.textContent = "";
      } else {
        this.timer = setTimeout(() => this.ask(words), PAUSE);
      }
    }

    async ask(words) {
      this.asking = new AbortController();
      const { signal } = this.asking;
      try {
        const entries = this.kept.get(words) ?? (await this.fetched(words, signal));
        if (!signal.aborted && document.activeElement === this.input) this.show(entries);
      } catch {
        if (!signal.aborted) this.close(); // offline, or the portal is busy: the form still works
      }
    }

    async fetched(words, signal) {
      const answer = await fetch(`${this.texts.suggestions}?q=${encodeURIComponent(words)}`, { signal });
      if (!answer.ok) return [];
      const { suggestions } = await answer.json();
      if (this.kept.size >= MOST_KEPT) this.kept.clear();
      this.kept.set(words, suggestions);
      return suggestions;
    }

    show(entries) {
      this.entries = entries;
      this.list.replaceChildren(...entries.map((entry, number) => this.option(entry, number)));
      this.list.hidden = entries.length === 0;
      this.input.setAttribute("aria-expanded", String(entries.length > 0));
      this.choose(-1);
      const { none, one, many } = this.texts;
      const told = entries.length === 0 ? none : entries.length === 1 ? one : many;
      this.status.textContent = told.replace("#", entries.length);
    }

    option(entry, number) {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const label = document.createElement("strong");
      label.textContent = entry.label;
      const detail = document.createElement("small");
      detail.textContent = entry.detail;
      option.append(label, " ", detail);
      return option;
    }

    press(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const keys = {
        ArrowDown: () => (this.list.hidden ? this.wait() : this.move(1)),
        ArrowUp: () => this.list.hidden || this.move(-1),
        Enter: () => this.active >= 0 && this.follow(this.active),
        Escape: () => this.list.hidden || this.close(),
        Tab: () => this.close(),
      };
      const open = !this.list.hidden;
      keys[event.key]?.();
      const ours = event.key === "Enter" ? open && this.active >= 0 : event.key !== "Tab" && open;
      if (keys[event.key] && ours) event.preventDefault();
    }

    move(step) {
      const places = this.entries.length + 1; // one of them is the box itself
      this.choose(((this.active + 1 + step + places) % places) - 1);
    }

    choose(number) {
      this.active = number;
      [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
      const option = this.list.children[number];
      if (option) {
        this.input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    follow(number) {
      location.assign(this.entries[number].url);
    }

    close() {
      clearTimeout(this.timer);
      this.asking?.abort();
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.choose(-1);
    }
  }

  document.querySelectorAll("input[data-suggestions]").forEach((input) => new SuggestingBox(input));
})();
