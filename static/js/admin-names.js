// Names for what Django's admin leaves without one: cells of a table to fill in, empty headings, and the boxes to pick records in.
// And a table that is wider than the screen can be reached, and moved, with the keyboard.
(() => {
  "use strict";

  const told = document.currentScript.dataset;
  const words = element => (element ? element.textContent.replace(/[\s:]+$/, "").trim() : "");

  function hidden(text) {
    const span = document.createElement("span");
    span.className = "visually-hidden";
    span.textContent = text;
    return span;
  }

  // The heading above a control in a table, where nothing else names it.
  function heading(control) {
    const cell = control.closest(".tabular td");
    const headings = cell ? cell.closest("table").tHead.rows[0].cells : [];
    return cell ? words(headings[cell.cellIndex]) : "";
  }

  function nameOf(control) {
    return control.getAttribute("aria-label") || words(control.labels && control.labels[0]) || heading(control);
  }

  // The box that stands in for a list to pick from: what it is called, then what is picked.
  function nameBox(list) {
    const box = list.nextElementSibling;
    const selection = box && box.querySelector(".select2-selection");
    const name = nameOf(list);
    if (!selection || !name) return;
    const search = selection.querySelector(".select2-search__field");
    if (search) {
      search.setAttribute("aria-label", name);
      selection.setAttribute("aria-label", name);
      return;
    }
    const picked = selection.querySelector(".select2-selection__rendered");
    const called = Object.assign(hidden(name), {id: `${list.id}-name`});
    picked.removeAttribute("role");
    picked.removeAttribute("aria-readonly");
    box.prepend(called);
    selection.setAttribute("aria-labelledby", `${called.id} ${picked.id}`);
  }

  // What opens below a box: it hangs at the end of the page, so it says where it belongs.
  function nameChoices(list) {
    const selection = list.nextElementSibling.querySelector(".select2-selection");
    const choices = document.querySelector("body > .select2-container--open");
    const search = choices && choices.querySelector(".select2-search__field");
    if (selection.hasAttribute("aria-owns")) selection.setAttribute("aria-controls", selection.getAttribute("aria-owns"));
    if (choices) {
      choices.setAttribute("role", "region");
      choices.setAttribute("aria-label", nameOf(list));
    }
    if (search) search.setAttribute("aria-label", nameOf(list));
  }

  function name(part) {
    for (const control of part.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)")) {
      if (!control.labels.length && heading(control)) control.setAttribute("aria-label", nameOf(control));
    }
    part.querySelectorAll("select.admin-autocomplete").forEach(nameBox);
  }

  function reach(table) {
    if (table.scrollWidth <= table.clientWidth) {
      ["tabindex", "role", "aria-labelledby"].forEach(name => table.removeAttribute(name));
      return;
    }
    table.tabIndex = 0;
    table.setAttribute("role", "group");
    table.setAttribute("aria-labelledby", table.querySelector(".inline-heading").id);
  }

  function start() {
    const widths = new ResizeObserver(seen => seen.forEach(({target}) => reach(target.closest(".tabular.inline-related"))));
    document.querySelectorAll(".tabular.inline-related, .tabular.inline-related table").forEach(part => widths.observe(part));
    for (const empty of document.querySelectorAll(".tabular thead th:empty")) empty.append(hidden(told.record));
    name(document);
  }

  const jQuery = window.django && window.django.jQuery;
  if (jQuery) {
    jQuery(start); // in the order in which they asked: the admin makes its boxes first
    jQuery(document).on("select2:open", event => nameChoices(event.target));
  } else {
    start();
  }
  document.addEventListener("formset:added", event => setTimeout(() => name(event.target), 0));
})();
