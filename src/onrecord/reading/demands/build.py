"""From things asked to claims: the same thing asked again is one demand with more evidence."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.model import Claim, Party, ReadBy, Span, Speaker
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.about import incidents_meant
from onrecord.reading.demands.lexicon import demanders, restricted
from onrecord.reading.demands.parties import Who
from onrecord.vocab import claim_type

__all__ = ["Demand", "claim_of", "merged", "rights_of"]

_WORD = re.compile(r"[a-z][\w’'-]{3,}")


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """A thing asked, before it becomes a claim."""

    code: str
    evidence: tuple[Span, ...]
    action: Span
    by: Who | None
    to: Who | None
    said_by: tuple[Speaker, ...]
    line: int
    word: str
    """The word that asks, for the explanation."""
    cue: int = 0
    """Where it stands."""


def merged(found: Sequence[Demand]) -> list[Demand]:
    """The same thing asked again by the same is one demand with more evidence."""
    kept: list[Demand] = []
    for demand in found:
        home = next((n for n, k in enumerate(kept) if _same(k, demand)), None)
        if home is None:
            kept.append(demand)
            continue
        old = kept[home]
        evidence = tuple(sorted({*old.evidence, *demand.evidence}, key=lambda s: (s.start, s.end)))
        kept[home] = msgspec.structs.replace(old, evidence=_apart(evidence), to=old.to or demand.to)
    return kept


def _apart(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans without those that lie inside another."""
    return tuple(s for s in spans if not any(o is not s and o.start <= s.start and s.end <= o.end for o in spans))


def _same(a: Demand, b: Demand) -> bool:
    if a.code != b.code or _name(a.by) != _name(b.by):
        return False
    if a.line == b.line and a.action.start != b.action.start:
        return False
    if a.code in demanders().once or (a.code == "demand.release" and a.by is not None and a.by.own):
        return True
    ours, theirs = _content(a.action.exact), _content(b.action.exact)
    return len(ours & theirs) * 3 >= min(len(ours), len(theirs)) * 2 or len(ours & theirs) >= 2


def _name(who: Who | None) -> str:
    return who.name.lower() if who else ""


def _content(words: str) -> set[str]:
    return {w[:6] for w in _WORD.findall(words.lower())}


def claim_of(analysis: Analysis, demand: Demand, incidents: Sequence[Claim], reader: ReadBy) -> Claim:
    text = analysis.text
    by: Party | None = demand.by.party(text) if demand.by else None
    sentence = analysis.sentences[demand.line]
    paragraph = _paragraph(text, sentence.start)
    return Claim(
        document=analysis.document.id,
        kind="demand",
        type=demand.code,
        evidence=demand.evidence,
        read_by=reader,
        said_by=demand.said_by,
        by=by if by is None or not (demand.by and demand.by.own and len(by.exact) < 2) else None,
        to=demand.to.party(text) if demand.to else None,
        action=demand.action,
        about=incidents_meant(demand.code, text[sentence.start : sentence.end], sentence.start, incidents, paragraph),
        rights=rights_of(demand.code, demand.action.exact),
    )


def rights_of(code: str, action: str) -> tuple[str, ...]:
    """The ICCPR articles of a demand: by its type, for the lifting of a restriction by what is restricted."""
    entry = claim_type(code)
    if code != "demand.lift_restriction":
        return entry.rights
    found = [claim_type(c).rights for c in _restricted(action)]
    return tuple(dict.fromkeys(r for rights in found for r in rights)) or entry.rights


def _restricted(action: str) -> list[str]:
    low = action.lower()
    return [code for code, words in restricted().items() if any(w in low for w in words)][:1]


def _paragraph(text: str, start: int) -> tuple[int, int]:
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", start)
    return left, right if right >= 0 else len(text)
