"""Structured rows to claims: each row becomes a Document whose text is the row, and a map tells what its columns mean.

The text of a row is one line a cell, ``column: value``, empty cells left out, so that every field of a claim stands on
an exact span as it does in prose. Maps are TOML files of the shape ``RowMap``; the shipped ones are listed by
``shipped_maps`` and read by ``load_map``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from onrecord.model import (
    Actor,
    Claim,
    Count,
    Document,
    DocumentKind,
    Effect,
    Link,
    Place,
    ReadBy,
    RecordError,
    Rejection,
    Responsibility,
    Role,
    Span,
    Toll,
    When,
    seal,
)
from onrecord.vocab import country_code, load, manifest, vocabulary_hash

__all__ = ["Cell", "RowMap", "load_map", "row_text", "rows_to_claims", "shipped_maps"]

# ISO 8601 first; then dates with the month in words, which can be read in one way only
_DATES = ("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%B %d, %Y")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value taken from a column. ``pattern``: its first group is taken. ``map``: the value is looked up, unlisted
    ones read as absent. ``skip``: values that mean "not known". ``value`` alone is a constant.
    """

    column: str | None = None
    pattern: str | None = None
    map: dict[str, str] | None = None
    skip: tuple[str, ...] = ()
    value: str | None = None
    split: str | None = None


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: Cell | None = None
    title: Cell | None = None
    publisher: Cell | None = None
    published: Cell | None = None
    url: Cell | None = None
    kind: DocumentKind = "report"


class _When(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``start`` and ``end`` as ISO dates, or ``year``, ``month`` and ``day``, where 0 or an empty cell is unknown."""

    start: Cell | None = None
    end: Cell | None = None
    year: Cell | None = None
    month: Cell | None = None
    day: Cell | None = None


class _Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``country`` may be several cells: the first that names a known country, by name, code or number, counts."""

    name: Cell
    precision: Cell
    country: Cell | tuple[Cell, ...] | None = None
    admin1: Cell | None = None
    admin2: Cell | None = None
    lat: Cell | None = None
    lon: Cell | None = None


class _Flag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    column: str
    equals: tuple[str, ...]
    role: Role


class _Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Cell
    category: tuple[Cell, ...]
    role: Role | None = None
    flags: tuple[_Flag, ...] = ()
    responsibility: Responsibility | None = None
    unnamed: tuple[str, ...] = ()


class _Toll(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``low`` and ``high`` default to the figure itself; a row may give all three."""

    effect: Effect
    figure: Cell
    low: Cell | None = None
    high: Cell | None = None
    who: str | None = None
    part_of: bool = False


class RowMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the columns of one kind of table mean. ``type`` cells are tried in order; the first that answers counts."""

    name: str
    about: str
    type: tuple[Cell, ...]
    document: _Document = _Document()
    text: tuple[str, ...] = ()
    when: _When = _When()
    where: tuple[_Where, ...] = ()
    actor: tuple[_Actor, ...] = ()
    toll: tuple[_Toll, ...] = ()
    means: tuple[Cell, ...] = ()
    link: Cell | None = None
    occurrences: Cell | None = None


@cache
def shipped_maps() -> tuple[str, ...]:
    """Names of the maps that come with Onrecord."""
    return tuple(sorted(n.removeprefix("maps/").removesuffix(".toml") for n in manifest() if n.startswith("maps/")))


def load_map(name: str) -> RowMap | Rejection:
    """A shipped map by name, or a map file by path; a file that breaks the shape is a rejection that says where."""
    if name in shipped_maps():
        shipped: RowMap = load(f"maps/{name}.toml", RowMap)
        return shipped
    try:
        return msgspec.toml.decode(Path(name).read_bytes(), type=RowMap)
    except OSError as error:
        reason = f"map cannot be read: {error.strerror or error}; shipped maps: {', '.join(shipped_maps())}"
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        reason = f"map is broken: {error}"
    return Rejection(stage="source", reason=reason, subject=name, code="bad_map")


class _Row:
    """One row with its text and where each cell stands in it."""

    def __init__(self, cells: Mapping[str, str], columns: Iterable[str] = ()) -> None:
        self.cells = {k: v.strip() for k, v in cells.items() if isinstance(v, str) and v.strip()}
        self.at: dict[str, int] = {}
        lines, length = [], 0
        order = [c for c in columns if c in self.cells] or list(self.cells)
        for column in order:
            line = f"{column}: {self.cells[column]}"
            self.at[column] = length + len(column) + 2
            lines.append(line)
            length += len(line) + 1
        self.text = "\n".join(lines)

    def get(self, cell: Cell | None) -> str | None:
        if cell is None:
            return None
        if cell.column is None:
            return cell.value
        value = self.cells.get(cell.column)
        if value is None or value in cell.skip:
            return None
        if cell.pattern is not None:
            found = re.search(cell.pattern, value)
            value = found.group(1) if found else None
        if value is None or cell.map is None:
            return value
        parts = [p.strip() for p in value.split(cell.split)] if cell.split else [value]
        return next((cell.map[p] for p in parts if p in cell.map), cell.value)

    def span(self, cell: Cell) -> Span | None:
        """The words of the cell, or of what its pattern found."""
        if cell.column is None or cell.column not in self.at:
            return None
        start, value = self.at[cell.column], self.cells[cell.column]
        if cell.pattern is not None and (found := re.search(cell.pattern, value)):
            return Span.cut(self.text, start + found.start(1), start + found.end(1))
        return Span.cut(self.text, start, start + len(value))


def row_text(cells: Mapping[str, str], columns: Iterable[str] = ()) -> str:
    """The text of the document that a row becomes: one line a cell, in the given order, else the row's own."""
    return _Row(cells, columns).text


def rows_to_claims(
    rows: Iterable[Mapping[str, str]], row_map: RowMap, subject: str = "rows", first: int = 1
) -> Iterator[tuple[Document, tuple[Claim, ...]] | Rejection]:
    """A document and its claim for every row, in order; a row that gives none is a rejection with the row's number,
    counted from ``first``.

    Cells are text; empty ones and those the map does not name are no part of the claim, but stay in the document.
    """
    by = ReadBy(reader=f"rows:{row_map.name}", version="1", vocabulary=vocabulary_hash())
    for number, cells in enumerate(rows, start=first):
        try:
            yield _read(_Row(cells, row_map.text), row_map, by)
        except (RecordError, ValueError) as error:
            yield Rejection(stage="reading", reason=str(error), subject=f"{subject}:{number}", code="bad_row")


def _read(row: _Row, row_map: RowMap, by: ReadBy) -> tuple[Document, tuple[Claim, ...]]:
    if not row.text:
        raise ValueError("the row is empty")
    shape = row_map.document
    document = Document(
        id=row.get(shape.id) or "",
        title=row.get(shape.title),
        publisher=row.get(shape.publisher),
        published=_iso(row.get(shape.published)),
        url=row.get(shape.url),
        text=row.text,
        kind=shape.kind,
    )
    type_ = next((t for t in (row.get(c) for c in row_map.type) if t), None)
    if type_ is None:
        raise ValueError("no column tells what kind of event this is; the map needs a type that applies")
    claim = Claim(
        document=document.id,
        kind="incident",
        type=type_,
        evidence=(Span.cut(row.text, 0, len(row.text)),),
        read_by=by,
        when=_when(row, row_map.when),
        where=tuple(p for p in (_place(row, w) for w in row_map.where) if p is not None),
        actors=tuple(a for shape in row_map.actor for a in _actors(row, shape)),
        tolls=tuple(t for t in (_toll(row, shape) for shape in row_map.toll) if t is not None),
        means=tuple(dict.fromkeys(m for m in (row.get(c) for c in row_map.means) if m)),
        occurrences=_count(row, row_map.occurrences),
        link=_link(row, row_map.link),
    )
    return document, (seal(claim, row.text),)


def _iso(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat() if len(value) <= 10 else _moment(value)
    except ValueError:
        pass
    for shape in _DATES:
        try:
            return datetime.strptime(value, shape).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"{value!r} is no date that can be read in one way only: write it as 2024-05-06 or 6 May 2024")


def _moment(value: str) -> str:
    datetime.fromisoformat(value)
    return value


def _number(row: _Row, cell: Cell | None) -> float | None:
    value = row.get(cell)
    if value is None:
        return None
    found = _NUMBER.fullmatch(value.replace(",", ""))
    if found is None:
        raise ValueError(f"column {cell.column if cell else ''!r}: {value!r} is no number")
    return float(found.group())


def _when(row: _Row, shape: _When) -> When | None:
    start, end = _iso(row.get(shape.start)), _iso(row.get(shape.end))
    if start is None and shape.year is not None:
        return _when_of_parts(*(int(_number(row, c) or 0) for c in (shape.year, shape.month, shape.day)))
    start, end = start or end, end or start
    if start is None or end is None:
        return None
    # rows with swapped dates are kept: both days are told, only their order is a slip
    start, end = min(start, end), max(start, end)
    return When(precision="day" if start == end else "range", start=start, end=end)


def _when_of_parts(year: int, month: int, day: int) -> When | None:
    if not year:
        return None
    if not month:
        return When(precision="year", start=f"{year:04}-01-01", end=f"{year:04}-12-31")
    first = date(year, month, day or 1)
    if day:
        return When(precision="day", start=first.isoformat(), end=first.isoformat())
    last = date.fromordinal((date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1)
    return When(precision="month", start=first.isoformat(), end=last.isoformat())


def _place(row: _Row, shape: _Where) -> Place | None:
    name, span, precision = row.get(shape.name), row.span(shape.name), row.get(shape.precision)
    if name is None or span is None or precision is None:
        return None
    lat, lon = _number(row, shape.lat), _number(row, shape.lon)
    fields = {
        "start": span.start, "end": span.end, "exact": span.exact, "name": name, "precision": precision,
        "country": _country(row, shape.country), "admin1": row.get(shape.admin1), "admin2": row.get(shape.admin2),
        "lat": lat if lon is not None else None, "lon": lon if lat is not None else None,
    }  # fmt: skip
    return msgspec.convert(fields, Place)


def _country(row: _Row, cells: Cell | tuple[Cell, ...] | None) -> str | None:
    listed = cells if isinstance(cells, tuple) else (cells,)
    told = (row.get(c) for c in listed)
    return next((code for code in (country_code(t) for t in told if t) if code), None)


def _actors(row: _Row, shape: _Actor) -> Iterator[Actor]:
    span = row.span(shape.name)
    if span is None or row.get(shape.name) is None:
        return
    category = next((c for c in (row.get(cell) for cell in shape.category) if c), "unknown")
    roles: list[Role] = [shape.role] if shape.role else []
    roles += [f.role for f in shape.flags if row.cells.get(f.column) in f.equals]
    name = None if any(span.exact.startswith(u) for u in shape.unnamed) else span.exact
    for role in dict.fromkeys(roles):
        yield Actor(
            start=span.start, end=span.end, exact=span.exact, role=role, category=category, name=name,
            responsibility=shape.responsibility if role == "perpetrator" else None,
        )  # fmt: skip


def _toll(row: _Row, shape: _Toll) -> Toll | None:
    figure, span = _number(row, shape.figure), row.span(shape.figure)
    if figure is None or span is None:
        return None
    low, high = _number(row, shape.low), _number(row, shape.high)
    return Toll(
        start=span.start, end=span.end, exact=span.exact, effect=shape.effect, who=shape.who, part_of=shape.part_of,
        low=int(figure if low is None else min(low, figure)), high=int(figure if high is None else max(high, figure)),
    )  # fmt: skip


def _count(row: _Row, cell: Cell | None) -> Count | None:
    number = _number(row, cell)
    return None if number is None or number < 2 else Count(low=int(number), high=int(number))


def _link(row: _Row, cell: Cell | None) -> Link:
    said: Literal["single", "aggregate"] = "aggregate" if row.get(cell) == "aggregate" else "single"
    return said
