"""Corrections on the document's page: words that a person selected, and a value, made into the field's value."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from onrecord.ledger import Reader
from onrecord.model import Claim, Effect, Modality, RecordError, to_record
from onrecord.vocab import claim_types
from onrecord.vocab.gazetteer import open_gazetteer
from onrecord.web.translating import N_, tr

__all__ = ["FIELDS", "correction"]

_EFFECTS: tuple[str, ...] = get_args(Effect)
FIELDS: tuple[tuple[str, str, str], ...] = (
    ("type", N_("Type"), N_("code")),
    ("modality", N_("Modality"), N_("actual, denied, alleged, planned, feared or conditional")),
    *((effect, effect, N_("24, 24+ or 20-30; 0 for none")) for effect in _EFFECTS),
    ("when", N_("When"), N_("2024-02-07, or 2024-02-07/2024-02-09")),
    ("where", N_("Where"), N_("name of the place, a comma, country code: Khanozai, PK")),
    ("said_by", N_("Said by"), N_("nothing: the words name the speaker")),
    ("by", N_("Who asks or answers"), N_("nothing: the words name them")),
    ("to", N_("Who is asked"), N_("nothing: the words name them")),
    ("action", N_("What is asked or done"), N_("nothing: the words say it")),
    ("evidence", N_("Evidence"), N_("nothing: the words are the evidence")),
)
"""Name of a field, its label, and what its value looks like."""
_NUMBER = re.compile(r"(\d{1,9})(\+|\s*[-–]\s*(\d{1,9}))?")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/(\d{4}-\d{2}-\d{2}))?")


def correction(reader: Reader, claim_id: str, fields: Mapping[str, str]) -> dict[str, Any]:
    """``{"field", "value"}`` of a correction. ``fields``: field, value, words, and start where the words were selected.

    Raises:
        RecordError: what was written does not make a value of the field.
        NotFound: the claim.
    """
    claim = reader.claim(claim_id)
    text = reader.document(claim.document).text
    name, value = fields.get("field", ""), fields.get("value", "").strip()
    if name == "type":
        if value not in claim_types():
            raise RecordError(tr("%(value)r is no type; the methodology page lists them", value=value))
        return {"field": "type", "value": value}
    if name == "modality":
        if value not in get_args(Modality):
            raise RecordError(tr("a modality is one of %(codes)s", codes=", ".join(get_args(Modality))))
        return {"field": "modality", "value": value}
    span = _words(text, claim, fields)
    if name in _EFFECTS:
        return {"field": "tolls", "value": _tolls(claim, name, value, span)}
    if name == "when":
        return {"field": "when", "value": _when(value, span)}
    if span is None:
        raise RecordError(tr("select the words in the text, or write them as they stand there"))
    if name == "where":
        return {"field": "where", "value": [_where(value, span)]}
    if name == "said_by":
        return {"field": "said_by", "value": [{**span, "name": span["exact"]}]}
    if name in ("by", "to"):
        return {"field": name, "value": {**span, "name": span["exact"]}}
    if name == "action":
        return {"field": "action", "value": span}
    if name == "evidence":
        return {"field": "evidence", "value": [span]}
    raise RecordError(tr("choose the field that you correct"))


def _words(text: str, claim: Claim, fields: Mapping[str, str]) -> dict[str, Any] | None:
    """The words as a span: where they were selected, else where they stand nearest to the claim's evidence."""
    # the form's lines end as the web's do
    words = fields.get("words", "").replace("\r\n", "\n")
    if not words:
        return None
    selected = fields.get("start", "")
    at = int(selected) if selected.isascii() and selected.isdigit() and len(selected) < 10 else -1
    if at < 0 or text[at : at + len(words)] != words:
        places = [m.start() for m in re.finditer(re.escape(words), text)]
        if not places:
            raise RecordError(tr("the document does not say %(words)r", words=words[:60]))
        evidence = claim.evidence[0].start
        at = min(places, key=lambda p: abs(p - evidence))
    return {"start": at, "end": at + len(words), "exact": words}


def _tolls(claim: Claim, effect: str, value: str, span: dict[str, Any] | None) -> list[dict[str, Any]]:
    kept = [t for t in to_record(claim).get("tolls", []) if t["effect"] != effect or t.get("part_of")]
    if not value:
        return kept
    found = _NUMBER.fullmatch(value)
    if found is None:
        raise RecordError(tr("write a figure as 24, 24+ or 20-30, not %(value)r", value=value))
    if span is None:
        mine = next((t for t in claim.tolls if t.effect == effect), None)
        if mine is None:
            raise RecordError(tr("select the words that give the figure: no figure without its source"))
        span = to_record(replace(mine))
        span = {k: span[k] for k in ("start", "end", "exact")}
    low = int(found[1])
    made = {**span, "effect": effect, "low": low}
    if found[2] != "+":
        made["high"] = int(found[3]) if found[3] else low
    return [*kept, made]


def _when(value: str, span: dict[str, Any] | None) -> dict[str, Any] | None:
    if not value:
        return None
    found = _DAYS.fullmatch(value)
    if found is None:
        raise RecordError(tr("write a day as 2024-02-07, days as 2024-02-07/2024-02-09, not %(value)r", value=value))
    end = found[2] or found[1]
    made: dict[str, Any] = {"start": found[1], "end": end, "precision": "day" if end == found[1] else "range"}
    if span is not None:
        made |= {"exact": span["exact"], "span": {"start": span["start"], "end": span["end"]}}
    return made


def _where(value: str, span: dict[str, Any]) -> dict[str, Any]:
    """The place that the gazetteer knows under the name in the country; else the name alone, without a point."""
    name, _, country = (value or span["exact"]).rpartition(",") if "," in value else (value or span["exact"], "", "")
    name, country = name.strip(), country.strip().upper()
    known = [e for e in open_gazetteer().lookup(name) if not country or e.country == country]
    if not known:
        made = {**span, "name": name, "precision": "city"}
        return {**made, "country": country} if country else made
    entry = max(known, key=lambda e: e.population)
    made = {**span, "name": entry.name, "country": entry.country, "precision": _precision(entry.kind)}
    more = {
        "admin1": entry.admin1,
        "admin2": entry.admin2,
        "lat": entry.latitude,
        "lon": entry.longitude,
        "geonames": entry.geonames,
    }
    return made | {k: v for k, v in more.items() if v is not None}


def _precision(kind: str) -> str:
    return kind if kind in ("country", "admin1", "admin2") else "city"
