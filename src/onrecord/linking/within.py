"""Within one document: which of its claims tell of one event, and what each demand and response is about.

A document is read as one teller: it names each event apart, so the evidence is what its own claims say of kind, day and
place, how near they stand, and the links that the reader found (``about``).
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

from onrecord.linking.cluster import Constraints, cluster
from onrecord.linking.compare import OTHER_ACT, comparable, in_steps, match_weight
from onrecord.linking.features import Account, account_of
from onrecord.linking.settings import compat, weights
from onrecord.model import Claim, Document, Effect
from onrecord.vocab import claim_types

__all__ = ["Group", "group_claims", "groups_as_told", "nearness", "pair_weight", "place_in_text", "speakers"]

_HARM = 0.15
_NO_DEAD = 0.3
_NO_HARM = 0.6
_HYPOTHETICAL = ("planned", "feared", "conditional")


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of one account: ``incident`` tell of it, ``others`` are demands and responses about it."""

    incident: tuple[Claim, ...]
    others: tuple[Claim, ...]
    main: bool


def place_in_text(claim: Claim) -> tuple[int, str]:
    return min(s.start for s in claim.evidence), claim.id


def pair_weight(document: Document, a: Claim, b: Claim, x: Account, y: Account) -> float:
    """Bits for two incident claims of one document to tell of one event; ``x`` and ``y`` are their features."""
    known = weights()
    if not comparable(x, y):
        return -99.0
    near = nearness(document, a, b)
    # the words of one sentence are alike whatever it tells
    left_out = "words" if near.startswith(SAME_SENTENCE) else ""
    bits = match_weight(x, y, known.within, known.settings.within_prior, left_out)
    bits += known.within.get("order", {}).get(near, 0.0)
    bits += known.within.get("speaker", {}).get(speakers(a, b), 0.0)
    return in_steps(bits)


SAME_SENTENCE = "same sentence"


def nearness(document: Document, a: Claim, b: Claim) -> str:
    if {(s.start, s.end) for s in a.evidence} & {(s.start, s.end) for s in b.evidence}:
        return SAME_SENTENCE if a.type == b.type else OTHER_ACT
    first, second = sorted((a, b), key=place_in_text)
    between = document.text[max(s.end for s in first.evidence) : min(s.start for s in second.evidence)]
    if "\n\n" not in between:
        return "same paragraph"
    return "next paragraph" if between.count("\n\n") == 1 else "far"


def speakers(a: Claim, b: Claim) -> str:
    x, y = ({s.name for s in c.said_by if not s.medium} for c in (a, b))
    return "same" if x == y else "others"


def group_claims(
    document: Document,
    claims: Sequence[Claim],
    cannot: Iterable[tuple[str, str]] = (),
    must: Iterable[tuple[str, str]] = (),
) -> list[Group]:
    """The accounts of a document, in the order of the text; judged pairs of claim ids are kept together or apart."""
    told = sorted((c for c in claims if c.kind == "incident"), key=place_in_text)
    number = {c.id: i for i, c in enumerate(told)}
    features = [account_of(document, [c], main=False) for c in told] if len(told) > 1 else []
    bits = {
        (i, j): pair_weight(document, told[i], told[j], features[i], features[j])
        for j in range(len(told))
        for i in range(j)
    }
    constraints = Constraints(
        ((number[a], number[b]) for a, b in must if a in number and b in number),
        ((number[a], number[b]) for a, b in cannot if a in number and b in number),
    )
    parts = cluster(range(len(told)), bits, constraints, join=weights().settings.within_join, missing=-99.0)
    return _grouped(document, [[told[i] for i in part] for part in parts], claims)


def groups_as_told(document: Document, claims: Sequence[Claim], parts: Iterable[Iterable[str]]) -> list[Group]:
    """The accounts of a document whose claims were told apart before: ``parts`` are the ids of the incident claims of each."""
    known = {c.id: c for c in claims}
    groups = [sorted((known[i] for i in part if i in known), key=place_in_text) for part in parts]
    return _grouped(document, sorted(filter(None, groups), key=lambda g: place_in_text(g[0])), claims)


def _grouped(document: Document, groups: Sequence[Sequence[Claim]], claims: Sequence[Claim]) -> list[Group]:
    main = _main(document, groups)
    attached = _attach(groups, [c for c in claims if c.kind != "incident"], main)
    return [
        Group(incident=tuple(g), others=tuple(sorted(o, key=place_in_text)), main=i == main)
        for i, (g, o) in enumerate(zip(groups, attached, strict=True))
    ]


def _main(document: Document, groups: Sequence[Sequence[Claim]]) -> int:
    """The account that the document is mostly about: most text, told first, single and actual before the rest.

    An act of violence in which nobody is told to be harmed gives way to one in which somebody is.
    """
    if len(groups) == 1:
        return 0 if _took_place(groups[0]) else -1
    best, best_score = -1, -math.inf
    known = claim_types()
    title_words = {w for w in (document.title or "").lower().split() if len(w) > 3}
    violent = [known[g[0].type].group == "violence" for g in groups]
    dead = [_tells(g, "killed") for g in groups]
    harmed = [d or _tells(g, "injured") for d, g in zip(dead, groups, strict=True)]
    acts = [i for i, g in enumerate(groups) if violent[i] and _took_place(g) and g[0].link != "aggregate"]
    for i, group in enumerate(groups):
        if not _took_place(group):
            continue
        spans = {(s.start, s.end): s.exact for c in group for s in c.evidence}
        length = sum(end - start for start, end in spans)
        first = min(start for start, _ in spans)
        held = {w for exact in spans.values() for w in exact.lower().split()}
        in_title = len(title_words & held) / (len(title_words) or 1)
        score = length / (len(document.text) or 1) + 0.5 * in_title + 0.4 * (first < 400) + 0.3 / (1 + i)
        score -= 0.5 * (group[0].link == "aggregate")
        score += _HARM * dead[i]
        if violent[i]:
            score -= _NO_DEAD * (not dead[i] and any(dead[k] for k in acts))
            score -= _NO_HARM * (not harmed[i] and any(harmed[k] for k in acts))
        if any(violent):
            # an arrest or a trial told with the deed is a step in its course
            score -= 0.6 * (known[group[0].type].group in ("liberty", "protest"))
        if score > best_score:
            best, best_score = i, score
    return best


def _took_place(group: Sequence[Claim]) -> bool:
    return any(c.modality not in _HYPOTHETICAL for c in group)


def _tells(group: Sequence[Claim], effect: Effect) -> bool:
    """Whether a group tells of people harmed so, and not only of some of them."""
    return any(t.effect == effect and t.low > 0 and not t.part_of for c in group for t in c.tolls)


def _attach(groups: Sequence[Sequence[Claim]], others: Sequence[Claim], main: int) -> list[list[Claim]]:
    """Each demand and response with the accounts that its ``about`` names, else with the one that it answers to."""
    home = {c.id: i for i, g in enumerate(groups) for c in g}
    attached: list[list[Claim]] = [[] for _ in groups]
    for other in others:
        places = {home[a] for a in other.about if a in home}
        if not places and not other.about:
            guess = _guess(groups, other, main)
            places = set() if guess is None else {guess}
        for i in places:
            attached[i].append(other)
    return attached


def _guess(groups: Sequence[Sequence[Claim]], other: Claim, main: int) -> int | None:
    """The account that a demand or response without ``about`` must mean: the only one that fits."""
    wanted = compat().about.get(other.type, ())
    fits = [i for i, g in enumerate(groups) if not wanted or any(_fits(c.type, wanted) for c in g)]
    if main in fits and len(fits) == 1:
        return main
    return fits[0] if len(fits) == 1 else None


def _fits(type_: str, wanted: Sequence[str]) -> bool:
    return any(type_ == w or type_.startswith(w + ".") for w in wanted)
