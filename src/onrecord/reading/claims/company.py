"""The people and bodies of a claim: those whom its mentions tell of, each once, with what the report tells of them elsewhere."""

from collections.abc import Sequence

from onrecord.model import Actor
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.groups import Naming, with_group
from onrecord.reading.claims.kinds import Kinds, with_kind, with_name
from onrecord.reading.claims.mentions import Mention

__all__ = ["actors_told", "known"]


def actors_told(event: Event, mentions: Sequence[Mention], further: Sequence[Actor]) -> tuple[Actor, ...]:
    """Who is told of by the mentions of one claim, each once; ``further`` are those that other sentences give the event."""
    found: list[Actor] = []
    attack = event.type.startswith("attack.")
    for mention in mentions:
        # who is held for an attack is no victim of it
        held = attack and mention.family == "arrest" and not mention.acts
        found += [a for a in mention.actors if not _same_actor(a, found) and not (held and a.role == "victim")]
        if mention.responsible is not None and mention.party is not None:
            party = mention.party
            found.append(
                Actor(
                    start=party.start,
                    end=party.end,
                    exact=party.exact,
                    role="perpetrator",
                    category=mention.category,
                    name=party.name,
                    responsibility="claimed" if mention.responsible.kind == "claimed" else "denied",
                )
            )
    for actor in further:
        found += [] if _same_actor(actor, found) else [actor]
    doers = {(a.start, a.end) for a in found if a.role == "perpetrator"}
    return tuple(a for a in found if a.role != "victim" or (a.start, a.end) not in doers)


def _same_actor(actor: Actor, others: Sequence[Actor]) -> bool:
    """Whether the actor is there already, under the same name or in the same words."""
    words = set(actor.exact.lower().split())
    return any(
        o.role == actor.role
        and (
            o.exact == actor.exact
            or (o.name and o.name == actor.name)
            or actor.exact.lower().split()[-1] in o.exact.lower().split()
            or words <= set(o.exact.lower().split())
        )
        for o in others
    )


def known(
    actors: Sequence[Actor], mentions: Sequence[Mention], groups: Sequence[Naming], kinds: Kinds
) -> tuple[Actor, ...]:
    """The actors with what the report tells of them elsewhere: the group, the calling, the name among the event's ``mentions``."""
    told = [with_kind(a, kinds) for m in mentions for a in m.actors]
    found: list[Actor] = []
    for actor in actors:
        full = with_name(with_kind(with_group(actor, groups), kinds), told)
        # "Judge Ruiz … the judge": once
        if full.name == actor.name or not any(full.role == o.role and full.name == o.name for o in found):
            found.append(full)
    return tuple(found)
