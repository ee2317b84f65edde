// The moving map: clusters on a canvas, a brush over time. Without this file the page shows the map drawn on the server.
"use strict";
(() => {
  const box = document.querySelector("[data-map]");
  if (!box || !window.L) return;
  const L = window.L;
  const DAY = 86_400_000;
  // places that are named on the map at most
  const NAMED = 60;
  const tr = window.tr;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = () => ({
    groups: ["--g-violence", "--g-liberty", "--g-civic", "--g-protest"].map(colour),
    land: colour("--land"), border: colour("--border"), paper: colour("--raised"), ink: colour("--ink"), on: colour("--on-g"),
  });
  let paint = colours();

  // ------------------------------------------------------------------------------------------------ what is drawn

  // a canvas that Leaflet moves and scales while one drags, and that is drawn anew when one stops
  const Sheet = L.Renderer.extend({
    initialize(draw, pane) {
      L.Renderer.prototype.initialize.call(this, { padding: 0.4, pane });
      this._drawOn = draw;
    },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() { this._container.remove(); this._container = null; },
    _updatePaths() {},
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._container.width = ratio * size.x;
      this._container.height = ratio * size.y;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
      const pen = this._container.getContext("2d");
      pen.scale(ratio, ratio);
      pen.translate(-this._bounds.min.x, -this._bounds.min.y);
      this._drawOn(pen, this._map, this._bounds);
    },
    redraw() { if (this._map) this._update(); },
  });

  const path = (lines, closed) => {
    const made = new Path2D();
    for (const steps of lines) {
      let x = 0, y = 0;
      for (let i = 0; i < steps.length; i += 2) {
        x += steps[i]; y += steps[i + 1];
        const at = L.CRS.EPSG3857.latLngToPoint(L.latLng(Math.max(-85, Math.min(85, y / 100)), x / 100), 0);
        if (i) made.lineTo(at.x, at.y); else made.moveTo(at.x, at.y);
      }
      if (closed) made.closePath();
    }
    return made;
  };

  const ground = (base) => {
    const land = path(base.land, true), lines = path(base.lines), units = path(base.units), rough = path(base.rough);
    return new Sheet((pen, map) => {
      const zoom = 2 ** map.getZoom(), origin = map.getPixelOrigin();
      pen.translate(-origin.x, -origin.y);
      pen.scale(zoom, zoom);
      pen.fillStyle = paint.land;
      pen.fill(land, "evenodd");
      pen.strokeStyle = paint.border;
      pen.lineWidth = 0.9 / zoom;
      pen.stroke(lines);
      if (map.getZoom() < 4) return;
      pen.stroke(units);
      pen.setLineDash([2 / zoom, 3 / zoom]);
      pen.stroke(rough);
    }, "tilePane");
  };

  // areas of discs go with the toll; the deadliest in view is as large as its neighbours leave room for
  const radius = (d, most) => Math.max(5.5 + Math.min(18 * Math.sqrt(d.killed / most), 1.9 * Math.sqrt(d.killed)), d.count > 999 ? 18 : d.count > 99 ? 14 : d.count > 1 ? 10 : 0) + (d.area ? 3 : 0);

  const disc = (pen, { x, y, r, groups, count, area }) => {
    const total = groups.reduce((a, b) => a + b, 0) || 1;
    let from = -Math.PI / 2;
    groups.forEach((n, i) => {
      if (!n) return;
      const to = from + (2 * Math.PI * n) / total;
      pen.beginPath();
      if (n < total) pen.moveTo(x, y);
      pen.arc(x, y, r, from, to);
      pen.fillStyle = paint.groups[i];
      pen.globalAlpha = area ? 0.14 : 0.9;
      pen.fill();
      from = to;
    });
    pen.globalAlpha = 1;
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.setLineDash(area ? [4, 3] : []);
    pen.lineWidth = area ? 1.8 : 1.2;
    pen.strokeStyle = area ? paint.groups[groups.indexOf(Math.max(...groups))] : paint.paper;
    pen.stroke();
    pen.setLineDash([]);
    if (count < 2) return;
    pen.fillStyle = area ? paint.ink : paint.on;
    pen.font = `600 ${r > 14 ? 12 : 11}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(count > 9_999 ? `${Math.round(count / 1000)}k` : count.toLocaleString("en"), x, y + 0.5);
  };

  // places by name beside their discs, those with the most killed first, where neither a disc nor a name stands in the way
  const names = (pen, drawn) => {
    const taken = drawn.map((d) => [d.x - d.r, d.y - d.r, d.x + d.r, d.y + d.r]);
    const free = ([west, north, east, south]) => taken.every(([w, n, e, s]) => east < w || west > e || south < n || north > s);
    pen.font = "12px system-ui, sans-serif";
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.lineWidth = 3;
    pen.lineJoin = "round";
    const placed = drawn.filter((d) => d.place).sort((m, n) => n.killed - m.killed || n.count - m.count).slice(0, NAMED);
    for (const d of placed) {
      const wide = pen.measureText(d.place[0]).width, left = d.x + d.r + 4;
      const room = [left, d.y - 8, left + wide, d.y + 8];
      if (!free(room)) continue;
      taken.push(room);
      pen.strokeStyle = paint.land;
      pen.strokeText(d.place[0], left, d.y);
      pen.fillStyle = paint.ink;
      pen.fillText(d.place[0], left, d.y);
    }
  };

  // --------------------------------------------------------------------------------------- what is in view, as told

  const filter = new URLSearchParams(box.dataset.filter);
  const ask = async (path, more, signal) => {
    const wanted = new URLSearchParams(filter);
    for (const [k, v] of Object.entries(more)) if (v !== "") wanted.set(k, v);
    const answer = await fetch(`${path}?${wanted}`, { credentials: "same-origin", signal });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const cell = ([lat, lon, count, killed, groups, area, place, id]) => ({ lat, lon, count, killed, groups, area: Boolean(area), place, id });

  const start = (about, base) => {
    const canvas = document.createElement("div");
    canvas.className = "livemap";
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", box.dataset.label);
    for (const old of document.querySelectorAll("[data-drawn]")) old.remove();
    box.append(canvas);
    const map = L.map(canvas, {
      attributionControl: false, minZoom: 1, maxZoom: 13, zoomSnap: 0.5, worldCopyJump: false,
      maxBounds: [[-85, -200], [85, 200]], maxBoundsViscosity: 0.8,
    });
    const [south, west, north, east] = about.bounds;
    map.fitBounds(L.latLngBounds([[south, west], [north, east]]).pad(0.15), { maxZoom: 7, animate: false });

    let drawn = [], days = "", asking = null;
    const dots = new Sheet((pen) => {
      const most = drawn.reduce((a, d) => Math.max(a, d.killed), 1);
      for (const d of drawn) d.r = radius(d, most);
      drawn.sort((m, n) => (n.area - m.area) || n.r - m.r);
      for (const d of drawn) {
        const at = map.latLngToLayerPoint([d.lat, d.lon]);
        d.x = at.x; d.y = at.y;
        disc(pen, d);
      }
      names(pen, drawn);
    }, "overlayPane");
    if (base) ground(base).addTo(map);
    dots.addTo(map);

    // the table below follows what is in view; the map is asked for more than that, so that one may drag it a while
    const frame = (room) => {
      const b = map.getBounds().pad(room), at = (n, low, high) => Math.max(low, Math.min(high, n)).toFixed(3);
      return [at(b.getSouth(), -90, 90), at(b.getWest(), -180, 180), at(b.getNorth(), -90, 90), at(b.getEast(), -180, 180)].join(",");
    };
    const update = async () => {
      asking?.abort();
      asking = new AbortController();
      const zoom = String(Math.max(0, Math.floor(map.getZoom())));
      try {
        const [wide, exact] = await Promise.all([0.4, 0].map((room) => ask("/map/view.json", { frame: frame(room), zoom, days }, asking.signal)));
        drawn = wide.cells.map(cell);
        dots.redraw();
        listing(exact, days);
        canvas.dataset.ready = "true";
      } catch (error) {
        // one that was overtaken by the next; where an answer cannot be had, what was drawn stays
        if (error.name !== "AbortError") canvas.dataset.ready = "failed";
      }
    };
    map.on("moveend", update);
    pointing(map, () => drawn, () => days);
    brush(about, (chosen) => { days = chosen; update(); });
    update();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint = colours(); map.eachLayer((x) => x.redraw?.()); });
  };

  // ------------------------------------------------------------------------------------------- pointing and choosing

  const iso = (d) => new Date(d * DAY).toISOString().slice(0, 10);
  const language = document.documentElement.lang;
  const dates = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
  const said = (d) => dates.format(new Date(d * DAY));
  const incident = (id) => `/incidents/${encodeURIComponent(id)}`;
  const anchor = (href, words) => Object.assign(document.createElement("a"), { href, textContent: words });

  const all = (place, count) => {
    const address = new URL(document.querySelector("a[data-with-days]").href);
    const [name, of, precision, lat, lon] = place;
    address.searchParams.set("spot", [lat, lon, precision, of, name].join(","));
    return anchor(address.pathname + address.search, tr("All incidents here ({n})", { n: count.toLocaleString("en") }));
  };

  const pointing = (map, drawn, days) => {
    const under = (event) => {
      const at = event.layerPoint;
      return drawn().findLast((d) => (d.x - at.x) ** 2 + (d.y - at.y) ** 2 <= Math.max(d.r, 9) ** 2);
    };
    map.on("mousemove", (event) => { map.getContainer().classList.toggle("over", Boolean(under(event))); });
    map.on("click", async (event) => {
      const d = under(event);
      if (!d) return;
      if (!d.place) {
        map.flyTo([d.lat, d.lon], Math.min(13, Math.floor(map.getZoom()) + 2), { duration: 0.4 });
        return;
      }
      const [name, of, precision, lat, lon] = d.place;
      const rows = await ask("/map/at.json", { name, of, precision, lat, lon, days: days() }).catch(() => []);
      const card = document.createElement("div");
      const title = Object.assign(document.createElement("strong"), { dir: "auto", textContent: name });
      const list = document.createElement("ul");
      list.append(...rows.map((r) => {
        const line = document.createElement("li"), note = document.createElement("span");
        note.textContent = ` ${r.day || tr("date unknown")}${r.killed === null ? "" : ` · ${r.killed.toLocaleString("en")} ${tr("killed")}`}${r.sum ? " · Σ" : ""}`;
        line.append(anchor(incident(r.id), r.type), note);
        return line;
      }));
      card.append(title, ...(d.area ? [Object.assign(document.createElement("p"), { textContent: tr("Somewhere in this area.") })] : []), list);
      if (d.count > rows.length) card.append(all(d.place, d.count));
      L.popup({ maxWidth: 320, className: "card" }).setLatLng([d.lat, d.lon]).setContent(card).openOn(map);
    });
  };

  const listing = (view) => {
    const body = document.querySelector("[data-places] tbody"), title = document.getElementById("list");
    title.textContent = view.title;
    body.replaceChildren(...view.first.map(([place, count, killed, id, within]) => {
      const row = document.createElement("tr"), cells = [0, 1, 2, 3].map(() => row.insertCell());
      const target = id ? anchor(incident(id), place[0]) : all(place, count);
      target.textContent = place[0];
      target.dir = "auto";
      cells[0].className = "main";
      cells[0].append(target);
      if (within) cells[0].append(Object.assign(document.createElement("span"), { className: "where", dir: "auto", textContent: within }));
      cells[1].className = cells[2].className = "n";
      cells[1].textContent = count.toLocaleString("en");
      cells[2].textContent = killed ? killed.toLocaleString("en") : "·";
      cells[3].textContent = ["admin1", "admin2", "country"].includes(place[2]) ? tr("an area") : tr("a point");
      return row;
    }));
  };

  // ----------------------------------------------------------------------------------------------------- the brush

  const brush = ({ first, last, earliest, latest, counts }, changed) => {
    const place = document.querySelector("[data-brush]");
    if (!place || first === undefined || last - first < 2) return;
    const bins = counts.length, top = counts.reduce((a, b) => Math.max(a, b), 1);
    const bin = (at) => Math.max(0, Math.min(bins - 1, Math.floor(((at - first) * bins) / (last - first + 1))));
    const chart = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    chart.setAttribute("viewBox", `0 0 ${bins} 40`);
    chart.setAttribute("preserveAspectRatio", "none");
    chart.setAttribute("aria-hidden", "true");
    const bars = counts.map((n, i) => {
      const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      const tall = n ? 3 + (37 * n) / top : 0;
      for (const [k, v] of Object.entries({ x: i + 0.1, y: 40 - tall, width: 0.8, height: tall })) bar.setAttribute(k, v);
      chart.append(bar);
      return bar;
    });
    const slider = (label, value) => {
      const made = Object.assign(document.createElement("input"), { type: "range", min: 0, max: last - first, value });
      made.setAttribute("aria-label", label);
      return made;
    };
    const from = slider(tr("Happened on this day or later"), 0), to = slider(tr("Happened on this day or earlier"), last - first);
    const told = document.createElement("output");
    const clear = Object.assign(document.createElement("button"), { type: "button", textContent: tr("All time") });
    const line = document.createElement("p");
    line.append(told, clear);
    const ends = Object.assign(document.createElement("div"), { className: "ends" });
    ends.append(from, to);
    place.append(chart, ends, line);
    place.hidden = false;
    let waiting = 0;
    // at its ends the brush takes in what lies far off
    const day = (value) => (value === 0 ? earliest : value === last - first ? latest : first + value);
    const update = () => {
      const a = day(Math.min(+from.value, +to.value)), b = day(Math.max(+from.value, +to.value));
      const whole = a === earliest && b === latest;
      told.textContent = tr("{first} to {last}", { first: said(a), last: said(b) });
      from.setAttribute("aria-valuetext", said(day(+from.value)));
      to.setAttribute("aria-valuetext", said(day(+to.value)));
      clear.hidden = whole;
      bars.forEach((bar, i) => bar.classList.toggle("out", i < bin(a) || i > bin(b)));
      for (const a_ of document.querySelectorAll("a[data-with-days]")) {
        const address = new URL(a_.dataset.address ??= a_.href);
        if (!whole) { address.searchParams.set("began_from", iso(a)); address.searchParams.set("began_to", iso(b)); }
        a_.href = address.pathname + address.search;
      }
      clearTimeout(waiting);
      // not for every step of a drag
      waiting = setTimeout(() => changed(whole ? "" : `${a},${b}`), 60);
    };
    from.addEventListener("input", update);
    to.addEventListener("input", update);
    clear.addEventListener("click", () => { from.value = 0; to.value = last - first; update(); });
    told.textContent = tr("{first} to {last}", { first: said(earliest), last: said(latest) });
    clear.hidden = true;
  };

  // ------------------------------------------------------------------------------------------------------------ go

  // where nothing can be had, the drawn map stays
  Promise.all([ask("/map/about.json", {}), ask(box.dataset.base, {}).catch(() => null)])
    .then(([about, base]) => { if (about.bounds) start(about, base); })
    .catch(() => {});
})();
