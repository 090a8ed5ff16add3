// A pin on a map, for who does not know the numbers of a place. Nothing is fetched before somebody opens the map.
(() => {
  "use strict";

  const NEAR = 16; // zoom at which a pin can be put well
  const figure = document.getElementById("speld");
  const north = document.getElementById("id_latitude");
  const east = document.getElementById("id_longitude");
  if (!figure || !north || !east || !window.L) return;
  const known = JSON.parse(figure.dataset.known);
  const part = (name) => figure.querySelector(`[data-pin=${name}]`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const status = part("status");
  let map, marker;
  let moving = false;

  const number = (field) => (field.value.trim() === "" ? NaN : Number(field.value.replace(",", ".")));
  const typed = () => {
    const at = [number(north), number(east)];
    return at.every(Number.isFinite) ? at : null;
  };

  const write = (at) => {
    north.value = at ? at.lat.toFixed(5) : "";
    east.value = at ? at.lng.toFixed(5) : "";
    north.dispatchEvent(new Event("input", { bubbles: true }));
    status.textContent = at ? known.texts.put.replace("%(north)s", north.value).replace("%(east)s", east.value) : known.texts.gone;
  };

  const place = (at) => {
    if (!map) return;
    if (!at) {
      marker?.remove();
      marker = null;
      return;
    }
    if (marker) {
      marker.setLatLng(at);
      return;
    }
    const icon = L.divIcon({ className: "pin-mark", iconSize: [28, 28], iconAnchor: [14, 28] });
    marker = L.marker(at, { icon, draggable: true, keyboard: false, autoPan: true, title: known.texts.pin }).addTo(map);
    marker.on("dragend", () => write(marker.getLatLng()));
  };

  const put = (at) => {
    place(at);
    write(at);
  };

  // Where the map comes to rest, when an arrow key still moves it.
  const putInMiddle = () => {
    if (moving) map.once("moveend", () => put(map.getCenter()));
    else put(map.getCenter());
  };

  const open = async () => {
    part("ask").hidden = true;
    part("map").hidden = false;
    try {
      const answer = await fetch(known.outlines, { headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json());
      status.textContent = known.texts.ready;
    } catch {
      part("map").hidden = true;
      status.textContent = known.texts.failed;
    }
  };

  const draw = (outlines) => {
    const canvas = part("canvas");
    map = L.map(canvas, {
      scrollWheelZoom: false, // the page scrolls past the map
      dragging: !matchMedia("(pointer: coarse)").matches, // one finger scrolls the page, two move the map
      zoomControl: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm,
      maxZoom: known.maxZoom,
      attributionControl: false,
    });
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", known.texts.map);
    canvas.classList.add("choosing");
    L.control.zoom({ zoomInTitle: known.texts.zoomIn, zoomOutTitle: known.texts.zoomOut }).addTo(map);
    const makers = L.control.attribution({ prefix: "" }).addTo(map);
    const areas = L.geoJSON(outlines, {
      interactive: false,
      style: ({ properties }) => ({ className: "atlas-area schematic", color: `var(--${properties.place})`, fillOpacity: 0 }),
    }).addTo(map);
    if (outlines.attribution) makers.addAttribution(escaped(outlines.attribution));
    if (known.tiles) {
      canvas.classList.add("tiled");
      L.tileLayer(known.tiles, { maxZoom: known.maxZoom, attribution: escaped(known.attribution), referrerPolicy: "no-referrer" }).addTo(map);
    }
    const at = typed();
    if (at) map.setView(at, Math.min(NEAR, known.maxZoom), { animate: false });
    else if (known.centre.length) map.setView(known.centre, 13, { animate: false });
    else map.fitBounds(areas.getBounds().isValid() ? areas.getBounds() : [[50.9, 5.13], [51.15, 5.77]], { animate: false });
    place(at);
    map.on("click", ({ latlng }) => put(latlng));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== canvas) return;
      event.preventDefault();
      putInMiddle();
    });
    map.on("movestart", () => {
      moving = true;
    });
    map.on("moveend", () => {
      moving = false;
    });
    canvas.focus({ preventScroll: true });
  };

  const escaped = (text) => {
    const holder = document.createElement("span");
    holder.textContent = text;
    return holder.innerHTML;
  };

  part("open").addEventListener("click", open);
  part("put").addEventListener("click", putInMiddle);
  part("clear").addEventListener("click", () => put(null));
  for (const field of [north, east]) {
    field.addEventListener("change", () => {
      const at = typed();
      place(at);
      if (at && map) map.panTo(at, { animate: !calm });
    });
  }
  figure.hidden = false;
})();
