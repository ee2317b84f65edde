"""Coreference of events inside one document: which mentions tell of the same act."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from onrecord.model import Place
from onrecord.reading.claims.binding import lead_place
from onrecord.reading.claims.context import context
from onrecord.reading.claims.families import compatible, prevailing
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.parts import PlaceMention, TollMention
from onrecord.reading.tolls import differ, persona_of

__all__ = ["Event", "group_events", "may_have_died_of"]

_IN = len(" in ")
GENERAL = ("attack.unspecified", "clash")
_ORDER = {"exact": 0, "city": 1, "admin2": 2, "admin1": 3, "country": 4}


class Event:
    """One act, or one summary of several, with its mentions in text order."""

    def __init__(self, mention: Mention) -> None:
        self.mentions: list[Mention] = [mention]

    @property
    def aggregate(self) -> bool:
        return self.mentions[0].number.several

    @property
    def acts(self) -> list[str]:
        """The types told, by words that stand on their own where there are any."""
        firm = [a for m in self.mentions if not m.weak for a in m.acts if m.rank != 0]
        return firm or [a for m in self.mentions for a in m.acts if m.rank != 0]

    @property
    def type(self) -> str:
        told = self.acts
        if told:
            return prevailing(told)
        return "death_other" if self.mentions[0].accident else "attack.unspecified"

    @property
    def families(self) -> set[str]:
        return {m.family for m in self.mentions}

    def days(self, *, loose: bool = False) -> tuple[date, date] | None:
        """The days told first; ``loose`` those of a clause in whose wake the act is told."""
        for m in self.mentions:
            if m.time is not None and m.time.first is not None and m.loose == loose:
                return m.time.first, m.time.last or m.time.first
        return None

    @property
    def places(self) -> list[Place]:
        return [p for m in self.mentions if (p := _site(m)) is not None]

    @property
    def grounds(self) -> list[PlaceMention]:
        """Where the text stood as it told of the act, for mentions that name no place of their own."""
        return [m.ground for m in self.mentions if m.ground is not None]

    @property
    def ordinal(self) -> int | None:
        return next((m.number.ordinal for m in self.mentions if m.number.ordinal), None)


def _site(mention: Mention) -> Place | None:
    """The one place that counts for telling acts apart; none for a mere reference's surroundings."""
    lead = lead_place(mention.sites)
    if lead is None or lead.place is None:
        return None
    if lead.place.precision == "exact" and lead.place.geonames is None:
        # "at Liberty Chowk in Lahore": the town right behind tells more of where it can be
        beside = [p.place for p in mention.sites if 0 < p.start - lead.end <= _IN and p.place is not None]
        return next((p for p in beside if p.precision == "city"), lead.place)
    return lead.place


def group_events(text: str, mentions: Sequence[Mention]) -> list[Event]:
    """The events of a document, in the order of their first mention."""
    events: list[Event] = []
    for mention in mentions:
        event = _home(mention, [e for e in events if not _others_died(text, e, mention)])
        if event is None:
            events.append(Event(_one_of(events, mention)))
        else:
            mention = _of_later(event, mention)
            if _died_of(event, mention):
                # "died on Saturday, a week after he was shot": the act has the day of its own words
                event.mentions = [msgspec.structs.replace(m, loose=True) for m in event.mentions]
                mention = msgspec.structs.replace(mention, loose=False)
            event.mentions.append(mention)
    return events


def _one_of(events: Sequence[Event], mention: Mention) -> Mention:
    """ "Two bombings killed 26. Sixteen died in A and ten in B": each is one of the summary's acts, of its kind and day."""
    if mention.acts or not mention.apart:
        return mention
    whole = next((e for e in reversed(events) if e.aggregate and e.acts and _of_summary(e, mention)), None)
    if whole is None:
        return mention
    time = mention.time or next((m.time for m in whole.mentions if m.time is not None), None)
    return msgspec.structs.replace(
        mention, acts=(whole.type,), time=time, standing=mention.standing or mention.time is None
    )


def _of_summary(event: Event, mention: Mention) -> bool:
    return _same_kind(event, mention) and _same_days(event, mention) and _same_place(event, mention)


def _of_later(event: Event, mention: Mention) -> Mention:
    """A death that followed the act by days dates the death alone."""
    ours, time = event.days(), mention.time
    if ours is None or time is None or time.first is None or time.first <= ours[1]:
        return mention
    return msgspec.structs.replace(mention, loose=True)


def _home(mention: Mention, events: list[Event]) -> Event | None:
    ordinal = mention.number.ordinal
    # told last first; of one sentence the act of its main clause first
    recent = sorted(reversed(events), key=lambda e: (-e.mentions[0].sentence, e.mentions[0].scene))  # noqa: C414
    fitting = [e for e in recent if _fits(e, mention)]
    if ordinal is not None:
        same = [e for e in fitting if e.ordinal == ordinal]
        if same:
            return same[0]
        if mention.number.fresh or ordinal > 1:
            return None
        fitting = [e for e in fitting if e.ordinal is None]
    if mention.number.fresh and not mention.number.definite:
        return None
    if mention.line and not mention.number.definite and mention.tolls and fitting:
        # "Mother of two killed by car": a line between stories tells of another one, where nothing ties it to this
        fitting = [e for e in fitting if e.mentions[0].line or (mention.acts and not _adds_dead(e, mention))]
        if not mention.acts:
            return next(iter(fitting), None)
    special = {a for a in mention.acts if a not in GENERAL}
    alike = [e for e in fitting if special & set(e.acts)]
    if not mention.acts and mention.family == "effect":
        # who died or was hurt is told of an act that kills, not of the arrest or abduction told last
        alike = [e for e in fitting if e.families & _KILLING]
        if alike and alike[0].mentions[-1].apart and not mention.located and not mention.apart:
            # what is told of nowhere behind figures of two places is of both
            alike.sort(key=lambda e: not e.aggregate)
    return next(iter(alike or fitting), None)


def _adds_dead(event: Event, mention: Mention) -> bool:
    """Whether the mention tells of dead where the event, told over several sentences, has none."""
    dead = any(t.effect == "killed" and t.low > 0 for t in mention.tolls)
    return dead and len(event.mentions) > 1 and not any(t.effect == "killed" for m in event.mentions for t in m.tolls)


def _others_died(text: str, event: Event, mention: Mention) -> bool:
    """Whether a sentence with a time or place of its own tells of a death of somebody else than the event's one dead."""
    if not mention.located:
        return False
    ours = [t for m in event.mentions for t in m.tolls if _one_dead(t)]
    theirs = [t for t in mention.tolls if _one_dead(t)]
    if not ours or not theirs or any(t.effect == "killed" and t.low > 1 for m in event.mentions for t in m.tolls):
        return False
    known, told = [persona_of(text, t) for t in ours], [persona_of(text, t) for t in theirs]
    return all(differ(a, b) and not b.other for a in known for b in told)


def _one_dead(toll: TollMention) -> bool:
    return toll.effect == "killed" and toll.low == toll.high == 1 and toll.who != "attacker"


def _fits(event: Event, mention: Mention) -> bool:
    if mention.accident or (event.mentions[0].accident and mention.acts):
        return False
    if event.aggregate != mention.number.several and not _loose(mention):
        return False
    if event.aggregate and mention.number.several and not _same_scope(event, mention):
        return False
    if not _same_kind(event, mention):
        return False
    if mention.responsible is None and any(
        m.sentence == mention.sentence and (m.family == mention.family or (m.acts and mention.acts))
        for m in event.mentions
    ):
        return False
    if mention.family in _PERSONAL and _others_held(event, mention):
        return False
    if mention.gapped and not _at_its_site(event, mention):
        return False
    return _same_days(event, mention) and _same_place(event, mention)


# acts that are told by whom they befall: two arrests of two people are two
_PERSONAL = {"arrest", "abduction", "trial"}


def _others_held(event: Event, mention: Mention) -> bool:
    """Whether a mention tells of other people than the event's: of another calling, and by other words."""
    ours = {w for m in event.mentions if m.family == mention.family for w in _held(m)}
    theirs = _held(mention)
    return bool(ours and theirs) and not ours & theirs


def _held(mention: Mention) -> set[str]:
    """The callings of those held and the heads of their phrases; none where one may be anybody, or somebody told before."""
    held = [(a.category, a.exact.lower().split()) for a in mention.actors if a.role == "victim"]
    if not held or any(words[0] in context().told_before or set(words) & context().anybody for _, words in held):
        return set()
    return {words[-1] for _, words in held} | {category for category, _ in held}


def _loose(mention: Mention) -> bool:
    """A figure alone does not say of how many acts it is ("42 hurt in both incidents" does)."""
    alone = mention.rank == 1 and not mention.apart and not mention.number.period
    return not mention.acts and alone and mention.count is None


def _same_scope(event: Event, mention: Mention) -> bool:
    """Whether two summaries cover the same acts: by number, else by a word that points back, else by kind."""
    ours = next((m.count for m in event.mentions if m.count), None)
    if ours is not None and mention.count is not None:
        return ours.low == mention.count.low
    if mention.count is not None:
        return False
    special = {a for a in mention.acts if a not in GENERAL}
    if special and not special & set(event.acts):
        return False
    if mention.number.definite or mention.reacting:
        return True
    return ours is None and (
        set(event.acts) == set(mention.acts) or event.mentions[-1].sentence == mention.sentence - 1
    )


def _same_kind(event: Event, mention: Mention) -> bool:
    if mention.rank == 0:
        return bool(event.families & _VIOLENT)
    if not mention.acts and mention.family != "effect":
        return mention.family in event.families
    if not mention.acts:
        return mention.family in event.families or bool(event.families & _VIOLENT)
    told = event.acts
    if not told:
        return mention.family in _VIOLENT
    if event.type == "attack.unspecified" and mention.family in _BESIDES and not _kills([mention]):
        # "an attack killed 21; houses were burnt and girls were taken": what else was done is told apart from the dead
        return not _kills(event.mentions)
    return all(compatible(a, event.type) or any(compatible(a, b) for b in told) for a in mention.acts)


def _kills(mentions: Sequence[Mention]) -> bool:
    return any(t.effect == "killed" and t.low > 0 for m in mentions for t in m.tolls)


_BESIDES = {"fire", "abduction", "sexual", "torture"}
_KILLING = {"violent", "effect", "fire", "riot", "death", "execution"}
_VIOLENT = {"violent", "effect", "fire", "riot", "abduction", "death", "sexual", "torture", "execution"}


def _same_days(event: Event, mention: Mention) -> bool:
    ours, above = event.days(), event.days(loose=True)
    if mention.time is None or mention.time.first is None:
        return True
    first, last = mention.time.first, mention.time.last or mention.time.first
    if _of_a_period(mention) and (ours is None or ours[1] - ours[0] < _PERIOD):
        return False
    if ours is None:
        return mention.loose or above is None or (first <= above[1] and above[0] <= last + _LINGERING)
    if _died_of(event, mention):
        return True
    if mention.loose or (_dying(mention) and _may_still_die(event)):
        # who was hurt may die days later
        return ours[0] <= last and first <= ours[1] + _LINGERING
    if mention.time.precision == "week" and mention.time.anchor == "narrative" and ours[0] == ours[1]:
        # "a week earlier a drone had struck a bakery": told by its distance from the day of this act, and the weeks may touch
        return False
    return first <= ours[1] and ours[0] <= last


_LINGERING = timedelta(days=60)
_PERIOD = timedelta(days=60)


def _of_a_period(mention: Mention) -> bool:
    """ "In 2015, 165 people were murdered in the city": a figure of a year is of no act that has a day."""
    time = mention.time
    if time is None or time.first is None or time.last is None or any(a not in GENERAL for a in mention.acts):
        return False
    long = time.precision == "year" or time.last - time.first >= _PERIOD
    return long and any(t.low > 1 for t in mention.tolls)


def _may_still_die(event: Event) -> bool:
    effects = {t.effect for m in event.mentions for t in m.tolls}
    return "killed" not in effects or "injured" in effects


def _dying(mention: Mention) -> bool:
    """Whether a mention only tells that somebody died: nothing of how, or of wounds received before."""
    dead = [t for t in mention.tolls if t.effect == "killed"]
    return bool(dead) and not mention.acts and all(t.low == t.high == 1 for t in dead)


def _died_of(event: Event, mention: Mention) -> bool:
    """Whether an event that only tells that somebody died is the end of the act of some earlier day that the mention tells."""
    ours, time = event.days(), mention.time
    if ours is None or time is None or time.first is None or not mention.acts or not all(map(_dying, event.mentions)):
        return False
    last = time.last or time.first
    dead = any(t.effect == "killed" and t.low > 0 for t in mention.tolls)
    return not dead and last < ours[0] <= last + _LINGERING


def _same_place(event: Event, mention: Mention) -> bool:
    site = _site(mention)
    theirs = [site] if site is not None else []
    ours = event.places
    if not ours and event.families <= _PERSONAL:
        # of people held no place may be said: those held elsewhere than where the text stood are others
        ours = [ground.place for ground in event.grounds if ground.place is not None]
    if not ours or not theirs:
        return True
    return all(_near(a, b) for a in ours for b in theirs)


def may_have_died_of(hurt: Event, dead: Event) -> bool:
    """Whether those told to be dead in one event can be those hit in another that is told apart: no day or place is against it."""
    if hurt.aggregate or dead.aggregate or not (hurt.families & _VIOLENT and dead.families & _VIOLENT):
        return False
    hit, died = hurt.days(), dead.days()
    if hit and died and not (hit[0] <= died[1] and died[0] <= hit[1] + _LINGERING):
        return False
    return all(_near(a, b) for a in hurt.places for b in dead.places)


def _at_its_site(event: Event, mention: Mention) -> bool:
    """Whether the event took place where the mention does, and not only around it."""
    site = _site(mention)
    return site is not None and any(_same(place, site) or _close(place, site) for place in event.places)


def _same(a: Place, b: Place) -> bool:
    return (a.geonames is not None and a.geonames == b.geonames) or a.name == b.name


def _near(a: Place, b: Place) -> bool:
    if any(p.precision == "exact" and p.geonames is None for p in (a, b)):
        # a spot that no gazetteer knows contradicts nothing
        return True
    if _same(a, b):
        return True
    outer, inner = (a, b) if _ORDER[a.precision] > _ORDER[b.precision] else (b, a)
    if _ORDER[outer.precision] == _ORDER[inner.precision]:
        return _close(a, b)
    if outer.country != inner.country:
        return False
    if outer.precision == "country":
        return True
    if outer.precision == "admin1":
        return outer.admin1 == inner.admin1
    if outer.precision == "admin2":
        return outer.admin2 is not None and outer.admin2 == inner.admin2
    return _close(a, b)


def _close(a: Place, b: Place) -> bool:
    """Sites within some thirty kilometres of each other can be one site told in two ways."""
    if a.precision not in ("exact", "city") or b.precision not in ("exact", "city"):
        return False
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return False
    return abs(a.lat - b.lat) < 0.25 and abs(a.lon - b.lon) < 0.25
