"""A parser that remembers on disk what it parsed, for measuring again and again over the same documents.

For development only: the shipped reader never caches. Parses are keyed by the network's hash and the sentence's words.
"""

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec

from onrecord.reading.nlp import ParsedSentence, Parser, parser_hash
from onrecord.reading.nlp.casing import is_shouted, truecased
from onrecord.reading.nlp.mending import mended
from onrecord.reading.nlp.words import tokenize

FOLDER = Path(os.environ.get("ONRECORD_PARSE_CACHE", Path.home() / ".cache" / "onrecord-parses"))


class CachingParser(Parser):
    """Drop-in for ``Parser``; safe with several processes."""

    def _db(self) -> sqlite3.Connection:
        FOLDER.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(FOLDER / f"{parser_hash()[:12]}.sqlite", timeout=60)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=off")
        db.execute("create table if not exists parse (key blob primary key, value blob)")
        return db

    def parse(self, text: str, spans: Sequence[tuple[int, int]]) -> list[ParsedSentence]:
        db = self._db()
        keys = [hashlib.blake2b(text[a:b].encode("utf-8", "surrogatepass"), digest_size=16).digest() for a, b in spans]
        found: list[ParsedSentence | None] = []
        for key, (start, _) in zip(keys, spans, strict=True):
            row = db.execute("select value from parse where key = ?", (key,)).fetchone()
            kept = None if row is None else _shift(msgspec.msgpack.decode(row[0], type=ParsedSentence), start)
            found.append(kept if kept is not None and _split_alike(text, kept) else None)
        todo = [i for i, s in enumerate(found) if s is None]
        if todo:
            fresh = super().parse(text, [spans[i] for i in todo])
            for i, sentence in zip(todo, fresh, strict=True):
                found[i] = sentence
            db.executemany(
                "insert or replace into parse values (?, ?)",
                [(keys[i], msgspec.msgpack.encode(_shift(s, -spans[i][0]))) for i, s in zip(todo, fresh, strict=True)],
            )
            db.commit()
        db.close()
        return [mended(_cased(text, s)) for s in found if s is not None]


def _cased(text: str, s: ParsedSentence) -> ParsedSentence:
    """A kept parse with the case that the words of a sentence in capitals get now."""
    words = [text[t.start : t.end] for t in s.tokens]
    if not is_shouted(words):
        return s
    tokens = tuple(msgspec.structs.replace(t, text=w) for t, w in zip(s.tokens, words, strict=True))
    return truecased(msgspec.structs.replace(s, tokens=tokens))


def _split_alike(text: str, s: ParsedSentence) -> bool:
    """Whether the words of a kept parse are those that the sentence is split into now."""
    return [(t.start, t.end) for t in s.tokens] == tokenize(text, s.start, s.end)


def _shift(s: ParsedSentence, by: int) -> ParsedSentence:
    move = msgspec.structs.replace
    return move(
        s,
        start=s.start + by,
        end=s.end + by,
        tokens=tuple(move(t, start=t.start + by, end=t.end + by) for t in s.tokens),
        entities=tuple(move(e, start=e.start + by, end=e.end + by) for e in s.entities),
    )
