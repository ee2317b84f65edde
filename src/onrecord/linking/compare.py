"""Comparison of two accounts: a level for each piece of evidence (``levels``), and its weight in bits.

After Fellegi and Sunter (1969): the weight of a level is log2(m/u), m the share of matching and u of other candidate
pairs that show it; weights add up, with the prior of a candidate pair, to the match weight. Levels that tell nothing
("unknown") weigh what they were estimated to weigh, near nought.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from onrecord.linking.features import Account, Site
from onrecord.linking.levels import (
    DATE_CONFLICT,
    DOUBTFUL,
    MENTION_SCALE,
    NOTE,
    PLACE_CONFLICT,
    STORY_BINS,
    WORD_BINS,
    bin_name,
    body_level,
    clock_level,
    date_level,
    name_level,
    named_level,
    occurrence_level,
    other_day,
    other_tolls,
    place_level,
    toll_level,
    type_level,
)
from onrecord.linking.rows import row_levels
from onrecord.linking.settings import weights
from onrecord.linking.words import cosine

__all__ = [
    "OTHER_ACT", "STEP", "Levels", "Part", "across_table", "comparable", "explain", "in_steps", "levels", "match_weight",
    "one_report", "weight_above",
]  # fmt: skip

Levels = dict[str, str]
STEP = 1 / 256
"""What weights are multiples of, so that their sums are exact."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One bar of the waterfall: what was compared, how it came out, what it weighs in bits."""

    feature: str
    level: str
    bits: float


def comparable(a: Account, b: Account) -> bool:
    """Whether the two may be one event at all: an aggregate never joins a single event, families must meet."""
    if a.aggregate != b.aggregate:
        return False
    return type_level(a.types, b.types) != "apart"


def levels(a: Account, b: Account) -> Levels:
    """The level of every comparison; symmetric in ``a`` and ``b``."""
    if a.structured and b.structured:
        return row_levels(a, b)
    found = dict.fromkeys(_ALWAYS, "unknown") | _seen_levels(a, b)
    if a.story and b.story:
        found = dict.fromkeys(("named", "ages"), "unknown") | found
    return found


_ALWAYS = (
    "type", "date", "place", "persons", "bodies", "killed", "injured", "others", "occurrences", "clock", "roads", "outlet",
)  # fmt: skip


def _seen_levels(a: Account, b: Account) -> Levels:
    """The comparisons of two accounts of reports of which both tell anything; the others are unknown, and weigh nothing."""
    found = _field_levels(a, b)
    found.update([_words_level(a, b)])
    return _with_stories(a, b, found)


def _field_levels(a: Account, b: Account) -> Levels:
    found = {"type": type_level(a.types, b.types), "date": date_level(a, b), "place": place_level(a.sites, b.sites)}
    if a.persons and b.persons:
        found["persons"] = name_level(a.persons, b.persons)
    if a.bodies and b.bodies:
        found["bodies"] = body_level(a.bodies, b.bodies)
    if a.tolls and b.tolls:
        found["killed"] = toll_level(a, b, "killed")
        found["injured"] = toll_level(a, b, "injured")
        found["others"] = other_tolls(a, b)
    if a.occurrences[0] and b.occurrences[0]:
        found["occurrences"] = occurrence_level(a, b)
    if a.clocks and b.clocks:
        found["clock"] = clock_level(a.clocks, b.clocks)
    if a.roads and b.roads:
        found["roads"] = named_level(a.roads, b.roads)
    if a.publisher and b.publisher:
        found["outlet"] = "same" if a.publisher == b.publisher else "others"
    return found


def _with_stories(a: Account, b: Account, found: Levels) -> Levels:
    """Whom and what ages both whole stories tell, and what they make of days and places that do not agree."""
    if a.story and b.story:
        if a.named and b.named:
            found["named"] = named_level(a.named, b.named)
        if a.ages and b.ages:
            found["ages"] = named_level(a.ages, b.ages)
        if found["place"] in DOUBTFUL:
            found["place"] = _mended_place(found["place"], a, b)
        if found["date"] in DATE_CONFLICT and (a.other_days or b.other_days) and other_day(a, b):
            found["date"] = "told elsewhere"
    if found["date"] in DATE_CONFLICT and found["place"] in PLACE_CONFLICT:
        found["conflict"] = "date and place"
    return found


def _words_level(a: Account, b: Account) -> tuple[str, str]:
    """The comparison of the words, and its level."""
    # the story holds the words of the evidence: counting both would count them twice
    if a.story and b.story:
        # a note of a few lines has few words to share, so that unlikeness says less
        note = min(a.story_length, b.story_length) < NOTE
        return "note" if note else "story", bin_name(cosine(a.story, b.story), STORY_BINS)
    if a.story or b.story:
        story, other = (a.story, b.words) if a.story else (b.story, a.words)
        return "mention", bin_name(cosine(story, other) * MENTION_SCALE, WORD_BINS)
    return "words", bin_name(cosine(a.words, b.words), WORD_BINS)


def _mended_place(level: str, a: Account, b: Account) -> str:
    """What becomes of places that do not meet where a report names, or puts another account, where the other lies.

    Two reports that both tell of both places tell of two events, however much each names the other's.
    """
    there, here = (_meet(x.sites, y.other_sites) for x, y in ((a, b), (b, a)))
    if there and here:
        return level
    named = (a.chief_site in b.story) + (b.chief_site in a.story)
    if not (named or there or here):
        return level
    if level == "unknown":
        return "named in story"
    return "each named" if named == 2 else "named, elsewhere"


def _meet(sites: tuple[Site, ...], others: tuple[Site, ...]) -> bool:
    return bool(sites and others) and place_level(sites, others) in (
        "same site",
        "same town",
        "near",
        "within district",
    )


def across_table(a: Account, b: Account) -> tuple[Mapping[str, Mapping[str, float]], float]:
    """The weights and the prior for two accounts of different documents."""
    known = weights()
    if a.structured and b.structured:
        return known.rows, known.settings.rows_prior
    return known.across, known.settings.prior


def match_weight(
    a: Account, b: Account, table: Mapping[str, Mapping[str, float]], prior: float, left_out: str = ""
) -> float:
    """Bits for one event: prior plus the weight of every level but those of the comparison ``left_out``."""
    return _weighed(row_levels(a, b) if a.structured and b.structured else _seen_levels(a, b), table, prior, left_out)


def in_steps(bits: float) -> float:
    return round(bits / STEP) * STEP


def weight_above(a: Account, b: Account, floor: float) -> float | None:
    """The match weight of accounts that may be one event; None where all but the words shows that it is not above ``floor``.

    To compare the words takes as long as everything else, and most candidate pairs are of other days or places.
    """
    table, prior = across_table(a, b)
    prior += one_report(a, b)
    if a.structured and b.structured:
        return match_weight(a, b, table, prior)
    bits = _weighed(_with_stories(a, b, _field_levels(a, b)), table, prior)
    return _weighed(dict([_words_level(a, b)]), table, bits) if bits + _most_of_words() > floor else None


@cache
def _most_of_words() -> float:
    across = weights().across
    return max(bits for name in ("story", "note", "mention", "words") for bits in across.get(name, _NOTHING).values())


def _weighed(seen: Levels, table: Mapping[str, Mapping[str, float]], bits: float, left_out: str = "") -> float:
    for feature, level in seen.items():
        if level != "unknown" and feature != left_out:
            bits += table.get(feature, _NOTHING).get(level, 0.0)
    return bits


def explain(a: Account, b: Account, *, within: bool = False) -> tuple[Part, ...]:
    """The waterfall: the prior first, then every comparison in the order of its size. The bits add up to the weight."""
    known = weights()
    table, prior = (known.within, known.settings.within_prior) if within else across_table(a, b)
    if not within:
        prior += one_report(a, b)
    parts = [Part(feature=f, level=v, bits=table.get(f, _NOTHING).get(v, 0.0)) for f, v in levels(a, b).items()]
    parts.sort(key=lambda p: (-abs(p.bits), p.feature))
    return (
        Part(feature="prior", level="same document" if a.document == b.document else "candidate", bits=prior),
        *parts,
    )


_NOTHING: Mapping[str, float] = {}


def _two_acts(a: Account, b: Account) -> bool:
    """Whether one sentence of one report tells both, as acts of two kinds: it tells each act once."""
    return a.document == b.document and bool(a.sentences & b.sentences) and a.types[0] != b.types[0]


def one_report(a: Account, b: Account) -> float:
    """Bits before any comparison of two accounts of one report: it tells each event once, and each act in a sentence of its own."""
    if a.document != b.document:
        return 0.0
    known = weights()
    return known.settings.same_document + (known.within["order"][OTHER_ACT] if _two_acts(a, b) else 0.0)


OTHER_ACT = "same sentence, other act"
