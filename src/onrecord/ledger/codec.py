"""Values to stored bytes and back. Texts and bodies are compressed with zstandard.

A claim is stored without the words of its spans: they are cut from the document's text when it is read, so that evidence
cannot drift from its source. Its JSON is compressed with a fixed dictionary (``claims-1.dict``: a claim of our own making that
spells the field names and codes), which any zstandard tool can load.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from threading import get_ident
from typing import Any

import msgspec
import zstandard

from onrecord.model import (
    Actor,
    AnsweredDemand,
    AssessedToll,
    Capture,
    Claim,
    Count,
    Document,
    Incident,
    IncidentActor,
    IncidentDocument,
    IncidentPlace,
    Judgement,
    Party,
    Place,
    Range,
    ReadBy,
    Span,
    Speaker,
    Toll,
    When,
    claim_id,
    to_record,
)  # fmt: skip

__all__ = [
    "capture_from_row", "claim_from_record", "claim_record", "decode_claim", "decode_incident", "decode_text", "document_from_row",
    "dump", "encode_claim", "encode_incident", "encode_text", "id_holds", "incident_from_record", "judgement_from_row", "load",
    "unpack",
]  # fmt: skip

_SPAN = ("start", "end", "exact")
# a seventh less than level 3, for 6 microseconds a claim; higher levels give nothing more
_LEVEL = 6


# ------------------------------------------------------------------------------------------------- bytes and JSON


@cache
def _dictionary() -> zstandard.ZstdCompressionDict:
    data = (files("onrecord.ledger") / "claims-1.dict").read_bytes()
    found = zstandard.ZstdCompressionDict(data, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    found.precompute_compress(level=_LEVEL)
    return found


# a context must not be used by two threads at once, and is dear to make: one for each thread
@cache
def _packer(thread: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary())


@cache
def _unpacker(thread: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary())


def _pack(data: bytes) -> bytes:
    return _packer(get_ident()).compress(data)


def unpack(data: bytes) -> bytes:
    """The bytes of a stored body."""
    return _unpacker(get_ident()).decompress(data)


@cache
def _text_packer(thread: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=6)


@cache
def _text_unpacker(thread: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor()


def encode_text(data: bytes) -> bytes:
    return _text_packer(get_ident()).compress(data)


def decode_text(data: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes."""
    return _text_unpacker(get_ident()).decompress(data)


def dump(value: object) -> str:
    """Compact JSON with sorted keys."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def load(value: str | bytes) -> Any:
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError:
        # lone surrogates, which the strict decoder refuses
        return json.loads(value)


# --------------------------------------------------------------------------------------------------------- claims


def claim_record(claim: Claim) -> dict[str, Any]:
    """``to_record`` without ``id`` and ``read_by``, made field by field, for a million of them."""
    record: dict[str, Any] = {
        "document": claim.document,
        "kind": claim.kind,
        "type": claim.type,
        "evidence": [_span(s) for s in claim.evidence],
        "modality": claim.modality,
    }
    if claim.said_by:
        record["said_by"] = [_more(s, ("name", "medium")) for s in claim.said_by]
    if claim.when is not None:
        record["when"] = _when(claim.when)
    if claim.where:
        record["where"] = [
            _more(p, ("name", "precision", "country", "admin1", "admin2", "lat", "lon", "geonames"))
            for p in claim.where
        ]
    if claim.actors:
        record["actors"] = [_more(a, ("role", "category", "name", "responsibility")) for a in claim.actors]
    if claim.tolls:
        record["tolls"] = [_more(x, ("effect", "low", "high", "who", "part_of")) for x in claim.tolls]
    for name in ("means", "about", "rights"):
        values = getattr(claim, name)
        if values:
            record[name] = list(values)
    if claim.occurrences is not None:
        record["occurrences"] = _some(claim.occurrences, ("low", "high"))
    if claim.link is not None:
        record["link"] = claim.link
    for name in ("by", "to"):
        party = getattr(claim, name)
        if party is not None:
            record[name] = _more(party, ("name",))
    if claim.action is not None:
        record["action"] = _span(claim.action)
    return record


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "exact": span.exact}


def _more(span: Span, names: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"start": span.start, "end": span.end, "exact": span.exact}
    for name in names:
        value = getattr(span, name)
        if value is not None and value is not False:
            found[name] = value
    return found


def _some(value: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {n: v for n in names if (v := getattr(value, n)) is not None}


def _when(when: When) -> dict[str, Any]:
    found = _some(when, ("precision", "start", "end", "exact"))
    if when.span is not None:
        found["span"] = {"start": when.span.start, "end": when.span.end}
    return found


def id_holds(claim: Claim, record: Mapping[str, Any]) -> bool:
    """Whether the claim's id is the hash of its content; ``record`` is ``claim_record(claim)``."""
    try:
        if hashlib.sha256(msgspec.json.encode(record, order="sorted")).hexdigest()[:16] == claim.id:
            return True
    except UnicodeEncodeError:
        pass
    # floats of extreme size are spelt differently by the two encoders, and one refuses lone surrogates
    return claim_id(claim) == claim.id


def encode_claim(record: dict[str, Any]) -> bytes:
    """Stored form of ``claim_record``: the words of spans and the document's id are left out. Takes ``record`` apart."""
    del record["document"]
    for name in ("evidence", "said_by", "where", "actors", "tolls"):
        for part in record.get(name, ()):
            del part["exact"]
    for name in ("by", "to", "action"):
        if name in record:
            del record[name]["exact"]
    when = record.get("when")
    if when is not None and "span" in when:
        when.pop("exact", None)
        when["cut"] = True
    return _pack(_bytes(record))


def _bytes(record: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(record, order="sorted")
    except UnicodeEncodeError:
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


def decode_claim(body: bytes, id_: str, document: str, text: str, read_by: ReadBy) -> Claim:
    """The claim of a stored body; its spans are cut from ``text``."""
    record = load(unpack(body))
    for name in ("evidence", "said_by", "where", "actors", "tolls"):
        for part in record.get(name, ()):
            part["exact"] = text[part["start"] : part["end"]]
    for name in ("by", "to", "action"):
        if name in record:
            part = record[name]
            part["exact"] = text[part["start"] : part["end"]]
    when = record.get("when")
    if when is not None and when.pop("cut", False):
        when["exact"] = text[when["span"]["start"] : when["span"]["end"]]
    record["document"] = document
    return _claim(record, id_, read_by)


def claim_from_record(record: Mapping[str, Any]) -> Claim:
    """A claim of its public record (``to_record``). Raises RecordError, SpanError, KeyError or TypeError."""
    return _claim(dict(record), str(record.get("id", "")), ReadBy(**record["read_by"]))


def _claim(r: dict[str, Any], id_: str, read_by: ReadBy) -> Claim:
    when = r.get("when")
    if when is not None:
        span = when.get("span")
        when = When(**{**when, "span": Range(**span) if span else None})
    return Claim(
        id=id_,
        document=r["document"],
        kind=r["kind"],
        type=r["type"],
        evidence=tuple([Span(**s) for s in r["evidence"]]),
        read_by=read_by,
        modality=r.get("modality", "actual"),
        said_by=tuple([Speaker(**s) for s in r.get("said_by", ())]),
        when=when,
        where=tuple([Place(**p) for p in r.get("where", ())]),
        actors=tuple([Actor(**a) for a in r.get("actors", ())]),
        tolls=tuple([Toll(**x) for x in r.get("tolls", ())]),
        means=tuple(r.get("means", ())),
        occurrences=Count(**r["occurrences"]) if "occurrences" in r else None,
        link=r.get("link"),
        about=tuple(r.get("about", ())),
        by=Party(**r["by"]) if "by" in r else None,
        to=Party(**r["to"]) if "to" in r else None,
        action=Span(**r["action"]) if "action" in r else None,
        rights=tuple(r.get("rights", ())),
    )


# ------------------------------------------------------------------------------------------------------ incidents


def encode_incident(incident: Incident) -> bytes:
    return _pack(_bytes(to_record(incident)))


def decode_incident(body: bytes) -> Incident:
    return incident_from_record(load(unpack(body)))


def incident_from_record(r: Mapping[str, Any]) -> Incident:
    """An incident of its public record."""
    when = r.get("when")
    if when is not None and when.get("span"):
        when = {**when, "span": Range(**when["span"])}
    return Incident(
        id=r["id"],
        link=r["link"],
        type=r["type"],
        status=r["status"],
        claims=tuple(r.get("claims", ())),
        documents=tuple(IncidentDocument(id=d["id"], main=d.get("main", False)) for d in r.get("documents", ())),
        when=When(**when) if when is not None else None,
        where=tuple(IncidentPlace(**p) for p in r.get("where", ())),
        actors=tuple(IncidentActor(**a) for a in r.get("actors", ())),
        tolls=tuple(
            AssessedToll(**{**{k: v for k, v in x.items() if k != "from"}, "from_": tuple(x.get("from", ()))})
            for x in r.get("tolls", ())
        ),
        covers=tuple(r.get("covers", ())),
        publishers=tuple(r.get("publishers", ())),
        demands=tuple(
            AnsweredDemand(id=d["id"], answered_by=tuple(d.get("answered_by", ()))) for d in r.get("demands", ())
        ),
        responses=tuple(r.get("responses", ())),
        first_reported=r.get("first_reported"),
        last_reported=r.get("last_reported"),
    )


# --------------------------------------------------------------------------------------------------------- others


def document_from_row(row: Any) -> Document:
    return Document(
        id=row.id,
        text=decode_text(row.text).decode("utf-8", "surrogatepass"),
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        url=row.url,
        language=row.language,
        retrieved=row.retrieved,
        kind=row.kind,
        meta=load(row.meta),
    )


def capture_from_row(row: Any) -> Capture:
    return Capture(
        sha256=row.sha256, content=decode_text(row.content), media_type=row.media_type, source=row.source,
        captured=row.captured, tool=row.tool, url=row.url, headers=load(row.headers), documents=tuple(load(row.documents)),
    )  # fmt: skip


def judgement_from_row(row: Any) -> Judgement:
    return Judgement(
        id=row.id, verdict=row.verdict, subjects=tuple(load(row.subjects)), by=row.by, at=row.at, why=row.why,
        detail=load(row.detail),
    )  # fmt: skip
