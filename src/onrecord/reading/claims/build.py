"""From events to claims: one per chain of speakers and set of figures, with the exact words."""

from collections.abc import Mapping, Sequence

import msgspec

from onrecord.model import Actor, Claim, Modality, Place, ReadBy, RecordError, Span, Speaker, Toll, When, seal
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import lead_place, places_of
from onrecord.reading.claims.company import actors_told, known
from onrecord.reading.claims.context import context
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.families import compatible, is_general, prevailing
from onrecord.reading.claims.groups import Naming, groups_of
from onrecord.reading.claims.home import nearer, place_of_report, with_town
from onrecord.reading.claims.kinds import Kinds, kinds_of
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.summed import day_of_all, places_of_all, summed_by
from onrecord.reading.parts import TimeMention, TollMention
from onrecord.reading.times import SINCE
from onrecord.reading.tolls.lexicon import lexicon as toll_lexicon
from onrecord.vocab import claim_type

__all__ = ["Draft", "build_claims", "drafts_of", "rights_of"]

_FEW = 5
_LINKS = ("of", "in", "at", "on", "to", "from", "for", "by", "who", "which", "that")
Figures = dict[str, tuple[int, int | None]]


class Draft(msgspec.Struct):
    """A claim in the making: the mentions it rests on."""

    event: Event
    mentions: list[Mention]
    speakers: tuple[Speaker, ...] = ()
    modality: Modality = "actual"


def figures_of(mention: Mention) -> Figures:
    """The totals that a mention states, by effect, its groups added up; parts and attackers are left out."""
    found: Figures = {}
    for toll in mention.tolls:
        if is_part(toll) or toll.who == "attacker" or toll.additional or toll.denied:
            continue
        low, high = found.get(toll.effect, (0, 0))
        found[toll.effect] = low + toll.low, None if high is None or toll.high is None else high + toll.high
    return found


def is_part(toll: TollMention) -> bool:
    """Whether a figure is part of one told before: "six of the dead"."""
    words, among = toll.exact.lower().split(), toll_lexicon().words.among
    return toll.part_of or any(
        words[n : n + 2] == ["of", "the"] and among.get(" ".join(words[n + 2 : n + 3])) == toll.effect
        for n in range(len(words))
    )


def drafts_of(event: Event) -> list[Draft]:
    """The claims of one event whose tolls have been through the register."""
    drafts: list[Draft] = []
    for mention in event.mentions:
        if mention.reacting and drafts:
            continue
        if mention.stance.modality == "denied" and len(event.mentions) > 1:
            # the accused's denial of what others tell is a response, not an account
            continue
        if mention.responsible is not None and mention.party is not None:
            twin = next((d for d in drafts if _told_beside(mention, d) or _claimed_before(mention, d)), None)
            if twin is None:
                drafts.append(Draft(event, [mention], _claimants(mention), "actual"))
            else:
                twin.mentions.append(mention)
                twin.speakers = _claimants(mention)
            continue
        home = _home(mention, [d for d in drafts if d.mentions[0].responsible is None])
        if home is None:
            drafts.append(Draft(event, [mention], mention.speakers, mention.stance.modality))
        else:
            if not home.speakers and mention.speakers and _restates(mention, home):
                home.speakers = mention.speakers
            home.mentions.append(mention)
    return drafts


def _told_beside(mention: Mention, draft: Draft) -> bool:
    """Whether the claimant's own figures stand beside: "the group, which claimed it, put the dead at 45"."""
    party = mention.party
    return (
        len(draft.mentions) == 1
        and draft.mentions[0].sentence == mention.sentence
        and draft.mentions[0].responsible is None
        and party is not None
        and bool(draft.speakers)
        and _same_speakers(draft.speakers, (party,))
    )


def _claimed_before(mention: Mention, draft: Draft) -> bool:
    """Whether the same party claims once more, and gives no other figures: "the group made the claim on its channel"."""
    before = draft.mentions[0]
    return (
        before.responsible is not None
        and mention.responsible is not None
        and before.responsible.kind == mention.responsible.kind
        and before.party is not None
        and mention.party is not None
        and _same_speakers((before.party,), (mention.party,))
        and not figures_of(mention)
    )


def _claimants(mention: Mention) -> tuple[Speaker, ...]:
    """Who claims, then the media that carried it."""
    told = [s for s in mention.speakers if mention.party is not None and s.name != mention.party.name]
    carried = [s for s in told if s.medium]
    return (*([mention.party] if mention.party else []), *carried)


def _restates(mention: Mention, draft: Draft) -> bool:
    ours = {k: v for m in draft.mentions for k, v in figures_of(m).items()}
    theirs = figures_of(mention)
    return bool(theirs) and any(ours.get(k) == v for k, v in theirs.items())


def _home(mention: Mention, drafts: list[Draft]) -> Draft | None:
    theirs = figures_of(mention)
    for draft in reversed(drafts):
        if draft.modality != mention.stance.modality:
            continue
        if not theirs:
            if _rival(mention, draft):
                continue
            return draft
        ours = {k: v for m in draft.mentions for k, v in figures_of(m).items()}
        shared = set(ours) & set(theirs)
        if shared:
            if all(ours[k] == theirs[k] for k in shared):
                return draft
            continue
        if not ours or not mention.speakers or _same_speakers(mention.speakers, draft.speakers):
            return draft
    return None


def _rival(mention: Mention, draft: Draft) -> bool:
    """Whether another speaker tells of another act: "the party said police had fired into the crowd"."""
    own = [a for a in mention.acts if not is_general(a, draft.event.type)]
    told = {a for m in draft.mentions for a in m.acts}
    other = bool(mention.speakers) and not _same_speakers(mention.speakers, draft.speakers)
    return bool(own and told and not set(own) & told) and other


def _same_speakers(a: Sequence[Speaker], b: Sequence[Speaker]) -> bool:
    """Whether the innermost speakers are one: the same name, or one name within the other."""
    if not a or not b:
        return not a and not b
    ours, theirs = set(a[0].name.lower().split()), set(b[0].name.lower().split())
    return ours <= theirs or theirs <= ours


def build_claims(
    analysis: Analysis, drafts: Sequence[Draft], reader: ReadBy, apart: Mapping[int, tuple[Actor, ...]]
) -> list[tuple[Claim, Draft]]:
    """Sealed claims in text order, each once, with the drafts they were made from.

    ``apart`` are the actors that other sentences give an event, by its ``id``; they stand in the first of its claims.
    """
    events = list({id(d.event): d.event for d in drafts}.values())
    groups = groups_of(analysis) if drafts else ()
    kinds = kinds_of(analysis) if drafts else {}
    made: dict[str, tuple[Claim, Draft]] = {}
    told: set[int] = set()
    for draft in drafts:
        further = apart.get(id(draft.event), ()) if id(draft.event) not in told else ()
        told.add(id(draft.event))
        claim = _claim(analysis, draft, reader, events, groups, kinds, further)
        if claim is not None:
            made.setdefault(claim.id, (claim, draft))
    return sorted(made.values(), key=_order)


def _order(made: tuple[Claim, Draft]) -> tuple[int, bool, int, str]:
    """Text order; of claims on one sentence the one that is its main clause comes first."""
    claim, draft = made
    lead = draft.mentions[0]
    first = min([t.start for t in lead.triggers] + [t.start for t in lead.tolls], default=lead.start)
    return claim.evidence[0].start, lead.scene, first, claim.id


def _claim(
    analysis: Analysis,
    draft: Draft,
    reader: ReadBy,
    events: Sequence[Event],
    groups: Sequence[Naming],
    kinds: Kinds,
    further: tuple[Actor, ...],
) -> Claim | None:
    text = analysis.text
    event = draft.event
    spans = sorted({(m.start, m.end) for m in draft.mentions})
    tolls = _tolls(text, draft)
    code = _type(draft)
    count = next((m.count for m in draft.mentions if m.count), None)
    means = tuple(dict.fromkeys(w for m in event.mentions for t in m.triggers for w in t.means if m.rank >= 2))
    where = _where(analysis, draft, events)
    # "killed in the bombing at Jos": where it happened is nobody who was harmed
    sites = {(p.start, p.end) for p in where}
    actors = [
        a for a in actors_told(event, draft.mentions, further) if a.role != "victim" or (a.start, a.end) not in sites
    ]
    claim = Claim(
        document=analysis.document.id,
        kind="incident",
        type=code,
        evidence=tuple(_trimmed(text, a, b) for a, b in spans),
        read_by=reader,
        modality=draft.modality,
        said_by=tuple(s for s in draft.speakers if _has_face(s.name)),
        when=_when(draft, events),
        where=where,
        actors=known(actors, event.mentions, groups, kinds),
        tolls=tolls,
        means=means,
        occurrences=count if event.aggregate else None,
        link="aggregate" if event.aggregate else "single",
        rights=rights_of(code, tolls),
    )
    try:
        return seal(claim, text)
    except RecordError:
        return None


def _has_face(name: str) -> bool:
    """Whether a speaker is somebody: no figures ("latest reports"), no act or thing ("the violence in the north")."""
    words = name.lower().split()
    head = next((words[n - 1] for n, word in enumerate(words) if n and word in _LINKS), words[-1])
    return words[-1] not in context().faceless and not (name.islower() and head in context().mute)


def _type(draft: Draft) -> str:
    """An account keeps the type it tells; a general word takes the event's."""
    own = [a for m in draft.mentions for a in m.acts if m.rank > 0]
    if not own:
        return draft.event.type
    code = prevailing(own)
    return draft.event.type if is_general(code, draft.event.type) else code


def _trimmed(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " \n\t,;":
        end -= 1
    while start < end and text[start] in " \n\t,;":
        start += 1
    return Span.cut(text, start, end)


def _tolls(text: str, draft: Draft) -> tuple[Toll, ...]:
    found: list[Toll] = []
    for mention in draft.mentions:
        told = list(found)
        again = _summed_before(mention, told)
        for toll in mention.tolls:
            if (
                (toll.effect in again and not is_part(toll) and toll.who != "attacker")
                or toll.denied
                or _bare_plural(toll, mention.tolls)
            ):
                continue
            part = is_part(toll)
            if any(_repeats(toll, part, t) for t in told):
                continue
            found.append(
                Toll.cut(
                    text,
                    toll.start,
                    toll.end,
                    effect=toll.effect,
                    low=toll.low,
                    high=toll.high,
                    who=toll.who,
                    part_of=part,
                )
            )
    return tuple(sorted(found, key=lambda t: (t.start, t.effect)))


def _summed_before(mention: Mention, told: Sequence[Toll]) -> set[str]:
    """The effects whose figures in this mention add up to those told before: "three boys and a man … the four dead"."""
    found = set()
    for effect, (low, high) in figures_of(mention).items():
        before = [t for t in told if t.effect == effect and not t.part_of and t.who != "attacker"]
        if before and low == high == sum(t.low for t in before) and None not in [t.high for t in before]:
            found.add(effect)
    return found


def _bare_plural(toll: TollMention, others: Sequence[TollMention]) -> bool:
    """ "The people killed" beside a number of them says nothing of its own."""
    return (
        (toll.low, toll.high) == (2, None)
        and not toll.part_of
        and any(o.effect == toll.effect and o.low >= 2 and not o.part_of and o.high is not None for o in others)
    )


def _repeats(toll: TollMention, part: bool, told: Toll) -> bool:
    """Whether an earlier sentence of the claim has counted these people."""
    if toll.effect != told.effect or (toll.who == "attacker") != (told.who == "attacker"):
        return False
    if toll.repeats and not told.part_of:
        return True
    return not toll.additional and (toll.low, toll.high, part) == (told.low, told.high, told.part_of)


def _when(draft: Draft, events: Sequence[Event]) -> When | None:
    times = _times(draft.mentions)
    if draft.event.aggregate:
        times = times or _times(draft.mentions, loose=True) or day_of_all(summed_by(draft.event, events))
        return times[0].when() if times else None
    if not any(t.precision in ("day", "time") for t in times):
        times += _times(draft.event.mentions)
    above = _times(draft.mentions, loose=True)
    times = times or above or _times(draft.event.mentions, loose=True) or _of_summary(draft.event, events)
    if not times:
        return None
    found = _finest(times)
    # a clock time that fits the day tells more
    hour = next((t for t in above if t.precision == "time" and (t.first, t.last) == (found.first, found.last)), found)
    return (hour if found.precision == "day" else found).when()


def _times(mentions: Sequence[Mention], *, loose: bool = False) -> list[TimeMention]:
    return [m.time for m in mentions if m.time is not None and m.loose == loose]


def _finest(times: Sequence[TimeMention]) -> TimeMention:
    """The time told first, or a day told later that lies inside it ("this week … on Tuesday")."""
    lead = times[0]
    if lead.precision in ("day", "time") or lead.why == SINCE or lead.first is None or lead.last is None:
        return lead
    days = [t for t in times if t.precision in ("day", "time") and t.first and lead.first <= t.first <= lead.last]
    return days[0] if days else lead


def _of_summary(event: Event, events: Sequence[Event]) -> list[TimeMention]:
    """The day of a summary of a few acts holds for each of them: "two blasts on Wednesday … the first blast"."""
    for other in events:
        if other is event:
            break
        count = next((m.count for m in other.mentions if m.count), None)
        if other.aggregate and count is not None and count.low <= _FEW and compatible(other.type, event.type):
            found = [m.time for m in other.mentions if m.time is not None and m.time.precision in ("day", "time")]
            if found:
                return found[:1]
    return []


def _where(analysis: Analysis, draft: Draft, events: Sequence[Event]) -> tuple[Place, ...]:
    own = [m for m in draft.mentions if m.places]
    if draft.event.aggregate:
        told = own or [m for m in draft.event.mentions if m.places]
        places = [p for m in told[:1] for p in m.places] or places_of_all(summed_by(draft.event, events))
        return places_of(places, analysis.places, several=True)
    leads = [lead for m in (*own, *draft.event.mentions) if (lead := lead_place(m.places)) is not None]
    found = places_of(leads, analysis.places, several=False) or place_of_report(analysis, draft.event)
    return with_town(analysis, draft.event, nearer(analysis, draft.event, found))


def rights_of(code: str, tolls: Sequence[Toll]) -> tuple[str, ...]:
    """The ICCPR articles that an incident of this type with these tolls concerns."""
    entry = claim_type(code)
    killed = any(t.effect == "killed" and (t.high is None or t.high > 0) for t in tolls)
    injured = any(t.effect == "injured" and (t.high is None or t.high > 0) for t in tolls)
    found = list(entry.rights)
    if killed:
        found = [*entry.rights_if_killed, *found]
    elif injured:
        found = [*found, *entry.rights_if_injured]
    return tuple(dict.fromkeys(found))
