"""From things asked to claims: the same thing asked again is one demand with more evidence."""

import re
from collections.abc import Sequence

import msgspec

from onrecord.model import Claim, Party, ReadBy, Span, Speaker
from onrecord.reading.analysis import Analysis
from onrecord.reading.demands.about import incidents_meant
from onrecord.reading.demands.kinds import OTHER
from onrecord.reading.demands.lexicon import demanders, restricted, things
from onrecord.reading.demands.parties import Who
from onrecord.vocab import claim_type

__all__ = ["Demand", "claim_of", "in_context", "merged", "rights_of"]

LIFT = "demand.lift_restriction"
RESTORE = "demand.restore_access"
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
        # "find the gunman and put him behind bars"
        return a.code in demanders().one_wish and a.cue == b.cue and _name(a.to) == _name(b.to)
    if a.code in demanders().once or (a.code == "demand.release" and a.by is not None and a.by.own):
        return True
    ours, theirs = _content(a.action.exact), _content(b.action.exact)
    return len(ours & theirs) * 3 >= min(len(ours), len(theirs)) * 2 or len(ours & theirs) >= 2


def _name(who: Who | None) -> str:
    return who.name.lower() if who else ""


def _content(words: str) -> set[str]:
    return {w[:6] for w in _WORD.findall(words.lower())}


def in_context(demand: Demand, incidents: Sequence[Claim]) -> Demand:
    """The demand with the type that its words leave open: what "lift it" asks for is told by the restriction told before."""
    if demand.code not in (LIFT, OTHER) or _restricted(demand.action.exact):
        return demand
    words = set(re.findall(r"[a-z]+", demand.action.exact.lower()))
    if demand.code == OTHER and not (words & things().lifting and words & things().measures):
        return demand
    before = [c for c in incidents if c.type.startswith("restriction.") and c.evidence[0].start <= demand.action.start]
    if not before:
        return demand
    nearest = max(before, key=lambda c: c.evidence[0].start)
    # "the ban" is one on the internet only where the report tells of no other
    meant = [nearest] if demand.code == OTHER else before
    code = RESTORE if all(c.type == "restriction.internet" for c in meant) else LIFT
    return msgspec.structs.replace(demand, code=code)


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
    if code != LIFT:
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
