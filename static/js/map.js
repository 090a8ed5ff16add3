// The map of the directory. Nothing is fetched before the visitor opens it; without it the page is whole.
(() => {
  "use strict";

  const CELL = 64; // px: spots that are nearer to each other stand together
  const BAR = 72; // px at the top of the map, where its buttons are
  const ROOMY = 120; // px: names fit when the widest municipality is wider
  const LISTED = 12; // names in the window of a group; the list has the rest
  const SVG = "http://www.w3.org/2000/svg";
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let opened = false; // stays true when a filter replaces the results
  let current = null; // the map on the page: {leaflet, figure, spots}

  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => String(values[name]));

  const element = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };

  // --- Start ---------------------------------------------------------------------------------------------------

  const prepare = () => {
    const figure = document.getElementById("kaart");
    if (!figure || figure.dataset.ready || !window.L) return;
    figure.dataset.ready = "yes";
    if (current) current.leaflet.remove();
    current = null;
    const button = figure.querySelector("[data-map=open]");
    figure.querySelector(".atlas-ask").hidden = false;
    button.addEventListener("click", () => open(figure, true));
    if (opened) open(figure, false);
  };

  const open = async (figure, byHand) => {
    const known = JSON.parse(figure.dataset.known);
    const status = figure.querySelector("[data-map=status]");
    opened = true;
    figure.querySelector(".atlas-ask").hidden = true;
    figure.querySelector(".atlas-map").hidden = false;
    try {
      const [points, outlines] = await Promise.all([known.points, known.outlines].map(load));
      if (!figure.isConnected) return; // a filter replaced it meanwhile
      figure.querySelector(".atlas-drawn").hidden = true;
      current = draw(figure, known, points, outlines);
      status.textContent = fill(known.texts.ready, { count: points.found - points.placeless });
      if (byHand) current.leaflet.getContainer().focus({ preventScroll: true });
    } catch (error) {
      if (!figure.isConnected) return;
      opened = false;
      figure.querySelector(".atlas-canvas").hidden = true;
      figure.querySelector(".atlas-tools").hidden = true;
      figure.querySelector(".atlas-drawn").hidden = false;
      status.classList.remove("sr");
      status.textContent = known.texts.failed;
    }
  };

  const load = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "application/geo+json" } });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };

  // --- The map itself ------------------------------------------------------------------------------------------

  const draw = (figure, known, points, outlines) => {
    const canvas = figure.querySelector("[data-map=canvas]");
    const map = L.map(canvas, {
      scrollWheelZoom: false,
      dragging: false,
      zoomControl: false,
      zoomAnimation: !calm,
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      inertia: !calm,
      maxZoom: known.maxZoom,
      zoomSnap: 0.25,
      attributionControl: false,
    });
    canvas.setAttribute("role", "region");
    canvas.setAttribute("aria-label", known.texts.map);
    L.control.zoom({ zoomInTitle: known.texts.zoomIn, zoomOutTitle: known.texts.zoomOut }).addTo(map);
    const makers = L.control.attribution({ prefix: "" }).addTo(map);
    const areas = drawOutlines(map, makers, known, outlines);
    const state = { leaflet: map, figure, known, points: points.features, spots: new Map(), layer: L.layerGroup().addTo(map) };
    state.names = new Map(outlines.features.map(({ properties }) => [properties.place, properties.name]));
    if (known.tiles) {
      canvas.classList.add("tiled");
      const tiles = L.tileLayer(known.tiles, { maxZoom: known.maxZoom, attribution: escapeText(known.attribution), referrerPolicy: "no-referrer" });
      tiles.once("tileerror", () => miss(figure, canvas, known)).addTo(map);
    }
    state.foot = makers.getContainer().offsetHeight; // px that the attribution takes
    map.fitBounds(frame(points, areas), { paddingTopLeft: [16, 56], paddingBottomRight: [16, state.foot + 8], animate: false, maxZoom: 15 });
    nameAreas(map, canvas, areas, outlines.schematic);
    map.on("zoomend", () => regroup(state));
    map.on("popupopen", ({ popup }) => nameClose(popup, known));
    handling(state, canvas);
    regroup(state);
    return state;
  };

  // Without the pictures of somebody else the map still says everything; it says that too.
  const miss = (figure, canvas, known) => {
    const status = figure.querySelector("[data-map=status]");
    canvas.classList.remove("tiled");
    status.classList.remove("sr");
    status.textContent = known.texts.untiled;
  };

  // The names of the municipalities, for the eye: every spot says where it is.
  const nameAreas = (map, canvas, areas, schematic) => {
    map.createPane("names").setAttribute("aria-hidden", "true");
    areas.eachLayer((area) => {
      const { name, centre } = area.feature.properties;
      const icon = L.divIcon({ className: `atlas-name${schematic ? "" : " centred"}`, iconSize: null, html: element("span", name) });
      const place = schematic || !centre ? area.getBounds().getNorthWest() : [centre[1], centre[0]];
      L.marker(place, { icon, pane: "names", interactive: false, keyboard: false }).addTo(map);
    });
    const fit = () => {
      const widths = areas.getLayers().map((area) => {
        const bounds = area.getBounds();
        return map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
      });
      canvas.classList.toggle("far", Math.max(0, ...widths) < ROOMY);
    };
    map.on("zoomend", fit);
    fit();
  };

  const escapeText = (text) => {
    const holder = element("span", text);
    return holder.innerHTML;
  };

  const drawOutlines = (map, makers, known, outlines) => {
    if (outlines.attribution) makers.addAttribution(escapeText(outlines.attribution));
    return L.geoJSON(outlines, {
      interactive: false,
      style: ({ properties }) => ({ className: `atlas-area${outlines.schematic ? " schematic" : ""}`, color: dye(properties.place), fillColor: dye(properties.place) }),
    }).addTo(map);
  };

  const frame = (points, areas) => {
    const spots = points.features.map(({ geometry: { coordinates } }) => [coordinates[1], coordinates[0]]);
    const seven = areas.getBounds();
    const found = L.latLngBounds(spots);
    if (!found.isValid()) return seven.isValid() ? seven : L.latLngBounds([[50.9, 5.13], [51.15, 5.77]]);
    return spots.length > 1 && seven.isValid() && seven.pad(0.5).contains(found) ? seven : found.pad(0.2);
  };

  // The woven patterns stand in the page; a place without one is undyed.
  const dye = (place) => (document.getElementById(`P-${place}`) ? `var(--${place})` : "var(--ink)");
  const cloth = (place) => `url(#P-${document.getElementById(`P-${place}`) ? place : "undyed"})`;

  // --- Scrolling: the page comes first -------------------------------------------------------------------------

  const handling = ({ leaflet, figure }, canvas) => {
    const button = figure.querySelector("[data-map=handle]");
    let working = false;
    const toggle = (option, on) => (on ? leaflet[option].enable() : leaflet[option].disable());
    const work = (on) => {
      working = on;
      button.setAttribute("aria-pressed", String(on));
      canvas.classList.toggle("working", on);
      toggle("dragging", on);
      toggle("scrollWheelZoom", on);
    };
    button.addEventListener("click", () => {
      work(!working);
      if (working) canvas.focus({ preventScroll: true });
    });
    // Escape closes what is open; when nothing is, it gives the page its scrolling back.
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      if (canvas.querySelector(".leaflet-popup")) {
        leaflet.closePopup();
      } else if (working) {
        work(false);
        button.focus();
      }
    });
    // Before Leaflet hears of it: a mouse may drag, one finger scrolls the page, Ctrl lets the wheel zoom.
    const before = { capture: true, passive: true };
    figure.addEventListener("pointerdown", ({ pointerType }) => working || toggle("dragging", pointerType === "mouse"), before);
    figure.addEventListener("pointerup", ({ pointerType }) => working || pointerType === "mouse" || toggle("dragging", false), before);
    canvas.addEventListener("wheel", (event) => {
      const zooms = working || event.ctrlKey || event.metaKey;
      if (zooms) event.preventDefault(); // before the page scrolls or the browser zooms
      toggle("scrollWheelZoom", zooms);
    }, { capture: true, passive: false });
  };

  // --- Spots that stand together -------------------------------------------------------------------------------

  const regroup = (state) => {
    const { leaflet, layer } = state;
    const focused = layer.getLayers().find((marker) => marker.getElement() === document.activeElement);
    layer.clearLayers();
    state.spots.clear();
    const groups = [];
    const cells = new Map();
    for (const point of state.points) {
      const [east, north] = point.geometry.coordinates;
      const at = leaflet.project([north, east]);
      const column = Math.floor(at.x / CELL);
      const row = Math.floor(at.y / CELL);
      let group = null;
      for (let x = column - 1; x <= column + 1 && !group; x += 1) {
        for (let y = row - 1; y <= row + 1 && !group; y += 1) {
          group = (cells.get(`${x}/${y}`) || []).find((other) => other.at.distanceTo(at) < CELL) || null;
        }
      }
      if (group) {
        group.points.push(point);
      } else {
        group = { at, points: [point], position: L.latLng(north, east) };
        groups.push(group);
        cells.set(`${column}/${row}`, [...(cells.get(`${column}/${row}`) || []), group]);
      }
    }
    groups.sort((one, other) => one.position.lng - other.position.lng);
    groups.forEach((group) => layer.addLayer(spot(state, group)));
    if (focused) leaflet.getContainer().focus({ preventScroll: true });
  };

  const spot = (state, group) => {
    const { known } = state;
    const count = group.points.reduce((sum, { properties }) => sum + (properties.count || 1), 0);
    const places = [...new Set(group.points.map(({ properties }) => properties.place))];
    const approximate = group.points.every(({ properties }) => properties.approximate);
    const side = count === 1 ? 30 : Math.min(40 + 7 * Math.log2(count), 84);
    const names = places.map((place) => state.names.get(place) || known.texts.elsewhere).join(", ");
    const single = group.points.length === 1 ? group.points[0].properties : null;
    const said = count === 1 ? known.texts.actor : single ? known.texts.heap : known.texts.group;
    const label = fill(said, { count, name: group.points[0].properties.name, places: single && count > 1 ? single.name : names });
    const icon = L.divIcon({
      className: `atlas-spot${approximate ? " basted" : ""}`,
      iconSize: [side, side],
      html: face(places, count),
    });
    const marker = L.marker(group.position, { icon, riseOnHover: true });
    marker.on("add", () => {
      const button = marker.getElement();
      button.setAttribute("aria-label", approximate ? `${label} (${known.texts.approximate})` : label);
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        act(state, marker, group, label);
      });
    });
    marker.on("click", () => act(state, marker, group, label));
    group.points.forEach(({ properties }) => state.spots.set(properties.url, marker));
    return marker;
  };

  const face = (places, count) => {
    const holder = document.createElement("span");
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("aria-hidden", "true");
    places.slice(0, 4).forEach((place, index, shown) => {
      const strip = document.createElementNS(SVG, "rect");
      strip.setAttribute("x", `${(100 / shown.length) * index}%`);
      strip.setAttribute("width", `${100 / shown.length}%`);
      strip.setAttribute("height", "100%");
      strip.setAttribute("fill", cloth(place));
      drawing.append(strip);
    });
    const box = document.createElement("span");
    box.append(drawing);
    if (count > 1) box.append(element("b", count.toLocaleString(document.documentElement.lang)));
    holder.append(...box.childNodes);
    return holder;
  };

  // One spot opens a window; spots that still lie apart come nearer.
  const act = (state, marker, group, label) => {
    const { leaflet } = state;
    const bounds = L.latLngBounds(group.points.map(({ geometry: { coordinates } }) => [coordinates[1], coordinates[0]]));
    const apart = !bounds.getNorthEast().equals(bounds.getSouthWest());
    if (apart && leaflet.getZoom() < leaflet.getMaxZoom()) {
      leaflet.fitBounds(bounds, { padding: [60, 60], animate: !calm });
      leaflet.getContainer().focus({ preventScroll: true });
      return;
    }
    const size = leaflet.getSize();
    const popup = L.popup({
      maxWidth: Math.min(320, size.x - 96),
      maxHeight: Math.min(240, size.y - BAR - state.foot - 60),
      autoPanPaddingTopLeft: [12, BAR],
      autoPanPaddingBottomRight: [12, state.foot + 8],
      closeOnEscapeKey: false,
    });
    popup.setLatLng(group.position).setContent(card(state, group, label));
    popup.on("remove", () => {
      const { activeElement: focused } = document;
      if (focused === document.body || popup.getElement().contains(focused)) back(state, marker);
    });
    popup.openOn(leaflet);
    popup.getElement().querySelector("li a").focus({ preventScroll: true });
  };

  // To where somebody came from; to the map when a zoom took that away.
  const back = ({ leaflet }, marker) => {
    const spotted = marker.getElement();
    (spotted && spotted.isConnected ? spotted : leaflet.getContainer()).focus({ preventScroll: true });
  };

  const card = ({ known }, group, label) => {
    const holder = document.createElement("div");
    holder.append(element("p", label));
    const list = document.createElement("ul");
    const byName = [...group.points].sort((one, other) => one.properties.name.localeCompare(other.properties.name));
    byName.slice(0, LISTED).forEach(({ properties }) => {
      const item = document.createElement("li");
      const text = properties.count ? known.texts.all : properties.name;
      item.append(element("a", text, { href: properties.url }));
      list.append(item);
    });
    holder.append(list);
    if (group.points.length > LISTED) {
      const more = element("p");
      more.append(element("a", fill(known.texts.more, { count: group.points.length - LISTED }), { href: groupList(known, group) }));
      holder.append(more);
    }
    if (group.points.some(({ properties }) => properties.approximate)) holder.append(element("p", known.texts.approximate, { class: "soft" }));
    return holder;
  };

  // The list of one municipality, or all results when a group holds several.
  const groupList = (known, group) => {
    const places = new Set(group.points.map(({ properties }) => properties.place));
    const address = new URL(known.list, location.href);
    if (places.size === 1 && group.points[0].properties.place) address.searchParams.set("gemeente", [...places][0]);
    return address.pathname + address.search;
  };

  const nameClose = (popup, known) => {
    const close = popup.getElement().querySelector(".leaflet-popup-close-button");
    if (close) close.setAttribute("aria-label", known.texts.close);
  };

  // --- The list beside it --------------------------------------------------------------------------------------

  const light = ({ target, type }) => {
    if (!current) return;
    current.spots.forEach((marker) => marker.getElement()?.classList.remove("lit"));
    const item = target instanceof Element && target.closest(".sample");
    const link = item && item.querySelector("h3 a");
    if (!link || type === "focusout" || type === "mouseout") return;
    current.spots.get(link.getAttribute("href"))?.getElement()?.classList.add("lit");
  };

  ["focusin", "focusout", "mouseover", "mouseout"].forEach((kind) => document.addEventListener(kind, light));
  document.addEventListener("htmx:afterSettle", prepare);
  prepare();
})();
