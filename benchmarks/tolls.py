"""Tolls by themselves, before claims: how well figures of people are read.

``python benchmarks/tolls.py register docs.jsonl gold.jsonl [limit] [errors]`` compares one killed and one injured
figure a document with a register's. The figure of a document is a simple policy, not the claims': the sentence that
first tells of the effect, its groups added up, subsets and attackers left out.
``python benchmarks/tolls.py ledger docs.jsonl claims.jsonl [errors]`` compares every mention with annotated tolls.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.model import Document
from onrecord.reading.amounts import read_amounts
from onrecord.reading.dateline import read_dateline
from onrecord.reading.filter import Filter
from onrecord.reading.nlp import Parser, split_sentences, unparsed
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls import read_tolls, toll_stems
from parse_cache import CachingParser

_FIELDS = ("id", "title", "text", "publisher", "published", "kind")
_NEAR = 120


def rows(path: str) -> Iterator[dict[str, Any]]:
    with Path(path).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def mentions(parser: Parser, wanted: Filter, record: dict[str, Any]) -> tuple[TollMention, ...]:
    """The toll mentions of a document, parsing only sentences that hold a word of harm."""
    document = Document(**{k: record[k] for k in _FIELDS if record.get(k)})
    text, body = document.text, read_dateline(document).body
    spans = []
    for start, end in split_sentences(text):
        begin = body + len(text[body:end]) - len(text[body:end].lstrip()) if start < body < end else start
        if end > body:
            spans.append((begin, end))
    chosen = sorted(wanted.sentences(text, spans))
    parsed = dict(zip(chosen, parser.parse(text, [spans[i] for i in chosen]), strict=True)) if chosen else {}
    sentences = [parsed.get(i) or unparsed(text, span) for i, span in enumerate(spans)]
    return read_tolls(text, sentences, read_amounts(text, sentences))


def figure(found: tuple[TollMention, ...], effect: str) -> int | None:
    """The first sentence that tells of the effect, its groups added up."""
    counted = [m for m in found if m.effect == effect and not m.part_of and m.who != "attacker" and not m.denied]
    told = [m for m in counted if m.low] or counted
    if not told:
        return None
    return sum(m.low for m in told if m.sentence == told[0].sentence)


def register(docs: str, gold: str, limit: str = "0", errors: str = "0") -> None:
    parser, wanted = CachingParser(), Filter(toll_stems())
    truth = {g["document"]: g for g in rows(gold)}
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    shown = n = 0
    begun = time.perf_counter()
    for record in rows(docs):
        if int(limit) and n >= int(limit):
            break
        n += 1
        found = mentions(parser, wanted, record)
        for effect in ("killed", "injured"):
            g, p = truth[record["id"]][effect], figure(found, effect)
            kind = f"{effect} literal {'2+' if g > 1 else g}" if truth[record["id"]][f"{effect}_literal"] else None
            for row in (f"{effect} all", f"{effect} {min(g, 2)}", kind):
                if row is None:
                    continue
                total[row] += 1
                right[row] += (p or 0) == g
                answered[row] += p is not None
            if (p or 0) != g and kind and g > 0 and shown < int(errors):
                shown += 1
                print(f"\n#### {record['id']} {effect} gold {g} read {p}")
                print(record["text"][:700].replace("\n", " "))
                print("   ", [(m.effect, m.low, m.high, m.exact, m.part_of, m.who, m.why) for m in found])
    print(f"\n{n} documents in {time.perf_counter() - begun:.0f} s")
    for row in sorted(total):
        print(f"{row:22} {right[row] / total[row]:.3f} of {total[row]:5d}, answered {answered[row] / total[row]:.3f}")


def ledger(docs: str, claims: str, errors: str = "0") -> None:
    parser, wanted = CachingParser(), Filter(toll_stems())
    truth: dict[str, list[dict[str, Any]]] = {}
    for claim in rows(claims):
        for toll in claim.get("tolls", ()):
            if toll not in truth.setdefault(claim["document"], []):
                truth[claim["document"]].append(toll)
    hit = gold = read = exact = who = part = 0
    for record in rows(docs):
        text = record["text"]
        found = list(mentions(parser, wanted, record))
        left = list(found)
        read += len(found)
        for toll in truth.get(record["id"], ()):
            gold += 1
            same = [
                m
                for m in left
                if (m.effect, m.low, m.high) == (toll["effect"], toll["low"], toll.get("high"))
                and abs(m.start - toll["start"]) < _NEAR
            ]
            if not same:
                if int(errors):
                    around = text[max(0, toll["start"] - 70) : toll["end"] + 60].replace("\n", "/")
                    print("MISS ", record["id"], toll["effect"], toll["low"], toll.get("high"), repr(around))
                continue
            m = min(same, key=lambda m: abs(m.start - toll["start"]))
            left.remove(m)
            hit += 1
            exact += (m.start, m.end) == (toll["start"], toll["end"])
            who += (m.who or None) == toll.get("who")
            part += m.part_of == toll.get("part_of", False)
            if int(errors) > 1 and ((m.start, m.end) != (toll["start"], toll["end"]) or m.who != toll.get("who")):
                print("SPAN ", record["id"], repr(m.exact), m.who, "gold", repr(toll["exact"]), toll.get("who"))
        if int(errors):
            for m in left:
                around = text[max(0, m.start - 60) : m.end + 60].replace("\n", "/")
                print("EXTRA", record["id"], m.effect, m.low, m.high, repr(m.exact), m.part_of, m.why, repr(around))
    print(f"recall {hit / gold:.3f} of {gold}, precision {hit / read:.3f} of {read}")
    print(f"of those found: exact span {exact / hit:.3f}, who {who / hit:.3f}, part_of {part / hit:.3f}")


if __name__ == "__main__":
    {"register": register, "ledger": ledger}[sys.argv[1]](*sys.argv[2:])
