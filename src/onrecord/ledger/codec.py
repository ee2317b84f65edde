"""Values to stored bytes and back. Texts and bodies are packed (see ``packing``).

A claim is stored without the words of its spans: they are cut from the document's text when it is read, so that evidence
cannot drift from its source.

A capture is stored as what it has beside the documents read from it, for most of its bytes are theirs (``encode_capture``).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from onrecord.ledger.packing import Kind, Own, pack, pack_against, unpack, unpack_against
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
    "capture_from_row", "claim_from_record", "claim_record", "decode_actors", "decode_capture", "decode_claim", "decode_incident",
    "decode_text", "document_from_row", "dump", "encode_capture", "encode_claim", "encode_incident", "encode_text", "id_holds",
    "incident_from_record", "judgement_from_row", "load", "rests_on_documents",
]  # fmt: skip

# ------------------------------------------------------------------------------------------------- bytes and JSON


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


def encode_claim(record: dict[str, Any], own: Own | None = None) -> bytes:
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
    return pack(Kind.CLAIM, _bytes(record), own)


def _bytes(record: dict[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(record, order="sorted")
    except UnicodeEncodeError:
        return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


def decode_claim(body: bytes, id_: str, document: str, text: str, read_by: ReadBy) -> Claim:
    """The claim of a stored body; its spans are cut from ``text``."""
    record = load(unpack(Kind.CLAIM, body))
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


def decode_actors(body: bytes) -> tuple[IncidentActor, ...]:
    """The actors of a stored claim without the words in which they stand."""
    told = load(unpack(Kind.CLAIM, body)).get("actors", ())
    return tuple(IncidentActor(role=a["role"], category=a["category"], name=a.get("name")) for a in told)


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


def encode_incident(incident: Incident, own: Own | None = None) -> bytes:
    return pack(Kind.INCIDENT, _bytes(to_record(incident)), own)


def decode_incident(body: bytes) -> Incident:
    return incident_from_record(load(unpack(Kind.INCIDENT, body)))


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


def encode_text(data: bytes, own: Own | None = None) -> bytes:
    return pack(Kind.TEXT, data, own)


def decode_text(data: bytes) -> bytes:
    """Raises ``zstandard.ZstdError`` for damaged bytes."""
    return unpack(Kind.TEXT, data)


# how a document's text is spelt in a capture; the number stands before the frame, which none of them can begin
_SPELT: Mapping[bytes, Callable[[str], str]] = {
    b"\1": lambda text: text,
    b"\2": lambda text: json.dumps(text, ensure_ascii=False),
    b"\3": json.dumps,
}
# beyond that a capture is packed by itself: its dictionary would be dear to make
_MOST_BESIDE = 4_000_000


def encode_capture(content: bytes, documents: Sequence[Document], own: Own | None = None) -> bytes:
    """Stored form of a capture's bytes; ``documents`` are all that were read from it, in its order, or none.

    The fields and texts of the documents are the dictionary, the text as it is or as JSON spells it. Without documents, or where
    that does not make it shorter, it is packed by itself.
    """
    plain = encode_text(content, own)
    if not documents or len(plain) < 100 or sum(len(d.text) for d in documents) > _MOST_BESIDE:
        return plain
    longest = max(documents, key=lambda d: len(d.text)).text
    spelt = b"\1"
    if "\n" in longest or not longest.isascii() or '"' in longest:
        spelt = next((n for n, how in _SPELT.items() if _utf8(how(longest)) in content), spelt)
    packed = spelt + pack_against(content, _beside(spelt, documents))
    return packed if len(packed) < len(plain) else plain


def rests_on_documents(stored: bytes) -> bool:
    """Whether the stored bytes of a capture can be unpacked only beside its documents."""
    return stored[:1] in _SPELT


def decode_capture(stored: bytes, documents: Sequence[Document]) -> bytes:
    """The bytes of a capture. Raises ``zstandard.ZstdError`` for damaged bytes, or damaged documents."""
    if not rests_on_documents(stored):
        return decode_text(stored)
    return unpack_against(stored[1:], _beside(stored[:1], documents))


def _beside(spelt: bytes, documents: Sequence[Document]) -> bytes:
    how = _SPELT[spelt]
    fields = [
        x for d in documents for x in (d.id, d.title, d.publisher, d.published, d.url, d.language, d.retrieved, d.kind, how(d.text))
    ]  # fmt: skip
    return _utf8("\n".join(x for x in fields if x))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


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


def capture_from_row(row: Any, content: bytes) -> Capture:
    return Capture(
        sha256=row.sha256, content=content, media_type=row.media_type, source=row.source,
        captured=row.captured, tool=row.tool, url=row.url, headers=load(row.headers), documents=tuple(load(row.documents)),
    )  # fmt: skip


def judgement_from_row(row: Any) -> Judgement:
    return Judgement(
        id=row.id, verdict=row.verdict, subjects=tuple(load(row.subjects)), by=row.by, at=row.at, why=row.why,
        detail=load(row.detail),
    )  # fmt: skip
