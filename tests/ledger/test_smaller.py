"""What is packed against what stands beside it comes back whole; what older versions wrote is read."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from onrecord.ledger import Batch, Ledger, Viewer, copy_ledger, open_ledger
from onrecord.ledger.codec import decode_capture, encode_capture, rests_on_documents
from onrecord.ledger.packing import Kind, numbered, pack, unpack
from onrecord.model import Capture, Document, capture_id

from .makers import RUN, claims_of, report

WORDS = random.Random(5).choices(range(10**7, 10**8), k=60)
LONG = 'The mayor said "nobody was hurt" in the fire. '


@pytest.fixture
def ledger(where: str) -> Iterator[Ledger]:
    with open_ledger(where, create=True) as made:
        yield made


def _capture(content: bytes, *documents: str) -> Capture:
    return Capture(
        sha256=capture_id(content), content=content, media_type="application/json", source="file:x.jsonl",
        captured="2024-02-08T09:00:00+00:00", tool="onrecord", documents=documents,
    )  # fmt: skip


# --------------------------------------------------------------------------------------------------------- captures


def test_a_capture_is_packed_against_its_documents() -> None:
    body = "\n\n".join(f"{n}. Çamlı: {LONG}" for n in range(20))
    document = Document(id="d", text=body, title="Fire", publisher="Post")
    spelt = {"id": "d", "title": "Fire", "body": body}
    for content in (
        json.dumps(spelt).encode(), json.dumps(spelt, ensure_ascii=False).encode(), f"<p>{body}</p>".encode(),
    ):  # fmt: skip
        stored = encode_capture(content, [document])
        assert rests_on_documents(stored)
        assert len(stored) < 100
        assert decode_capture(stored, [document]) == content
        with pytest.raises(zstandard.ZstdError):
            decode_capture(stored[:-4], [document])
        alone = encode_capture(content, [])
        assert not rests_on_documents(alone)
        assert decode_capture(alone, []) == content


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.binary(max_size=300), st.booleans())
def test_any_capture_comes_back(body: str, more: bytes, as_json: bool) -> None:
    document = Document(id="d", text=body)
    content = (json.dumps({"text": body}).encode() if as_json else body.encode("utf-8", "surrogatepass")) + more
    assert decode_capture(encode_capture(content, [document]), [document]) == content


def test_captures_come_back_from_the_ledger(ledger: Ledger) -> None:
    told = [replace(report(n), text=f"{n} {LONG} {WORDS}") for n in range(3)]
    both = _capture(json.dumps([d.text for d in told[:2]]).encode(), told[0].id, told[1].id)
    ledger.append(Batch(run=RUN, documents=tuple(told[:2]), captures=(both,)))
    # a document that is known already may have come with other fields: what rests on it is packed by itself
    again = _capture(json.dumps({"t": told[0].text, "n": 2}).encode(), told[0].id)
    ledger.append(Batch(run=RUN, documents=(replace(told[0], title="Another"), told[2]), captures=(again,)))
    assert ledger.captures_of(told[0].id) == (both,)
    with ledger._reading() as c:
        kept = [bytes(x) for x in c.execute(sql("select content from captures order by seq")).scalars()]
    assert [rests_on_documents(x) for x in kept] == [True, False]
    assert ledger.verify() == []


def test_a_capture_is_not_seen_by_who_may_not_see_all_its_documents(ledger: Ledger) -> None:
    first = replace(report(0), text=f"{LONG} {WORDS}")
    second = replace(report(1), text=f"{WORDS} {LONG}", meta={"collection": "sealed"})
    both = _capture(json.dumps([first.text, second.text]).encode(), first.id, second.id)
    ledger.append(Batch(run=RUN, documents=(first, second), captures=(both,)))
    assert ledger.seen_by(Viewer(may_see_names=True, collections=("general",))).captures_of(first.id) == ()
    assert ledger.seen_by(Viewer(may_see_names=True, collections=("general", "sealed"))).captures_of(first.id) == (
        both,
    )


# ------------------------------------------------------------------------------------------------------ dictionaries


def test_frames_of_older_ledgers_are_read() -> None:
    body = json.dumps({"kind": "incident", "type": "attack.arson"}).encode()
    older = zstandard.ZstdCompressionDict(
        (files("onrecord.ledger") / "dictionaries" / "claims-1.dict").read_bytes(),
        dict_type=zstandard.DICT_TYPE_RAWCONTENT,
    )
    frame = zstandard.ZstdCompressor(level=6, dict_data=older).compress(body)
    for kind in Kind:
        assert unpack(kind, pack(kind, body)) == body
        plain = kind is Kind.TEXT
        assert unpack(kind, zstandard.compress(body) if plain else frame) == body


def test_a_ledger_packs_with_dictionaries_of_its_own(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trained once the ledger has grown, part of the chain, found by a process that does not know them, and taken along by a copy."""
    from onrecord.ledger import packing

    monkeypatch.setattr("onrecord.ledger.dictionaries.FIRST", 8)
    told = [replace(report(n), text=f"{report(n).text} {LONG * 9} {n}") for n in range(20)]
    claims = {d.id: claims_of(d) for d in told}
    for d in told:
        ledger.append(Batch(run=RUN, documents=(d,), claims=claims[d.id], captures=(_capture(d.text.encode(), d.id),)))
    before = ledger.append(Batch(run=RUN, documents=tuple(told))).batch
    with ledger._reading() as c:
        kept = list(c.execute(sql("select kind, batch from dictionaries order by seq")))
        packed = list(c.execute(sql("select length(text) from documents order by seq")).scalars())
    assert [(k, batch) for k, batch in kept] == [("TEXT", 9), ("CLAIM", 9)]
    assert before == 20
    assert max(packed[8:]) < min(packed[:8])
    monkeypatch.setattr(packing, "_known", {})
    packing._unpacker.cache_clear()
    assert ledger.verify() == []
    assert ledger.documents_by_ids([told[19].id])[told[19].id].text == told[19].text
    assert ledger.claims_by_ids([claims[told[19].id][0].id])
    assert ledger.captures_of(told[19].id)[0].content == told[19].text.encode()
    copy_ledger(
        ledger.where if ledger.where.endswith(".db") else ledger._url.render_as_string(False), tmp_path / "copy.db"
    )
    monkeypatch.setattr(packing, "_known", {})
    packing._unpacker.cache_clear()
    ledger.close()
    with open_ledger(tmp_path / "copy.db", readonly=True) as copy:
        assert [d.text for d in copy.each_document()] == [d.text for d in told]
        assert copy.verify() == []
    packing._unpacker.cache_clear()
    with pytest.raises(zstandard.ZstdError, match="missing"):
        unpack(Kind.TEXT, frame_of_nobody())


def frame_of_nobody() -> bytes:
    """A frame that names a dictionary which no ledger keeps."""
    samples = [f"{n} {LONG} {random.Random(n).random()}".encode() for n in range(300)]
    made = numbered(zstandard.train_dictionary(2_000, samples).as_bytes())
    return zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(made)).compress(b"x" * 100)
