"""Naming who claims or denies: the noun phrase, or the group that it points back to."""

from onrecord.model import Speaker
from onrecord.reading.actors import categorise_tokens, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.binding import attribution_of
from onrecord.reading.claims.context import context
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.modality import Stance
from onrecord.reading.claims.number import Number
from onrecord.reading.claims.responsibility import Responsible, find_responsibility, own_people, refers
from onrecord.reading.nlp import Entity
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["read_responsibility"]

_GROUPS = ("armed_group", "party", "gang", "mob")
_DEEDS = ("violent", "effect", "fire", "abduction", "execution")


def read_responsibility(
    analysis: Analysis, index: int, syntax: Syntax, told: list[Mention], last: Speaker | None
) -> tuple[list[Mention], Speaker | None, bool]:
    """The sentence's mentions with a claim or denial of responsibility bound to one of them.

    Gives also the party named last, which "the group" of a later sentence means, and whether the sentence only says
    that nobody has claimed it.
    """
    found = find_responsibility(syntax)
    if found is None:
        return _with_own_deeds(analysis, syntax, told, last)
    if found.kind == "nobody":
        return told, last, True
    party, category = _party(analysis, syntax, found, last)
    if party is None or category not in _GROUPS:
        return told, last, False
    for n, mention in enumerate(told):
        if mention.family in _DEEDS and not mention.tolls:
            bound = _bound(mention, found, party, category)
            return [*told[:n], bound, *told[n + 1 :]], party, False
    return [*told, _alone(analysis, index, syntax, found, party, category)], party, False


def _with_own_deeds(
    analysis: Analysis, syntax: Syntax, told: list[Mention], last: Speaker | None
) -> tuple[list[Mention], Speaker | None, bool]:
    """The mentions, of which those are claims of responsibility in which an armed group tells what its people did.

    "The brigade said its fighters had shot the mayor" claims the shooting as "the brigade claimed the shooting" does.
    """
    found = []
    for mention in told:
        done = mention.family in _DEEDS and mention.stance.modality == "actual" and not mention.stance.absent
        verb = next((a for a in mention.anchors if done and _by_the_speaker(syntax, a)), None)
        source = mention.attribution.source if mention.attribution is not None else None
        head = syntax.head_of(source.start, source.end) if source is not None else None
        if verb is not None and head is not None:
            claimed = Responsible("claimed", verb, (verb,), head)
            party, category = _party(analysis, syntax, claimed, last)
            if party is not None and category in _ARMED:
                mention, last = _bound(mention, claimed, party, category), party
        found.append(mention)
    return found, last, False


_ARMED = ("armed_group", "gang")


def _by_the_speaker(syntax: Syntax, verb: int) -> bool:
    """Whether whoever speaks did it: "it", "its fighters"."""
    return syntax.tokens[verb].pos == "VERB" and any(own_people(syntax, s) for s in syntax.dep(verb, "nsubj"))


def _party(analysis: Analysis, syntax: Syntax, found: Responsible, last: Speaker | None) -> tuple[Speaker | None, str]:
    head = found.party
    called = [c for c in syntax.dep(head, "appos") if syntax.tokens[c].tag == "NNP"]
    if called and syntax.tokens[head].text.lower() in context().armed_people:
        # "the clandestine organisation “Dawn Army” (DA)": named beside, whatever the names' labels say
        first, end = noun_phrase(syntax.sentence, called[0])
        words = [k for k in range(first, end) if syntax.tokens[k].pos in ("PROPN", "ADJ")]
        start, stop = syntax.tokens[words[0]].start, syntax.tokens[words[-1]].end
        return Speaker.cut(analysis.text, start, stop, name=analysis.text[start:stop]), "armed_group"
    if refers(syntax, head):
        attribution = attribution_of(analysis, syntax.tokens[found.verb].start, syntax.tokens[found.verb].end)
        if attribution is not None and attribution.speakers:
            return attribution.speakers[0], "armed_group"
        return (last, "armed_group") if last is not None else (None, "")
    first, end = noun_phrase(syntax.sentence, head)
    tokens = syntax.tokens[first:end]
    names = [e for e in syntax.sentence.entities if e.label == "ORG" and first <= e.first < end]
    start, stop = _name(syntax, names[0]) if names else (tokens[0].start, tokens[-1].end)
    category = categorise_tokens(syntax.sentence, head) or ("armed_group" if names else "unknown")
    exact = analysis.text[start:stop]
    return Speaker.cut(analysis.text, start, stop, name=exact), category


def _name(syntax: Syntax, entity: Entity) -> tuple[int, int]:
    """The whole of a name that the parser cut at a hyphen ("Tehreek-i-Taliban Pakistan")."""
    first, last = entity.first, entity.last
    tokens = syntax.tokens
    while last < len(tokens) and (
        tokens[last].pos == "PROPN"
        or (
            tokens[last].start == tokens[last - 1].end
            and tokens[last].text not in ",.;:()'’"
            and tokens[last].text != "'s"
        )
    ):
        last += 1
    while first > 0 and (
        tokens[first - 1].pos == "PROPN"
        or (tokens[first - 1].end == tokens[first].start and tokens[first - 1].text == "-")
    ):
        first -= 1
    return tokens[first].start, tokens[last - 1].end


def _bound(mention: Mention, found: Responsible, party: Speaker, category: str) -> Mention:
    from msgspec.structs import replace

    return replace(
        mention, responsible=found, party=party, category=category, reacting=False, stance=Stance("actual"), weak=False
    )


def _alone(
    analysis: Analysis, index: int, syntax: Syntax, found: Responsible, party: Speaker, category: str
) -> Mention:
    sentence = syntax.sentence
    return Mention(
        sentence=index,
        start=sentence.start,
        end=sentence.end,
        family="violent",
        acts=(),
        rank=0,
        weak=False,
        triggers=(),
        anchors=(found.verb,),
        tolls=(),
        whole=True,
        time=None,
        places=(),
        attribution=attribution_of(analysis, syntax.tokens[found.verb].start, syntax.tokens[found.verb].end),
        stance=Stance("actual"),
        number=Number(definite=True),
        reacting=False,
        responsible=found,
        party=party,
        category=category,
    )
