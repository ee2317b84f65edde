"""Arrests, charges and verdicts over a deed are answers to it; those of opponents, protesters and the press are incidents."""

from collections.abc import Mapping, Sequence

from onrecord.model import Actor, Claim, Party, Span
from onrecord.reading.claims import certain
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.response_lexicon import outcome, suspects
from onrecord.reading.parts import Act

__all__ = ["TRIED", "VERDICTS", "as_answers", "over_words", "told_twice"]

_ANSWERS = {"arrest": ("response.arrest",), "trial": ("response.case", "response.conviction")}
TRIED = ("response.case", "response.conviction")
VERDICTS = (*TRIED, "response.lifted")
"""What a court or a prosecutor does about a crime."""
_NEAR, _FEW = 500, 30
"""Characters between a crime told and an arrest that answers it without saying so; how many suspects there are."""


def as_answers(incidents: Sequence[Claim], acts: Sequence[Act] = ()) -> tuple[list[Claim], list[Claim]]:
    """The incidents without those arrests and trials that answer a crime told, and these as responses without id.

    An arrest answers the crime told just before where the one held is told as its doer ("a constable shot …; the constable
    was held"), where its words point to it ("over it", "over the Sibi attack"), where people of no name and no calling are
    held right after, or where one of ``acts`` says so, the finder's marks. An arrest or a trial whose own words name the
    offence answers it where another sentence tells it, and so does what is told of the same accused further on.
    """
    crimes = [c for c in incidents if _crime(c.type) and c.modality in ("actual", "alleged")]
    held = {n: t for n, t in enumerate(incidents) if t.type in _ANSWERS and t.modality == "actual"}
    charged = {n: crime for n, t in held.items() if (crime := _charged_with(t, crimes)) is not None}
    answered = _by_name(held, incidents, crimes, charged) | charged
    kept, answers = [], []
    for n, told in enumerate(incidents):
        crime = answered.get(n) or _held_for(told, incidents[:n], acts)
        if crime is None:
            kept.append(told)
            continue
        authority = next((a for a in told.actors if a.role == "authority"), None)
        by = None
        if authority is not None:
            name = authority.name or authority.exact
            by = Party(start=authority.start, end=authority.end, exact=authority.exact, name=name)
        answers.append(
            Claim(
                document=told.document,
                kind="response",
                type=_answer_of(told),
                evidence=told.evidence,
                read_by=told.read_by,
                said_by=told.said_by,
                when=told.when,
                about=(crime.id,),
                by=by,
                action=told.evidence[0],
            )
        )
    return kept, answers


def _held_for(told: Claim, before: Sequence[Claim], acts: Sequence[Act]) -> Claim | None:
    """The crime told just before an arrest that the arrest answers."""
    crime = _crime_before(told, before) if told.type == "arrest" and told.modality == "actual" else None
    if crime is None:
        return None
    tied = _doer_held(told, crime) or _points(told) or _strangers(told)
    return crime if tied or _marked(acts, told.evidence[0], told.type) is False else None


def _charged_with(told: Claim, crimes: Sequence[Claim]) -> Claim | None:
    """The crime of another sentence whose name the words of an arrest or a trial hold: "convicted of the murder".

    Whoever is held as an opponent, a protester, a reporter is held for that, whatever the charge.
    """
    words = [w.strip(".,;:'\"“”’") for w in told.evidence[0].exact.lower().split()]
    named = _offence(words)
    if named is None:
        return None
    crimes = [c for c in crimes if not _same_sentence(c, told)]
    hurt = {a.name for c in crimes for a in c.actors if a.role == "victim" and a.name}
    held = [a for a in told.actors if a.role == "victim" and a.name not in hurt]
    if any(a.category in outcome().civic for a in held) or {*words[:named]} & outcome().civic_words:
        return None
    return min(crimes, key=lambda c: abs(c.evidence[0].start - told.evidence[0].start), default=None)


def _offence(words: Sequence[str]) -> int | None:
    """Where words in small letters name the crime that somebody is held or tried for: "guilty of the murder", "rape charges"."""
    around = outcome()
    for i, word in enumerate(words):
        joined = {*words[max(0, i - 3) : i]} & around.joining or {*words[i + 1 : i + 2]} & around.charges
        if word in around.offences and joined:
            return i
    return None


def over_words(line: Line, verb: int) -> bool:
    """Whether people are tried for what they said, or for where they belong, and for no deed: "a year for insulting a minister"."""
    told = line.low[verb:]
    over = next((k for k, word in enumerate(told) if word in outcome().joining), None)
    if over is None:
        return False
    named = {*told[over:]}
    return bool(named & outcome().dissent) and named.isdisjoint(outcome().offences | suspects())


def _by_name(
    held: Mapping[int, Claim], incidents: Sequence[Claim], crimes: Sequence[Claim], charged: Mapping[int, Claim]
) -> dict[int, Claim]:
    """The crimes for which people are held or tried, by name, who are told to have done one or stand in one of ``charged``.

    A name that the text gives to an opponent, a protester or a reporter as well is left alone.
    """
    doers = [(crime, _names(crime, "perpetrator")) for crime in crimes]
    doers += [(crime, _names(held[n], "victim")) for n, crime in charged.items()]
    civic = {_last(a) for c in incidents for a in c.actors if a.category in outcome().civic}
    done = {name for _, names in doers for name in names}
    hurt = {name for c in crimes for name in _names(c, "victim")} - done
    found = {}
    for n, told in held.items():
        accused = _names(told, "victim") - civic - hurt
        crime = next((crime for crime, names in doers if names & accused), None)
        if crime is not None:
            found[n] = crime
    return found


def _names(claim: Claim, role: str) -> set[str]:
    return {name for a in claim.actors if a.role == role and (name := _last(a))}


def _last(actor: Actor) -> str:
    """The last word of a name, as people are called further on; nothing where the words are no name."""
    words = (actor.name or actor.exact).split()
    return words[-1].lower() if words[-1][:1].isupper() else ""


def _same_sentence(a: Claim, b: Claim) -> bool:
    return any(x.overlaps(y) for x in a.evidence for y in b.evidence)


def _answer_of(told: Claim) -> str:
    return _ANSWERS[told.type][bool(_words(told) & outcome().convicting) if told.type == "trial" else 0]


def _words(claim: Claim) -> set[str]:
    """The words of the sentences that tell it, in small letters."""
    return {w.strip(".,;:") for e in claim.evidence for w in e.exact.lower().split()}


def _crime_before(arrest: Claim, before: Sequence[Claim]) -> Claim | None:
    """The incident told last before an arrest, where it is a crime and stands near."""
    earlier = [c for c in before if c.evidence[0].start < arrest.evidence[0].start and c.modality != "planned"]
    last = max(earlier, key=lambda c: c.evidence[-1].end, default=None)
    if last is None or not _crime(last.type) or last.modality == "denied":
        return None
    return last if 0 <= arrest.evidence[0].start - last.evidence[-1].end <= _NEAR else None


def _doer_held(arrest: Claim, crime: Claim) -> bool:
    """Whether the one held is the crime's doer, by the noun that both go by."""
    doers = {a.exact.lower().split()[-1] for a in crime.actors if a.role == "perpetrator"}
    held = [t.exact.lower().split() for t in (*(a for a in arrest.actors if a.role == "victim"), *arrest.tolls)]
    return any(words[0] in ("the", "they", "both") and words[-1] in doers for words in held if words)


def _points(arrest: Claim) -> bool:
    words = " ".join(e.exact.lower() for e in arrest.evidence)
    return any(
        f" {word} {back} " in f"{words} " for word in outcome().pointing for back in ("it", "them", "the attack")
    )


def _strangers(arrest: Claim) -> bool:
    """Whether only people without a name are held, of whom nothing is told that opponents or the press are."""
    held = [a for a in arrest.actors if a.role == "victim"]
    if any(a.name or a.category in outcome().civic for a in held) or any(
        t.who in outcome().civic or t.low > _FEW for t in arrest.tolls
    ):
        return False
    return bool(held or arrest.tolls) and not _words(arrest) & outcome().civic_words


def told_twice(
    incidents: Sequence[Claim], responses: Sequence[Claim], acts: Sequence[Act] = ()
) -> tuple[set[str], set[str]]:
    """Ids of incidents that a response tells better, and of responses that an incident tells better.

    Both stand on the same words. Whoever is held or tried as an opponent, a protester, a reporter makes it an incident.
    """
    incident_ids: set[str] = set()
    response_ids: set[str] = set()
    for told in incidents:
        for answer in responses:
            if answer.type not in _ANSWERS.get(told.type, ()) or not _same_words(told, answer):
                continue
            # without a crime told that it answers, an arrest stands for itself; so does one at a protest or a riot
            about = [c for c in incidents if c.id in answer.about]
            # a verdict that names no crime answers none that is told only later
            deeds = {c.type for c in about if c.evidence[0].start <= answer.evidence[0].end or _names_crime(answer)}
            incident = not any(_crime(code) for code in deeds) or _civic(told, answer) or not _tied(answer)
            marked = _marked(acts, answer.action, told.type) if deeds else None
            incident = incident if marked is None else marked
            (response_ids if incident else incident_ids).add(answer.id if incident else told.id)
    return incident_ids, response_ids


def _marked(acts: Sequence[Act], words: Span | None, code: str) -> bool | None:
    """Whether the finder is sure that the words tell of an act of this type, or else of its answer; ``None`` if neither."""
    types = (code, *_ANSWERS[code])
    told = {a.type for a in acts if words and words.start <= a.start < words.end and certain(a)} & {*types}
    return code in told if len({t == code for t in told}) == 1 else None


def _names_crime(answer: Claim) -> bool:
    return any(w in suspects() for e in answer.evidence for w in e.exact.lower().split())


def _tied(answer: Claim) -> bool:
    words = set(answer.action.exact.lower().split()) if answer.action else set()
    return answer.type != "response.arrest" or bool(words & (suspects() | outcome().tying))


def _crime(code: str) -> bool:
    return code.startswith("attack.") or code in outcome().crimes


def _civic(told: Claim, answer: Claim) -> bool:
    words = {w for e in told.evidence for w in e.exact.lower().split()}
    held = any(a.role == "victim" and a.category in outcome().civic for a in told.actors)
    return held or bool(words & outcome().civic_words)


def _same_words(told: Claim, answer: Claim) -> bool:
    action = answer.action
    return action is not None and any(e.start <= action.start and action.end <= e.end for e in told.evidence)
