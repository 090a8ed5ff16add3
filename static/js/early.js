// What somebody chose in a form of filters before htmx had come. Without this file the button of the form does it.
(() => {
  "use strict";

  const form = document.querySelector("form#filters");
  const chosen = ({ options, selectedOptions }) => selectedOptions[0] !== ([...options].findLast((option) => option.defaultSelected) ?? options[0]);

  const changed = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return chosen(field);
    return "defaultValue" in field && field.value !== field.defaultValue;
  };

  // Who comes back or loads again may find the form as they left it; then the address counts, and not the form.
  const comesNew = () => performance.getEntriesByType("navigation")[0]?.type === "navigate";

  // htmx looks at the page at this moment too, and was there first.
  document.addEventListener("DOMContentLoaded", () => {
    if (!window.htmx || !form || ![...form.elements].some(changed)) return;
    if (comesNew()) htmx.trigger(form, "change");
    else form.reset();
  });
})();
