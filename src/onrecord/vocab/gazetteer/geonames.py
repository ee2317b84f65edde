"""Import a GeoNames dump (allCountries.zip, PK.zip, or the text inside) as a further layer of the gazetteer.

The format is the tab-separated "geoname" table of https://download.geonames.org/export/dump/readme.txt, 19 columns.
GeoNames is licensed under CC BY 4.0; the importer's user is the one who names it.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from onrecord.model import Rejection
from onrecord.vocab.gazetteer.entry import Kind
from onrecord.vocab.gazetteer.layout import LayerWriter, Row

__all__ = ["Imported", "import_geonames"]

_COLUMNS = 19
_STEP = 50_000
_LINE = 1 << 16


class Imported(msgspec.Struct, frozen=True):
    """What an import wrote: the layer's file, how many places it holds, how many lines were no places."""

    path: Path
    places: int
    skipped: int


class _Line(msgspec.Struct, frozen=True):
    geonames: int
    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    kind: Kind
    country: str
    admin1: str
    admin2: str
    population: int
    capital: bool


def import_geonames(
    source: Path | str, out_dir: Path | str, progress: Callable[[int], None] | None = None
) -> Imported | Rejection:
    """Write ``source`` as ``NAME.gazetteer`` into ``out_dir``; an older layer of that name is replaced at the end.

    ``progress`` is called with the number of lines read so far, every 50,000 lines and at the end; the dump is read
    twice (units first). Memory stays below a few hundred megabytes for the whole world.

    Raises:
        OSError: the disk is full or ``out_dir`` cannot be written.
    """
    path, folder = Path(source), Path(out_dir)
    try:
        with _lines(path) as lines:
            units = [
                line for line in map(_read, lines) if line is not None and line.kind in {"country", "admin1", "admin2"}
            ]
    except (OSError, zipfile.BadZipFile, KeyError) as error:
        return Rejection(stage="source", reason=f"no GeoNames dump can be read: {error}", subject=str(path))
    folder.mkdir(parents=True, exist_ok=True)
    units.sort(key=lambda line: ("country", "admin1", "admin2").index(line.kind))
    numbers: dict[tuple[str, str, str], int] = {}
    target = folder / f"{path.stem}.gazetteer"
    skipped = count = 0
    if not _has_places(path):
        return Rejection(stage="source", reason="the file holds no line of a GeoNames dump", subject=str(path))
    with LayerWriter(target) as writer, _lines(path) as lines:
        for unit in units:
            numbers.setdefault(_unit_key(unit), writer.add(_row(unit, numbers)))
        for count, text in enumerate(lines, start=1):
            line = _read(text)
            if line is None:
                skipped += bool(text.strip())
            elif line.kind not in {"country", "admin1", "admin2"}:
                writer.add(_row(line, numbers))
            if progress is not None and count % _STEP == 0:
                progress(count)
        places = writer.rows
    if progress is not None:
        progress(count)
    return Imported(target, places, skipped)


def _has_places(path: Path) -> bool:
    with _lines(path) as lines:
        return any(_read(line) is not None for line in lines)


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = [n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower()]
            if not inside:
                raise KeyError("no table in the archive")
            with archive.open(inside[0]) as raw, io.TextIOWrapper(raw, "utf-8", errors="replace", newline="\n") as text:
                yield _bounded(text)
    else:
        with path.open(encoding="utf-8", errors="replace", newline="\n") as text:
            yield _bounded(text)


def _bounded(file: io.TextIOBase) -> Iterator[str]:
    while line := file.readline(_LINE):
        yield line


def _read(text: str) -> _Line | None:
    cells = text.rstrip("\r\n").split("\t")
    if len(cells) != _COLUMNS or not cells[1]:
        return None
    try:
        lat, lon, population = float(cells[4]), float(cells[5]), max(0, int(cells[14] or 0))
        identity = int(cells[0])
    except ValueError:
        return None
    kind = _kind(cells[6], cells[7])
    if kind is None or not (-90 <= lat <= 90 and -180 <= lon <= 180) or not 0 < identity < 1 << 32:
        return None
    names = (cells[2], *cells[3].split(","))
    return _Line(
        identity, cells[1], tuple(n for n in names if n), lat, lon, kind, cells[8], cells[10], cells[11], population,
        cells[7] == "PPLC",
    )  # fmt: skip


def _kind(letter: str, code: str) -> Kind | None:
    if letter == "A":
        if code.startswith("PCL"):
            return "country"
        exact: dict[str, Kind] = {"ADM1": "admin1", "ADM2": "admin2"}
        return exact.get(code) or (None if code.endswith("H") else "city")
    if letter == "P":
        return "city"
    if letter == "L":
        return "region" if code.startswith(("RGN", "CONT", "AREA")) else "spot"
    return {"H": "feature", "T": "feature", "S": "spot", "R": "spot", "V": "feature", "U": "feature"}.get(letter)  # type: ignore[return-value]


def _unit_key(line: _Line) -> tuple[str, str, str]:
    if line.kind == "country":
        return line.country, "", ""
    return line.country, line.admin1, line.admin2 if line.kind == "admin2" else ""


def _row(line: _Line, numbers: dict[tuple[str, str, str], int]) -> Row:
    one = (
        numbers.get((line.country, line.admin1, "")) if line.admin1 and line.kind not in {"country", "admin1"} else None
    )
    two = numbers.get((line.country, line.admin1, line.admin2)) if line.admin2 and line.kind != "admin2" else None
    return Row(
        name=line.name, kind=line.kind, country=line.country, lat=line.lat, lon=line.lon, population=line.population,
        geonames=line.geonames, admin1=one, admin2=two, alternates=line.alternates, capital=line.capital,
    )  # fmt: skip
