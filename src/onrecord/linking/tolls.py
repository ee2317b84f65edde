"""Tolls: every figure ever given for an incident in order, and the assessed low, best and high under a named rule."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec

from onrecord.linking.copies import Brief, copy_groups
from onrecord.linking.decisions import Decisions, Rating
from onrecord.linking.features import minute_of
from onrecord.linking.settings import compat, settings
from onrecord.linking.words import fold
from onrecord.model import AssessedToll, Claim, Effect, Rule, Toll

__all__ = ["Figure", "Relation", "assess", "figures", "series"]

Relation = Literal["first", "update", "correction", "contradiction", "subset", "total_over_several", "repeat"]
EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "arrested", "abducted", "displaced")
RULES: tuple[Rule, ...] = ("latest", "conservative", "majority", "highest_rated_source")
_SAME_TIME = 6 * 60


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a toll series.

    ``published`` is ISO 8601 as the document has it; ``at`` the same in minutes, where a copy that repeats its
    original's figure counts as the original.
    ``as_of`` is the last day the claim speaks of, ``entry`` the minute of the live-blog entry that tells the figure (0
    elsewhere). ``high`` is absent when open. ``whole`` is false for a count of one group, hospital or victim and for an
    upper bound: it does not replace a total. ``chain`` is innermost first. ``added``: the words tell of persons without a
    number, or of more than were told of before.
    """

    effect: Effect
    low: int
    high: int | None
    claim: str
    document: str
    publisher: str
    published: str
    at: int
    order: tuple[int, str]
    entry: int
    as_of: str | None
    chain: tuple[str, ...]
    whole: bool
    denied: bool
    relation: Relation = "first"
    newest: bool = False
    added: bool = False

    @property
    def best(self) -> int:
        """The low end of an open figure, the middle of a range."""
        return self.low if self.high is None else (self.low + self.high) // 2

    def agrees(self, other: "Figure") -> bool:
        """Whether both can be true of one moment."""
        return (other.high is None or self.low <= other.high) and (self.high is None or other.low <= self.high)


def figures(claims: Sequence[Claim], briefs: Mapping[str, Brief]) -> list[Figure]:
    """The figures of an incident's claims, oldest first; in one document the figure stated last comes first.

    That order makes the newest total the last whole figure of the list: the one that the newest document calls the
    latest, else the one of its last entry where it is a live blog, else the one that it states first.
    """
    originals = {
        copy: group[0] for group in copy_groups(list(briefs.values()), settings().copy_similarity) for copy in group
    }
    found = []
    for claim in claims:
        told = {t.effect for t in claim.tolls}
        for effect in EFFECTS:
            made = None if effect not in told else _figure(claim, effect, briefs.get(claim.document))
            if made is not None:
                found.append(made)
    found = _without_additions(_without_single_victims(found))
    said = {(f.document, f.effect, f.low, f.high): f.at for f in found}
    # a copy with the figure of its original is as old as that; one with another figure is an update
    found = [
        msgspec.structs.replace(f, at=min(f.at, said.get((originals[f.document], f.effect, f.low, f.high), f.at)))
        if f.document in originals
        else f
        for f in found
    ]
    found.sort(key=lambda f: (f.at, f.publisher, f.document, f.newest, f.entry, -f.order[0], f.order[1]))
    return found


def _without_single_victims(found: Sequence[Figure]) -> list[Figure]:
    """One person told of is one of several, and no total, where the same teller counts several in the same document."""
    several = {(f.document, f.effect, f.chain) for f in found if f.whole and f.low > 1 and not f.denied}
    return [
        msgspec.structs.replace(f, whole=False)
        if f.low == f.high == 1 and (f.document, f.effect, f.chain) in several
        else f
        for f in found
    ]


def _without_additions(found: Sequence[Figure]) -> list[Figure]:
    """Who is told of and not counted ("a candidate", "Zahir Gul"), or added ("two more men"), is no total beside the counts of
    as many other reports.
    """
    counting: dict[Effect, set[str]] = defaultdict(set)
    adding: dict[Effect, set[str]] = defaultdict(set)
    for figure in found:
        if figure.whole and not figure.denied and (figure.added or figure.low > 1):
            (adding if figure.added else counting)[figure.effect].add(figure.document)
    return [
        msgspec.structs.replace(f, whole=False)
        if f.added and len(counting[f.effect] - {f.document}) >= len(adding[f.effect])
        else f
        for f in found
    ]


def _figure(claim: Claim, effect: Effect, brief: Brief | None) -> Figure | None:
    tolls = [t for t in claim.tolls if t.effect == effect and t.who != "attacker"]
    whole = [t for t in tolls if not t.part_of]
    used = whole or tolls
    if not used:
        return None
    highs = [t.high for t in used]
    low = sum(t.low for t in used) if whole else max(t.low for t in used)
    high = None if None in highs or not whole else sum(h for h in highs if h is not None)
    return Figure(
        effect=effect,
        low=low,
        high=high,
        claim=claim.id,
        document=claim.document,
        publisher=brief.publisher if brief else "",
        published=brief.published if brief else "",
        at=minute_of(brief.published if brief else None),
        order=(min(t.start for t in used), claim.id),
        entry=_entry(claim),
        as_of=claim.when.end if claim.when else None,
        chain=tuple(s.name for s in claim.said_by),
        whole=bool(whole) and not all(_upper_bound(t) for t in used) and not _one_count(claim, used),
        denied=claim.modality == "denied",
        newest=any(word in fold(s.exact) for s in claim.evidence for word in compat().newest_words),
        added=all(_adds(t) or (t.low == t.high == 1 and not _counts(t)) for t in used),
    )


def _entry(claim: Claim) -> int:
    """The time that heads the entry of a live blog: told before the sentence, and not in it."""
    when = claim.when
    if when is None or when.precision != "time" or when.span is None:
        return 0
    return minute_of(when.start) if when.span.start <= min(s.start for s in claim.evidence) else 0


def _counts(toll: Toll) -> bool:
    """Whether the words count people: "a man" tells of one, and "one of the men" of one among others."""
    if any(f" {some} " in f" {fold(toll.exact)} " for some in compat().some_of):
        return False
    return any(w[:1].isdigit() or w.strip(",.") in compat().number_words for w in fold(toll.exact).split())


def _adds(toll: Toll) -> bool:
    """Whether the words add to a figure told before ("two more men"), and "more than" compares."""
    words = fold(toll.exact).split()
    return any(w in compat().added_words and then != "than" for w, then in zip(words, [*words[1:], ""], strict=True))


def _upper_bound(toll: Toll) -> bool:
    return toll.low == 0 and toll.high is not None and toll.high > 0


def _one_count(claim: Claim, tolls: Sequence[Toll]) -> bool:
    """Whether the speaker counts what one place received rather than the event."""
    words = {w for s in claim.said_by[:1] for w in fold(s.name).split()}
    # the words that tell the figure: where else in the report somebody was taken says nothing of it
    exact = " ".join(fold(s.exact) for s in claim.evidence if any(s.start <= t.start < s.end for t in tolls))
    received = any(word in exact for word in compat().received_words)
    return received and (bool(words & set(compat().count_places)) or any(p in exact for p in compat().count_places))


def series(claims: Sequence[Claim], briefs: Mapping[str, Brief], link: str) -> list[Figure]:
    """All figures with their relation to what was known before, oldest first."""
    told: dict[Effect, list[Figure]] = defaultdict(list)
    done = []
    for figure in figures(claims, briefs):
        relation = _relation(figure, told[figure.effect], link)
        figure = msgspec.structs.replace(figure, relation=relation)
        if not figure.denied:
            told[figure.effect].append(figure)
        done.append(figure)
    return done


def _relation(figure: Figure, before: Sequence[Figure], link: str) -> Relation:
    if link == "aggregate":
        return "total_over_several"
    if not figure.whole:
        return "subset"
    if figure.denied:
        return "contradiction"
    totals = [f for f in before if f.whole]
    if not totals:
        return "first"
    if any((f.low, f.high) == (figure.low, figure.high) for f in totals):
        return "repeat"
    last = totals[-1]
    rivals = [f for f in totals if figure.at - f.at < _SAME_TIME and f.chain != figure.chain and not f.agrees(figure)]
    if rivals and (rivals[-1].document == figure.document or figure.best < rivals[-1].best):
        return "contradiction"
    if figure.best < last.best and not figure.agrees(last):
        own = figure.publisher == last.publisher or (figure.chain and figure.chain == last.chain)
        return "correction" if own else "contradiction"
    return "update"


def assess(
    claims: Sequence[Claim], briefs: Mapping[str, Brief], rule: Rule, decisions: Decisions | None = None
) -> tuple[AssessedToll, ...]:
    """Low, best and high of every effect under ``rule``, each with the claims that ``best`` rests on.

    ``latest``: the newest total for the whole event; a smaller figure than more publishers give is none.
    ``conservative``: the least total that any source still upholds.
    ``majority``: what most publishers last said, the newest of equals. ``highest_rated_source``: the newest total of the
    source with the best Admiralty rating. Parts and upper bounds stand only where there is nothing else. Where those
    told to be hurt can be those told elsewhere to be dead, no injured are assessed (``_died_since``).
    """
    decisions = decisions or Decisions()
    by_effect: dict[Effect, list[Figure]] = defaultdict(list)
    for figure in figures([c for c in claims if c.id not in decisions.rejected], briefs):
        if not figure.denied:
            by_effect[figure.effect].append(figure)
    assessed = {e: _assess_effect(e, by_effect[e], rule, decisions) for e in EFFECTS if by_effect.get(e)}
    if "killed" in assessed and "injured" in assessed and _died_since(by_effect["killed"], by_effect["injured"]):
        alike = assessed["injured"].best == assessed["killed"].best
        one_by_one = all(f.low == f.high == 1 for f in by_effect["injured"] if f.whole)
        if alike or (one_by_one and assessed["injured"].best < assessed["killed"].best):
            del assessed["injured"]
    return tuple(assessed.values())


def _died_since(killed: Sequence[Figure], injured: Sequence[Figure]) -> bool:
    """Whether no report counts dead and hurt side by side: the first told of a man shot, the others of the same man's death."""
    dead, hurt = ({f.document for f in figures if f.low > 0} for figures in (killed, injured))
    return bool(dead) and bool(hurt) and not dead & hurt


def _assess_effect(effect: Effect, held: list[Figure], rule: Rule, decisions: Decisions) -> AssessedToll:
    usable = [f for f in held if f.whole] or held
    chosen = _CHOOSE[rule](usable, decisions)
    low = min([chosen.best, *(f.low for f in usable)])
    high = max(f.low if f.high is None else f.high for f in usable)
    support = sorted({f.claim for f in usable if (f.low, f.high) == (chosen.low, chosen.high)} - {chosen.claim})
    from_ = (chosen.claim, *support) if rule == "majority" else (chosen.claim,)
    return AssessedToll(effect=effect, low=low, best=chosen.best, high=max(high, chosen.best), rule=rule, from_=from_)


def _latest(held: Sequence[Figure], decisions: Decisions) -> Figure:
    """The newest figure that is a total, told by the report that others copied rather than by a copy."""
    del decisions
    tellers: dict[int, set[str]] = defaultdict(set)
    for figure in held:
        tellers[figure.low].add(figure.publisher or figure.document)
    newest = next((f for f in reversed(held) if not _outnumbered(f, held, tellers)), held[-1])
    alike = [f for f in held if (f.at, f.low, f.high, f.chain) == (newest.at, newest.low, newest.high, newest.chain)]
    first = min(minute_of(f.published) for f in alike)
    return [f for f in alike if minute_of(f.published) == first][-1]


def _outnumbered(figure: Figure, held: Sequence[Figure], tellers: Mapping[int, set[str]]) -> bool:
    """Whether more publishers give a larger total: then the smaller figure tells of some only, of one site or one victim.

    Not where the publisher corrects what it said before, nor where a speaker of its own gives it: that is another account.
    """
    many = len(tellers[figure.low])
    larger = [f for f in held if f.low > figure.low and len(tellers[f.low]) > many]
    if any(
        f.publisher == figure.publisher != "" and f.document != figure.document and f.at < figure.at for f in larger
    ):
        return False
    return any(not (figure.chain and f.chain) or set(f.chain) & set(figure.chain) for f in larger)


def _last_words(held: Sequence[Figure]) -> list[Figure]:
    """What each source said last; a source is the innermost speaker, else the publisher."""
    last: dict[str, Figure] = {}
    for figure in held:
        last[fold(figure.chain[0] if figure.chain else figure.publisher)] = figure
    return list(last.values())


def _conservative(held: Sequence[Figure], decisions: Decisions) -> Figure:
    del decisions
    return min(_last_words(held), key=lambda f: (f.best, -f.at, f.claim))


def _majority(held: Sequence[Figure], decisions: Decisions) -> Figure:
    del decisions
    last: dict[str, Figure] = {f.publisher: f for f in held}
    votes: dict[int, int] = defaultdict(int)
    for figure in last.values():
        votes[figure.best] += 1
    return max(last.values(), key=lambda f: (votes[f.best], f.at, -f.order[0], f.claim))


def _highest_rated(held: Sequence[Figure], decisions: Decisions) -> Figure:
    unrated = Rating()

    def rating(figure: Figure) -> Rating:
        subjects = (figure.claim, *figure.chain[:1], figure.document, figure.publisher)
        return next((decisions.ratings[s] for s in subjects if s in decisions.ratings), unrated)

    best = min(rating(f) for f in held)
    return [f for f in held if rating(f) == best][-1]


_CHOOSE: Mapping[Rule, Callable[[Sequence[Figure], Decisions], Figure]] = {
    "latest": _latest,
    "conservative": _conservative,
    "majority": _majority,
    "highest_rated_source": _highest_rated,
}
