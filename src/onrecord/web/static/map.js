// The moving map: clusters on a canvas, a brush over time. Without this file the page shows the map drawn on the server.
"use strict";
(() => {
  const box = document.querySelector("[data-map]");
  if (!box || !window.L || !window.Supercluster) return;
  const L = window.L;
  const DAY = 86_400_000;
  const words = (n, one) => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colours = () => ({
    groups: ["--g-violence", "--g-liberty", "--g-civic", "--g-protest"].map(colour),
    land: colour("--land"), border: colour("--border"), paper: colour("--raised"), ink: colour("--ink"),
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
    const land = path(base.land, true), lines = path(base.lines), units = path(base.units);
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
      pen.setLineDash([2 / zoom, 3 / zoom]);
      pen.stroke(units);
    }, "tilePane");
  };

  // areas of discs go with the toll; the deadliest in view is as large as its neighbours leave room for
  const radius = (d, most) => Math.max(5.5 + Math.min(18 * Math.sqrt(d.killed / most), 1.9 * Math.sqrt(d.killed)), d.count > 99 ? 13 : d.count > 1 ? 10 : 0) + (d.area ? 3 : 0);

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
      pen.globalAlpha = area ? 0.14 : 0.78;
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
    pen.fillStyle = area ? paint.ink : "#fff";
    pen.font = `600 ${r > 14 ? 12 : 11}px system-ui, sans-serif`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(count > 9_999 ? `${Math.round(count / 1000)}k` : count.toLocaleString("en"), x, y + 0.5);
  };

  // --------------------------------------------------------------------------------------------------- the points

  const start = (data, base) => {
    const feature = (row) => {
      const place = data.places[row[0]];
      return { type: "Feature", geometry: { type: "Point", coordinates: [place[1], place[0]] }, properties: { row } };
    };
    const features = data.rows.map(feature);
    const clusters = () => new window.Supercluster({
      radius: 58, maxZoom: 11, minPoints: 2,
      map: ({ row }) => ({ killed: row[6] ? 0 : row[2] ?? 0, groups: [0, 1, 2, 3].map((g) => +(row[1] === g)) }),
      reduce: (sum, one) => { sum.killed += one.killed; sum.groups = sum.groups.map((n, i) => n + one.groups[i]); },
    });
    let shown = features, spots = clusters(), areas = clusters(), drawn = [];
    const load = () => {
      const isArea = (f) => data.places[f.properties.row[0]][2];
      spots.load(shown.filter((f) => !isArea(f)));
      areas.load(shown.filter(isArea));
    };
    load();

    const canvas = document.createElement("div");
    canvas.className = "livemap";
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-label", "Map: arrow keys move it, plus and minus zoom; the table below lists the places in view");
    for (const old of document.querySelectorAll("[data-drawn]")) old.remove();
    box.append(canvas);
    const map = L.map(canvas, {
      attributionControl: false, minZoom: 1, maxZoom: 13, zoomSnap: 0.5, worldCopyJump: false,
      maxBounds: [[-85, -200], [85, 200]], maxBoundsViscosity: 0.8,
    });
    const bounds = L.latLngBounds(data.places.map(([lat, lon]) => [lat, lon]));
    map.fitBounds(bounds.pad(0.15), { maxZoom: 7, animate: false });

    const item = (f, area) => {
      const p = f.properties, row = p.row;
      const killed = p.cluster ? p.killed : row[6] ? 0 : row[2] ?? 0;
      const groups = p.cluster ? p.groups : [0, 1, 2, 3].map((g) => +(row[1] === g));
      const count = p.cluster ? p.point_count : 1;
      const [lon, lat] = f.geometry.coordinates;
      return { f, area, killed, groups, count, lat, lon };
    };
    const dots = new Sheet((pen, _, within) => {
      const a = map.layerPointToLatLng(within.getBottomLeft()), b = map.layerPointToLatLng(within.getTopRight());
      const frame = [Math.max(-180, a.lng), Math.max(-85, a.lat), Math.min(180, b.lng), Math.min(85, b.lat)];
      const zoom = Math.floor(map.getZoom());
      drawn = [
        ...areas.getClusters(frame, zoom).map((f) => item(f, true)), ...spots.getClusters(frame, zoom).map((f) => item(f, false)),
      ];
      const most = drawn.reduce((a, d) => Math.max(a, d.killed), 1);
      for (const d of drawn) d.r = radius(d, most);
      drawn.sort((m, n) => (n.area - m.area) || n.r - m.r);
      for (const d of drawn) {
        const at = map.latLngToLayerPoint([d.lat, d.lon]);
        d.x = at.x; d.y = at.y;
        disc(pen, d);
      }
    }, "overlayPane");
    if (base) ground(base).addTo(map);
    dots.addTo(map);
    pointing(map, data, () => drawn, (area) => (area ? areas : spots));
    listing(map, data, () => shown);
    brush(data, (from, to) => {
      shown = features.filter(({ properties: { row } }) => row[3] === null ? from === null : (from === null || (row[3] >= from && row[3] <= to)));
      load();
      dots.redraw();
      map.fire("brushed");
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { paint = colours(); map.eachLayer((x) => x.redraw?.()); });
  };

  // ------------------------------------------------------------------------------------------- pointing and choosing

  const link = (row, data) => {
    const made = document.createElement("a");
    made.href = `/incidents/${encodeURIComponent(row[4])}`;
    made.textContent = data.types[row[5]];
    const note = document.createElement("span");
    const day = row[3] === null ? "date unknown" : new Date(row[3] * DAY).toISOString().slice(0, 10);
    note.textContent = ` ${day}${row[2] === null ? "" : ` · ${row[2].toLocaleString("en")} killed`}${row[6] ? " · Σ" : ""}`;
    const line = document.createElement("li");
    line.append(made, note);
    return line;
  };

  const pointing = (map, data, drawn, index) => {
    const under = (event) => {
      const at = event.layerPoint;
      return drawn().findLast((d) => (d.x - at.x) ** 2 + (d.y - at.y) ** 2 <= Math.max(d.r, 9) ** 2);
    };
    map.on("mousemove", (event) => { map.getContainer().classList.toggle("over", Boolean(under(event))); });
    map.on("click", (event) => {
      const d = under(event);
      if (!d) return;
      const cluster = d.f.properties.cluster;
      const rows = cluster ? index(d.area).getLeaves(d.f.properties.cluster_id, 200).map((f) => f.properties.row) : [d.f.properties.row];
      const places = new Set(rows.map((r) => r[0]));
      const closer = cluster && index(d.area).getClusterExpansionZoom(d.f.properties.cluster_id);
      if (cluster && places.size > 1 && closer <= 11) {
        map.flyTo([d.lat, d.lon], Math.min(12, closer), { duration: 0.4 });
        return;
      }
      rows.sort((a, b) => (b[2] ?? -1) - (a[2] ?? -1));
      const card = document.createElement("div");
      const title = document.createElement("strong");
      title.dir = "auto";
      title.textContent = data.places[rows[0][0]][3];
      const list = document.createElement("ul");
      list.append(...rows.slice(0, 8).map((r) => link(r, data)));
      card.append(title, ...(d.area ? [Object.assign(document.createElement("p"), { textContent: "Somewhere in this area." })] : []), list);
      if (d.count > 8) card.append(all(data.places[rows[0][0]][3], d.count));
      L.popup({ maxWidth: 320, className: "card" }).setLatLng([d.lat, d.lon]).setContent(card).openOn(map);
    });
  };

  const all = (place, count) => {
    const address = new URL(document.querySelector("a[data-with-days]").href);
    address.searchParams.set("place", place);
    return Object.assign(document.createElement("a"), { href: address.pathname + address.search, textContent: `All ${words(count, "incident")} here` });
  };

  // the table below follows what is in view, so that whoever does not point has the same
  const listing = (map, data, shown) => {
    const body = document.querySelector("[data-places] tbody"), title = document.getElementById("list");
    const update = () => {
      const view = map.getBounds(), held = new Map();
      let count = 0;
      for (const { properties: { row } } of shown()) {
        const [lat, lon] = data.places[row[0]];
        if (!view.contains([lat, lon])) continue;
        count += 1;
        const sum = held.get(row[0]) ?? { rows: 0, killed: 0, first: row };
        sum.rows += 1;
        sum.killed += row[6] ? 0 : row[2] ?? 0;
        held.set(row[0], sum);
      }
      title.textContent = `In view: ${words(count, "incident")} at ${words(held.size, "place")}`;
      const most = [...held].sort(([, a], [, b]) => b.killed - a.killed || b.rows - a.rows).slice(0, 100);
      body.replaceChildren(...most.map(([number, sum]) => {
        const [, , area, name] = data.places[number];
        const row = document.createElement("tr"), cells = [0, 1, 2, 3].map(() => row.insertCell());
        const target = sum.rows === 1 ? link(sum.first, data).firstChild : all(name, sum.rows);
        target.textContent = name;
        target.dir = "auto";
        cells[0].className = "main";
        cells[0].append(target);
        cells[1].className = cells[2].className = "n";
        cells[1].textContent = sum.rows.toLocaleString("en");
        cells[2].textContent = sum.killed ? sum.killed.toLocaleString("en") : "·";
        cells[3].textContent = area ? "an area" : "a point";
        return row;
      }));
    };
    map.on("moveend brushed", update);
    update();
  };

  // ----------------------------------------------------------------------------------------------------- the brush

  const brush = (data, changed) => {
    const place = document.querySelector("[data-brush]");
    const days = data.rows.map((r) => r[3]).filter((d) => d !== null);
    if (!place || days.length < 2) return;
    // not Math.min(...days): tens of thousands of arguments are too many for some engines
    const first = days.reduce((a, b) => Math.min(a, b)), last = days.reduce((a, b) => Math.max(a, b));
    if (last - first < 2) return;
    const bins = Math.min(120, last - first + 1), counts = new Array(bins).fill(0);
    const bin = (day) => Math.min(bins - 1, Math.floor(((day - first) * bins) / (last - first + 1)));
    for (const d of days) counts[bin(d)] += 1;
    const top = counts.reduce((a, b) => Math.max(a, b));
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
    const from = slider("Happened on this day or later", 0), to = slider("Happened on this day or earlier", last - first);
    const told = document.createElement("output");
    const clear = Object.assign(document.createElement("button"), { type: "button", textContent: "All time" });
    const line = document.createElement("p");
    line.append(told, clear);
    place.append(chart, from, to, line);
    place.hidden = false;
    const iso = (d) => new Date(d * DAY).toISOString().slice(0, 10);
    let waiting = 0;
    const update = () => {
      const a = first + Math.min(+from.value, +to.value), b = first + Math.max(+from.value, +to.value);
      const whole = a === first && b === last;
      told.textContent = `${iso(a)} to ${iso(b)}`;
      from.setAttribute("aria-valuetext", iso(first + +from.value));
      to.setAttribute("aria-valuetext", iso(first + +to.value));
      clear.hidden = whole;
      bars.forEach((bar, i) => bar.classList.toggle("out", i < bin(a) || i > bin(b)));
      for (const a_ of document.querySelectorAll("a[data-with-days]")) {
        const address = new URL(a_.dataset.address ??= a_.href);
        if (!whole) { address.searchParams.set("from", iso(a)); address.searchParams.set("to", iso(b)); }
        a_.href = address.pathname + address.search;
      }
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => (whole ? changed(null, null) : changed(a, b)));
    };
    from.addEventListener("input", update);
    to.addEventListener("input", update);
    clear.addEventListener("click", () => { from.value = 0; to.value = last - first; update(); });
    update();
  };

  // ------------------------------------------------------------------------------------------------------------ go

  const get = async (address) => {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };
  // where the points cannot be had, the drawn map stays
  Promise.all([get(box.dataset.points), get(box.dataset.base).catch(() => null)])
    .then(([data, base]) => { if (data.rows.length) start(data, base); })
    .catch(() => {});
})();
