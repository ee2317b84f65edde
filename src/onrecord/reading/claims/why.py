"""Why a claim is there: the pattern, the words, how each field was found, and what was not taken."""

from collections.abc import Sequence

import msgspec

from onrecord.model import Claim, Place
from onrecord.reading.claims.build import Draft

__all__ = ["Dropped", "FieldWhy", "Why", "why_of"]


class Dropped(msgspec.Struct, frozen=True):
    """Words that could have told of an incident and the reason why they were taken not to."""

    start: int
    end: int
    exact: str
    reason: str


class FieldWhy(msgspec.Struct, frozen=True):
    """How one field of a claim was found; ``words`` are those of the text that it rests on."""

    field: str
    how: str
    words: str = ""


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """The account of one claim. ``patterns`` are lines of the lexicon, ``words`` what they matched in the text."""

    claim: str
    rule: str
    patterns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fields: tuple[FieldWhy, ...] = ()
    rejected: tuple[Dropped, ...] = ()


def why_of(claim: Claim, draft: Draft, dropped: Sequence[Dropped]) -> Why:
    """The account of an incident claim from the mentions that it was made of."""
    triggers = [t for m in draft.mentions for t in m.triggers]
    inside = [d for d in dropped if any(e.start <= d.start < e.end for e in claim.evidence)]
    event = draft.event
    by = "finder of acts" if triggers and all(t.entry is None for t in triggers) else "trigger lexicon"
    rule = "one act" if not event.aggregate else "a summary of several acts"
    mentions = len(event.mentions)
    return Why(
        claim=claim.id,
        rule=f"{by}: {rule}; {mentions} mention{'s' if mentions > 1 else ''} of it in the document",
        patterns=tuple(dict.fromkeys(f"{t.type}: {t.source}" for t in triggers)),
        words=tuple(dict.fromkeys(t.exact for t in triggers)),
        fields=tuple(_fields(claim, draft)),
        rejected=tuple(inside),
    )


def _fields(claim: Claim, draft: Draft) -> list[FieldWhy]:
    found = [_type(claim, draft)]
    stance = draft.mentions[0].stance
    if claim.modality != "actual":
        found.append(FieldWhy("modality", f"{claim.modality}, told by", stance.word))
    if claim.when is not None:
        dated = [m for m in (*draft.mentions, *draft.event.mentions) if m.time is not None]
        dated = [m for m in dated if m.time is not None and m.time.when() == claim.when] or dated
        source = "another mention of the act, or the summary it belongs to"
        if dated and any(m is dated[0] for m in draft.mentions):
            source = "the day that stands from words before" if dated[0].standing else "the claim's own words"
        time = dated[0].time if dated else None
        anchor = f"; resolved against {time.anchor}" if time is not None and time.anchor != "none" else ""
        found.append(FieldWhy("when", source + anchor, claim.when.exact or ""))
    found += [FieldWhy("where", _where_from(place, draft), place.exact) for place in claim.where[:1]]
    found += [FieldWhy("said_by", "covers the words of the claim", speaker.exact) for speaker in claim.said_by]
    for toll in claim.tolls:
        how = f"{toll.effect} {toll.low}{'' if toll.high == toll.low else f' to {toll.high or chr(8230)}'}"
        found.append(FieldWhy("tolls", how + (", part of a total" if toll.part_of else ""), toll.exact))
    for actor in claim.actors:
        how = f"{actor.role}, {actor.category}" + (f", {actor.responsibility}" if actor.responsibility else "")
        found.append(FieldWhy("actors", how, actor.exact))
    if claim.occurrences is not None:
        found.append(FieldWhy("occurrences", "the number beside the act", str(claim.occurrences.low)))
    return found


def _where_from(place: Place, draft: Draft) -> str:
    if any(p.place == place for m in draft.mentions for p in m.places):
        return "nearest in the sentence"
    if any(p.place == place for m in draft.event.mentions for p in m.places):
        return "another mention of the act"
    return "no mention of the act names one: where the entry, the paragraph or the report stands"


def _type(claim: Claim, draft: Draft) -> FieldWhy:
    own = [t for m in draft.mentions for t in m.triggers if t.type == claim.type]
    if own:
        return FieldWhy("type", claim.type, own[0].exact)
    other = next((t for m in draft.event.mentions for t in m.triggers if t.type == claim.type), None)
    if other is None and claim.type == "excessive_force":
        return FieldWhy("type", f"{claim.type}, by a force beside a protest of that day", ", ".join(_told(draft)))
    return FieldWhy("type", f"{claim.type}, told by another mention of the act", other.exact if other else "")


def _told(draft: Draft) -> list[str]:
    return [t.exact for m in draft.mentions for t in m.triggers][:2]
