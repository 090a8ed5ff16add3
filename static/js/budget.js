// Counts a budget again while somebody types. Without this file the totals follow when it is saved.
(() => {
  "use strict";

  const form = document.querySelector("form[data-budget]");
  const told = document.querySelector("[data-told]");
  if (!form || !told) return;
  const language = document.documentElement.lang || "nl-BE";
  const money = new Intl.NumberFormat(language.startsWith("nl") ? "nl-BE" : language, { style: "currency", currency: "EUR" });

  // In cents, as subsidies/forms/money.py reads it; nothing for what cannot be read.
  const cents = (text) => {
    const number = text.trim().replace(/\s+/g, " ").replace(/^(?:€|euro?)\s*|\s*(?:€|euro?)$/gi, "").replace(/,-{1,2}$/, "");
    const plain = /^(\d+)(?:[.,](\d{1,2}))?$/.exec(number);
    const grouped = plain ? null : /^(\d{1,3}(?:([., ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d{1,2}))?$/.exec(number);
    const found = plain ? [plain[1], plain[2]] : grouped ? [grouped[1].replace(/\D/g, ""), grouped[3]] : null;
    return found ? Number(found[0]) * 100 + Number((found[1] ?? "").padEnd(2, "0")) : 0;
  };

  const isGone = (row) => Boolean(row.querySelector("input[type=checkbox][name$=DELETE]:checked"));

  const sum = (side) => {
    let total = 0;
    for (const body of form.querySelectorAll(`tbody[data-side="${side}"]`)) {
      for (const fixed of body.querySelectorAll("[data-fixed]")) total += cents(fixed.dataset.fixed);
      for (const row of body.rows) if (!isGone(row)) for (const field of row.querySelectorAll("input.num")) total += cents(field.value);
    }
    return total;
  };

  const count = () => {
    const costs = sum("kost");
    const incomes = sum("inkomst");
    form.querySelector("[data-total=kost]").textContent = money.format(costs / 100);
    form.querySelector("[data-total=inkomst]").textContent = money.format(incomes / 100);
    const { same, costs: more, incomes: less } = form.dataset;
    told.textContent = !costs && !incomes ? "" : costs === incomes ? same : (costs > incomes ? more : less).replace("#", money.format(Math.abs(costs - incomes) / 100));
  };

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  if ([...form.elements].some((field) => field.defaultValue !== undefined && field.value !== field.defaultValue)) count(); // typed before we came
  document.querySelector(".panel.alert[tabindex]")?.focus();
})();
