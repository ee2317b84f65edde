"""Which candidates are toponyms, which only carry a place's name (a body, a person), which are neither."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from onrecord.reading.places.lexicon import cues, designators, only_after_comma
from onrecord.reading.places.values import Candidate
from onrecord.vocab.gazetteer import Entry, Gazetteer, fold

__all__ = ["Verdict", "decide", "entries_of"]

Verdict = Literal["literal", "associative", "none"]
_LARGE = 100_000
_GENERIC = frozenset({"area", "areas", "section"})


def entries_of(candidate: Candidate, gazetteer: Gazetteer) -> Sequence[Entry]:
    """The gazetteer's entries for a candidate, without those that its spelling rules out."""
    if candidate.key is None:
        return ()
    found = gazetteer.lookup_key(candidate.key)
    letters = candidate.exact.replace(".", "")
    if len(letters) <= 3 and letters.isupper() and not candidate.shouted:
        found = [e for e in found if e.name.isupper() or (e.alternate and e.kind in {"country", "admin1", "region"})
                 or (e.alternate and e.population >= _LARGE)]  # fmt: skip
    elif len(letters) <= 2:
        found = [e for e in found if not e.alternate]
    return found


def decide(
    text: str, candidates: Sequence[Candidate], entries: Mapping[str, Sequence[Entry]]
) -> list[Verdict]:
    """A verdict for each candidate: first each by itself, then names of one spelling together."""
    verdicts = [_alone(text, candidates, i, entries.get(c.key or "", ())) for i, c in enumerate(candidates)]
    votes: dict[str, Counter[Verdict]] = {}
    for candidate, verdict in zip(candidates, verdicts, strict=True):
        if candidate.key is not None:
            votes.setdefault(candidate.key, Counter())[verdict] += 1 + (candidate.label in {"LOC", "PER"})
    persons = {
        word for c in candidates if c.label == "PER" and not c.whole for word in (c.key,) if word is not None
    }
    for i, candidate in enumerate(candidates):
        if candidate.key is None or verdicts[i] == "associative":
            continue
        vote = votes[candidate.key]
        if verdicts[i] == "none" and candidate.label in {"", "ORG"} and not _in_longer_name(candidate):
            if vote["literal"] > vote["none"] and candidate.key not in persons:
                verdicts[i] = "literal"
        elif verdicts[i] == "literal" and candidate.label != "LOC" and candidate.key in persons:
            if vote["none"] > vote["literal"]:
                verdicts[i] = "none"
    return verdicts


def _in_longer_name(candidate: Candidate) -> bool:
    return (candidate.run_left or candidate.run_right) and not candidate.shouted


def _alone(text: str, candidates: Sequence[Candidate], i: int, entries: Sequence[Entry]) -> Verdict:
    candidate = candidates[i]
    words = fold(candidate.exact).split()
    known = cues()
    if not words or all(w in known.directions or w in designators().after or w in _GENERIC for w in words):
        if not any(e.kind in {"country", "admin1", "region"} for e in entries):
            return "none"
    if candidate.exact in only_after_comma():
        return "literal" if _after_comma(text, candidates, i) else "none"
    if any(w in known.body_heads for w in words[1:]) and not _settled(entries):
        return "associative"
    if candidate.run_right and candidate.after in known.body_heads and not candidate.shouted:
        return "associative"
    if candidate.label == "LOC":
        return _as_place(candidate, entries)
    if candidate.label == "PER":
        return "none"
    if candidate.label == "ORG":
        return _as_body(candidate, entries)
    return _unnamed(text, candidates, i, entries)


def _settled(entries: Sequence[Entry]) -> bool:
    return any(not e.alternate and (e.kind in {"country", "admin1", "admin2"} or e.population > 0) for e in entries)


def _as_place(candidate: Candidate, entries: Sequence[Entry]) -> Verdict:
    if not candidate.whole and candidate.source == "gazetteer" and _in_longer_name(candidate):
        return "associative" if candidate.after in cues().body_heads else "none"
    if candidate.before in cues().person_titles and candidate.run_left:
        return "none"
    return "literal"


def _as_body(candidate: Candidate, entries: Sequence[Entry]) -> Verdict:
    if not candidate.whole:
        return "associative" if entries else "none"
    strong = any(e.kind in {"country", "admin1"} or e.population >= _LARGE for e in entries)
    if strong or (entries and candidate.before in cues().place_prepositions):
        return "literal"
    return "none"


def _unnamed(text: str, candidates: Sequence[Candidate], i: int, entries: Sequence[Entry]) -> Verdict:
    """Without a name from the parser: by the company it keeps."""
    candidate = candidates[i]
    known = cues()
    if candidate.source == "pattern":
        return "literal" if candidate.kinds - {"city"} else "none"
    if not entries or candidate.before in known.person_titles:
        return "none"
    area = any(not e.alternate and e.kind in {"country", "admin1", "region"} for e in entries) or any(
        e.kind == "country" for e in entries
    )
    if _followed_by_container(text, candidates, i, entries):
        return "literal"
    if _in_longer_name(candidate):
        return "none"
    common = candidate.key in known.common_words
    if candidate.kinds & {"admin1", "admin2"} and not common:
        return "literal"
    led = candidate.before in known.place_prepositions - {"of"}
    if area and not common:
        return "literal"
    if led and not (candidate.first or common):
        return "literal"
    return "none"


def _after_comma(text: str, candidates: Sequence[Candidate], i: int) -> bool:
    return i > 0 and text[candidates[i - 1].end : candidates[i].start].strip(" ") == "," and (
        candidates[i - 1].sentence == candidates[i].sentence
    )


def _followed_by_container(
    text: str, candidates: Sequence[Candidate], i: int, entries: Sequence[Entry]
) -> bool:
    if i + 1 >= len(candidates):
        return False
    here, after = candidates[i], candidates[i + 1]
    return (
        here.sentence == after.sentence
        and text[here.end : after.start] == ", "
        and after.key is not None
        and any(after.key in {fold(e.admin1 or ""), fold(e.country or "")} for e in entries)
    )
