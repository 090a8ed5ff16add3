// The point of a picture that stays in sight: a click on it, and how it will be cut. Without this file there are nine points.
(() => {
  "use strict";

  const box = document.querySelector("[data-picture]");
  const choices = document.querySelector("[data-focus] .focus-grid");
  const file = document.querySelector("input[type=file][name=picture]");
  if (!box || !choices || !file) return;
  const texts = box.dataset;
  let whole, cut, dot, address;

  const tens = (part) => Math.min(100, Math.max(0, Math.round(part * 10) * 10));
  const chosen = () => choices.querySelector("input:checked")?.value || "50-50";

  const show = (source, alt) => {
    const figure = document.createElement("figure");
    const frame = document.createElement("div");
    frame.className = "picture-whole";
    whole = document.createElement("img");
    cut = document.createElement("img");
    dot = document.createElement("span");
    dot.className = "focus-dot";
    whole.src = cut.src = source;
    whole.alt = alt;
    cut.alt = "";
    frame.append(whole, dot);
    frame.addEventListener("click", point);
    figure.append(caption(texts.whole), frame, caption(texts.cut), cut);
    box.replaceChildren(figure);
    mark();
  };

  const caption = (text) => {
    const line = document.createElement("p");
    line.className = "small soft";
    line.textContent = text;
    return line;
  };

  const mark = () => {
    if (!cut) return;
    const [x, y] = chosen().split("-");
    cut.className = `cut focus-x-${x} focus-y-${y}`;
    dot.className = `focus-dot at-x-${x} at-y-${y}`;
  };

  const point = (event) => {
    const { left, top, width, height } = whole.getBoundingClientRect();
    const value = `${tens((event.clientX - left) / width)}-${tens((event.clientY - top) / height)}`;
    radio(value).checked = true;
    mark();
    choices.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // One of the nine, or the place for an exact point, made when it is needed.
  const radio = (value) => {
    const known = choices.querySelector(`input[value="${value}"]`);
    if (known) return known;
    let label = choices.querySelector(".exact");
    if (!label) {
      label = choices.querySelector("label").cloneNode(true);
      label.classList.add("exact");
      label.htmlFor = label.querySelector("input").id = "id_focus_exact";
      choices.append(label);
    }
    const [x, y] = value.split("-");
    label.querySelector("span").textContent = texts.exact.replace("#x", x).replace("#y", y);
    const input = label.querySelector("input");
    input.value = value;
    return input;
  };

  choices.addEventListener("change", mark);
  file.addEventListener("change", () => {
    if (address) URL.revokeObjectURL(address);
    const [picture] = file.files;
    if (!picture) return;
    address = URL.createObjectURL(picture);
    show(address, picture.name);
    whole.addEventListener("error", () => box.replaceChildren(), { once: true });
  });

  const now = box.querySelector("img");
  if (now) show(now.src, now.alt);
  document.documentElement.classList.add("scripted");
})();
