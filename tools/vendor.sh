#!/bin/sh
# What the desk's map takes from npm: fetched by the lock file's hashes, put where the desk (and a built wheel) finds it.
# Called by `make setup`. Without npm or a network every page still works, and the set-up says in a line what is missing.
set -u
from=tools/js
to=src/onrecord/web/static/vendor
missing() {
  echo "$1: the desk's map keeps its points and tables, and goes without base map and moving (run make setup again to get them)"
  exit 0
}
command -v npm >/dev/null 2>&1 || missing "npm is not installed"
(cd "$from" && npm ci --ignore-scripts --no-audit --no-fund --silent >/dev/null 2>&1) || missing "npm could not fetch its packages"
modules=$from/node_modules
mkdir -p "$to" &&
  cp "$modules/leaflet/dist/leaflet.js" "$modules/leaflet/dist/leaflet.css" "$to/" &&
  cp "$modules/world-atlas/countries-50m.json" "$to/world.json" &&
  cp "$modules/us-atlas/states-10m.json" "$to/units-us.json" || missing "the packages of npm could not be copied"
for package in leaflet world-atlas us-atlas; do
  cp "$modules/$package/LICENSE" "$to/LICENSE-$package" 2>/dev/null || cp "$modules/$package/LICENSE.md" "$to/LICENSE-$package" 2>/dev/null
done
touch "$to/.ready"
