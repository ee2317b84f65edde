"""Document -> toponyms with the entry each is taken to mean, and demonyms."""

from collections.abc import Sequence

import msgspec

from onrecord.model import Document, Place
from onrecord.reading.dateline import Dateline
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.parts import Demonym, Entry, PlaceMention
from onrecord.reading.places.decide import Context, Verdict, decide, entries_of
from onrecord.reading.places.publisher import Home, home_of
from onrecord.reading.places.resolve import Evidence, Reading, kilometres, resolve
from onrecord.reading.places.scan import scan
from onrecord.reading.places.shown import as_place, in_surroundings, nowhere_known
from onrecord.reading.places.support import Surroundings, around, choose, explain, spelt_alike
from onrecord.reading.places.values import Candidate
from onrecord.vocab.gazetteer import Entry as Known
from onrecord.vocab.gazetteer import Gazetteer, fold

__all__ = ["read_places"]

_ALTERNATIVES = 4
_TOWN_KM = 60.0
_QUARTER_KM = 15.0
_CITY, _PART = 100_000, 20
"""People of a city, and how many times as many as a place beside it that counts as a quarter it must have."""
_OWNS = frozenset({"'s ", "’s "})


def read_places(
    document: Document,
    dateline: Dateline,
    sentences: Sequence[ParsedSentence],
    gazetteer: Gazetteer,
    *,
    home: Home | None = None,
    entries: Sequence[Entry] = (),
) -> tuple[tuple[PlaceMention, ...], tuple[Demonym, ...]]:
    """Toponyms and demonyms of ``document`` in text order.

    ``sentences`` may be parsed or only split into words; with names and tags fewer people and bodies are taken for
    places. ``home`` replaces what the publisher's name tells of where it is at home; the heads of ``entries`` name places
    as a dateline does. Never raises on any text.
    """
    text = document.text
    found = list(scan(text, sentences, gazetteer))
    candidates = [c for part in found for c in part.candidates]
    known = {c.key: entries_of(c, gazetteer) for c in reversed(candidates) if c.key is not None}
    at_home = home or home_of(document, gazetteer)
    heads = ((dateline.start, dateline.end), *((e.start, e.head) for e in entries))
    context = Context(home=at_home, heads=heads, surnames=_surnames(text, sentences))
    verdicts = decide(text, candidates, known, context)
    demonyms = tuple(
        Demonym(start=start, end=end, exact=text[start:end], country=code)
        for part in found
        for start, end, code in part.demonyms
    )
    taken = [(c, v) for c, v in zip(candidates, verdicts, strict=True) if v != "none"]
    within = _containers(text, [c for c, _ in taken], known)
    heading = _heading(text, sentences, [c for c, _ in taken[:1]], known)
    readings = resolve(_evidence([c for c, _ in taken], known, within), at_home, _counts(demonyms), heading=heading)
    strangers = _out_of_place(within, [c for c, _ in taken], known)
    chosen = choose([c for c, _ in taken], readings, at_home)
    chosen = [None if i in strangers else reading for i, reading in enumerate(chosen)]
    chosen = spelt_alike([c for c, _ in taken], chosen, gazetteer)
    surroundings = around([c for c, _ in taken], chosen, within, dateline, at_home)
    within |= _quarters([c for c, _ in taken], chosen, within)
    mentions = tuple(
        _mention(candidate, verdict, within.get(i), readings, chosen[i], surroundings.get(i), dateline)
        for i, (candidate, verdict) in enumerate(taken)
    )
    return mentions, demonyms


def _heading(
    text: str, sentences: Sequence[ParsedSentence], first: Sequence[Candidate], entries: dict[str, Sequence[Known]]
) -> str | None:
    """The country that is the whole first sentence, as registers head an entry ("PERU. Gunmen …")."""
    for candidate in first:
        sentence = sentences[candidate.sentence]
        if not f"{text[: candidate.start]}{text[candidate.end : sentence.end]}".strip(" .:\n-–—"):
            return next((e.country for e in entries.get(candidate.key or "", ()) if e.kind == "country"), None)
    return None


def _surnames(text: str, sentences: Sequence[ParsedSentence]) -> frozenset[str]:
    """Last words of people's names of two words or more, folded."""
    names = (text[e.start : e.end].split() for s in sentences for e in s.entities if e.label == "PER")
    return frozenset(fold(words[-1]) for words in names if len(words) > 1)


def _counts(demonyms: Sequence[Demonym]) -> dict[str, int]:
    found: dict[str, int] = {}
    for demonym in demonyms:
        found[demonym.country] = found.get(demonym.country, 0) + 1
    return found


def _containers(text: str, taken: Sequence[Candidate], entries: dict[str, Sequence[Known]]) -> dict[int, int]:
    """Index of the mention that each mention is said to lie in ("X, Y"; "X in Y"; "X area of Y"; "Y's X")."""
    found: dict[int, int] = {}
    for i in range(len(taken) - 1):
        here, after = taken[i], taken[i + 1]
        if here.sentence != after.sentence:
            continue
        gap = text[here.end : after.start]
        if gap in _OWNS and _owns(entries.get(here.key or "", ()), entries.get(after.key or "", ()), after):
            found[i + 1] = i
        if len(gap) > 40 or not _links(gap):
            continue
        if gap.strip() == "," and _is_list(text, taken, entries, i):
            continue
        if _holds(entries.get(after.key or "", ()), entries.get(here.key or "", ()), known=here.key is not None):
            found[i] = i + 1
    return found


def _owns(outer: Sequence[Known], inner: Sequence[Known], named: Candidate) -> bool:
    """Whether "Y's X" puts X in Y: where the gazetteer has X in Y or about it, or X is told to be a part and Y has parts."""
    if _holds(outer, inner, known=bool(inner)) or _about(outer, inner):
        return True
    return bool(outer) and bool(named.kinds)


def _quarters(taken: Sequence[Candidate], chosen: Sequence[Reading | None], within: dict[int, int]) -> dict[int, int]:
    """Small places beside a city that the text names, which are quarters of it or suburbs: "in Lahore … in Mozang".

    Of the mentions of the city it is one of the same sentence, else the first.
    """
    towns = [(i, r.entry) for i, r in enumerate(chosen) if r is not None and r.entry.kind == "city"]
    cities = [(j, e) for j, e in towns if e.population >= _CITY]
    found: dict[int, int] = {}
    for i, part in towns:
        around = [j for j, whole in cities if i not in within and _is_quarter(part, whole)]
        if around:
            found[i] = min(around, key=lambda j: (taken[j].sentence != taken[i].sentence, j))
    return found


def _is_quarter(part: Known, whole: Known) -> bool:
    beside = part.country == whole.country and whole.population >= part.population * _PART
    return beside and kilometres(part, whole) < _QUARTER_KM


def _out_of_place(
    within: dict[int, int], taken: Sequence[Candidate], entries: dict[str, Sequence[Known]]
) -> frozenset[int]:
    """Parts told to lie in a place in which the gazetteer has none of their name: "Sagaing's Kani township"."""
    return frozenset(
        i
        for i, at in within.items()
        if at < i
        and taken[i].key is not None
        and not _holds(entries.get(taken[at].key or "", ()), entries.get(taken[i].key or "", ()), known=True)
        and not _about(entries.get(taken[at].key or "", ()), entries.get(taken[i].key or "", ()))
    )


def _about(outer: Sequence[Known], inner: Sequence[Known]) -> bool:
    return any(kilometres(a, b) < _TOWN_KM for a in outer if a.kind == "city" for b in inner)


def _is_list(text: str, taken: Sequence[Candidate], entries: dict[str, Sequence[Known]], i: int) -> bool:
    """Whether mention ``i`` and the next are items of one list ("Georgia, Oklahoma, Pennsylvania and Ohio")."""
    kinds = {e.kind for e in entries.get(taken[i + 1].key or "", ()) if not e.alternate} & {"country", "admin1"}
    if not kinds & {e.kind for e in entries.get(taken[i].key or "", ()) if not e.alternate}:
        return False
    after = text[taken[i + 1].end : taken[i + 2].start] if i + 2 < len(taken) else ""
    before = text[taken[i - 1].end : taken[i].start] if i else ""
    return after.strip() in {",", "and", ", and", "or"} or before.strip() in {",", "and"}


def _links(gap: str) -> bool:
    words = fold(gap).split()
    if gap.strip() in {",", "(", "[", ", ("}:
        return True
    return (len(words) <= 6 and bool(words) and words[-1] in {"of", "in", "s"} and "and" not in words) or (
        len(words) >= 2 and words[-1] == "the" and words[-2] in {"of", "in"}
    )


def _holds(outer: Sequence[Known], inner: Sequence[Known], *, known: bool) -> bool:
    units = [e for e in outer if e.kind in {"country", "admin1", "admin2"}]
    if not known:
        return any(e.kind in {"country", "admin1", "admin2", "city"} for e in outer)
    if not units:
        return False
    ids = {e.id for e in units}
    lands = {e.country for e in units if e.kind == "country"}
    return any(e.admin1_id in ids or e.admin2_id in ids or (e.country in lands and e.kind != "country") for e in inner)


def _evidence(
    taken: Sequence[Candidate], entries: dict[str, Sequence[Known]], within: dict[int, int]
) -> list[Evidence]:
    gathered: dict[str, Evidence] = {}
    for i, candidate in enumerate(taken):
        if candidate.key is None:
            continue
        outer = entries.get(taken[within[i]].key or "", ()) if i in within else ()
        old = gathered.get(candidate.key) or Evidence(key=candidate.key, entries=tuple(entries[candidate.key]))
        gathered[candidate.key] = msgspec.structs.replace(
            old,
            kinds=old.kinds | candidate.kinds,
            containers=old.containers | {e.id for e in outer},
            container_countries=old.container_countries
            | {e.country for e in outer if e.kind == "country" and e.country is not None},
            count=old.count + 1,
        )
    return list(gathered.values())


def _mention(
    candidate: Candidate,
    verdict: Verdict,
    within: int | None,
    readings: dict[str, list[Reading]],
    best: Reading | None,
    surroundings: Surroundings | None,
    dateline: Dateline,
) -> PlaceMention:
    found = readings.get(candidate.key or "", [])
    span = (candidate.start, candidate.end, candidate.exact)
    place: Place | None = None
    if best is not None:
        place, why = as_place(best.entry, *span), explain(best)
    elif surroundings is not None and verdict == "literal":
        named = surroundings.named_within
        place = in_surroundings(
            candidate, surroundings.entry, named_within=named, country_only=surroundings.country_only
        )
        why = f"not in the gazetteer; {'named in' if named else 'named beside'} {surroundings.entry.name}"
    elif verdict == "literal":
        # where nothing tells even its country, the name is still what the text calls the place
        place = nowhere_known(candidate)
        why = "no entry of the gazetteer is supported by the text" if found else "not in the gazetteer"
    else:
        why = "no entry of the gazetteer is supported by the text" if found else "not in the gazetteer"
    at_head = dateline.place is not None and dateline.start <= candidate.start < dateline.end
    return PlaceMention(
        start=candidate.start,
        end=candidate.end,
        exact=candidate.exact,
        place=place,
        alternatives=tuple(as_place(r.entry, *span) for r in [r for r in found if r is not best][:_ALTERNATIVES]),
        within=within,
        role="associative" if verdict == "associative" else "dateline" if at_head else "literal",
        score=best.weight if best else 0.0,
        why=why,
    )
