"""Which mentions and events are worth a claim, and why the others are not."""

from collections.abc import Iterable, Sequence, Set
from functools import cache

import msgspec

from onrecord.model import Claim
from onrecord.reading.claims.context import context
from onrecord.reading.claims.events import Event
from onrecord.reading.claims.families import family_of
from onrecord.reading.claims.mentions import Mention
from onrecord.reading.claims.triggers import Trigger
from onrecord.reading.nlp import ParsedSentence
from onrecord.reading.nlp.syntax import Syntax

__all__ = [
    "Setting",
    "admit_event",
    "admit_mention",
    "goes_on",
    "is_long",
    "part_of_others",
    "plainly_hostile",
    "setting_of",
    "telling_words",
    "thin",
    "without_setting",
]

_HARM = {"arrest": ("arrested",), "abduction": ("abducted", "missing"), "raid": ("arrested",)}
_DOMAIN_WORDS = 5
_DOMAIN_SHARE = 0.012
# its words are of politics at large, so more of them are wanted
_CONTEST_WORDS = 6
_CONTEST_SHARE = 0.015
# so many words of attackers and weapons tell of a bomb at a match and not of a match, and leave no doubt of the subject
_HOSTILE = 3
_TELLING = 50
_SHORT_TEXT = 60
_SHORT_SHARE = 0.05


# a domain whose events are real, though most of its words of violence are not meant
CONTEST = "contest"
_MISHAPS = ("violent", "fire", "destruction", "effect", "internet", "movement", "riot", "threat", "death")
_HARMED = ("killed", "injured", "arrested", "abducted", "missing")
_ANYBODY = (None, "civilian", "individual")
# acts in which arms are seized
_FORCE = frozenset({"violent", "arrest", "raid", "abduction", "riot", "fire"})
# acts that are used against a protest, or that it turns into
_AT_PROTESTS = frozenset({"excessive_force", "arrest", "riot"})
_FIGURATIVE = ("violent", "riot", "destruction", "threat", "abduction", "protest", "fire", "raid")


class Setting(msgspec.Struct, frozen=True):
    """What a document is about as a whole, told by its words.

    ``domain``: sport, a film, finance, a contest for office …, where words of violence are not meant.
    ``hostility``: how many different words tell of attackers, weapons, crimes and unrest.
    ``mishap``: an accident, weather or an illness, with no word of an attacker, a weapon or a crime anywhere.
    ``subject``: some word of what the ledger is about, or a text too short to lack one.
    ``long``: long enough that what is not in it tells something.
    """

    domain: str | None
    hostility: int
    mishap: bool
    subject: bool
    long: bool

    @property
    def plain(self) -> bool:
        """Whether so many words tell of attackers, weapons and crimes that nothing else can be meant."""
        return self.hostility >= _HOSTILE

    @property
    def aside(self) -> bool:
        return self.domain is not None or self.mishap

    @property
    def elsewhere(self) -> bool:
        """Whether it tells of a match, a film, a market: a contest for office may be of the ledger's subject."""
        return self.domain not in (None, CONTEST)

    def excludes(self, kind: str) -> bool:
        """Whether an act of this type is none in such a document: what burns or collapses in an accident."""
        return self.mishap and family_of(kind) in _MISHAPS


def is_long(text: str) -> bool:
    """Whether a text is long enough that what is not in it tells something."""
    return len(text.split()) >= _TELLING


def plainly_hostile(words: Set[str]) -> bool:
    """Whether so many of a document's words tell of attackers, weapons and crimes that nothing else can be meant."""
    return _hostility(words) >= _HOSTILE


def _hostility(words: Set[str]) -> int:
    return len(words & context().hostile)


def goes_on(words: frozenset[str]) -> bool:
    """Whether a sentence of these words may go on about an act told before it: "it happened on Tuesday"."""
    return not words.isdisjoint(context().going_on)


@cache
def telling_words() -> frozenset[str]:
    """Words of attackers, weapons, crimes, unrest and rights: what the ledger is about."""
    return context().hostile | context().subject


def setting_of(sentences: Iterable[ParsedSentence]) -> Setting:
    """The setting of a document of these sentences, parsed or not."""
    words = [t.text.lower() for s in sentences for t in s.tokens]
    seen = set(words)
    lists, hostility = context(), _hostility(seen)
    # what a sentence or two leave unsaid tells nothing
    long = len(words) >= _TELLING
    return Setting(
        domain=_domain(words, seen),
        hostility=hostility,
        mishap=long and bool(seen & lists.mishap) and not hostility,
        subject=not long or not seen.isdisjoint(telling_words()),
        long=long,
    )


def _domain(words: Sequence[str], seen: set[str]) -> str | None:
    for name, listed in sorted(context().domain.items(), key=lambda d: (d[0] == CONTEST, d[0])):
        different = len(seen & listed)
        share = sum(1 for w in words if w in listed) / max(1, len(words))
        if name == CONTEST:
            if different >= _CONTEST_WORDS and share >= _CONTEST_SHARE:
                return name
            continue
        if different >= _DOMAIN_WORDS and share >= _DOMAIN_SHARE:
            return name
        if len(words) <= _SHORT_TEXT and different >= 2 and share >= _SHORT_SHARE:
            return name
    return None


def thin(claim: Claim) -> bool:
    """Whether a claim rests on one word alone: nobody is counted, and nobody appears who is more than a person."""
    if any(t.effect in _HARMED and t.low > 0 for t in claim.tolls):
        return False
    return all(a.category in _ANYBODY for a in claim.actors)


def admit_mention(mention: Mention, syntax: Syntax, setting: Setting, others: Sequence[Mention]) -> str | None:
    """``None`` when the mention may count, else the reason why not; ``others`` are told in the same sentence."""
    if mention.responsible is not None:
        return None
    if mention.stance.absent and not any(t.low == 0 for t in mention.tolls):
        return f"the text says that it did not happen ({mention.stance.word})"
    if mention.stance.modality == "conditional" and mention.stance.generic:
        return f"only possible ({mention.stance.word})"
    if mention.stance.word.lower() in context().threatening and mention.family not in ("protest", "strike"):
        return "threatened, and not done"
    if mention.family in ("protest", "strike") and mention.scene and _only_setting(mention, syntax, others):
        return "only the setting of another act"
    if setting.mishap and mention.family in _MISHAPS:
        return "the document is about an accident, weather or an illness"
    # a stadium or a bank can be bombed; what a film shows never happened
    domain = setting.domain
    if domain == CONTEST and not _borne_out(mention, syntax):
        return "said of a contest for office, without a figure, a day or a place, or any word of bodily harm"
    if domain not in (None, CONTEST) and (domain == "film" or not setting.plain or not _harms(mention)):
        return f"the document is about {domain}"
    if _figurative(mention, syntax) and _holds(syntax, context().spoken) and not _holds(syntax, context().bodily):
        return "an attack in words"
    if mention.rank <= 1 and not mention.tolls and not mention.acts and mention.rank != 0:
        return "an effect without a figure or an act"
    return None


def _only_setting(mention: Mention, syntax: Syntax, others: Sequence[Mention]) -> bool:
    """Whether a protest is only where something else happened: a bomb at a rally, an arrest during one.

    Force and arrests that are used against it leave it an event of its own ("dispersed workers who had marched").
    """
    acts = [m for m in others if m.family not in ("protest", "strike", "irregularity")]
    if any(not m.acts or not set(m.acts) <= _AT_PROTESTS for m in acts):
        return True
    token = syntax.tokens[mention.anchors[0]]
    above = syntax.tokens[token.head].dep if token.head >= 0 else ""
    if (token.dep, token.tag) == ("acl:relcl", "VBG") or (token.dep, above) == ("xcomp", "acl:relcl"):
        # "marchers who were chanting", "who tried to march": who they are, not what they did
        return bool(acts)
    beside = token.pos in ("NOUN", "PROPN") and token.dep.split(":")[0] in ("obl", "nmod", "obj")
    # "at a protest" tells of one, "during Thursday's protest" of one told elsewhere
    return bool(acts) and beside and (token.dep == "obj" or mention.number.definite or mention.number.several)


def without_setting(mention: Mention, syntax: Syntax, others: Sequence[Mention]) -> Mention:
    """The mention of who died at a gathering that is only the setting of the sentence's other acts: of the deaths alone."""
    gathering = mention.family == "protest" and mention.scene and _only_setting(mention, syntax, others)
    if not gathering or not any(t.effect == "killed" and t.low > 0 for t in mention.tolls):
        return mention
    deaths = tuple(t for t in mention.triggers if t.rank == 1)
    return msgspec.structs.replace(mention, family="effect", acts=(), triggers=deaths, rank=1) if deaths else mention


def _harms(mention: Mention) -> bool:
    return any(t.effect in ("killed", "injured") and t.low > 0 for t in mention.tolls) and mention.rank >= 2


def _borne_out(mention: Mention, syntax: Syntax) -> bool:
    """Whether a mention in a report of a contest for office is meant as it is said, and took place."""
    if mention.rank >= 2 and any(t.low > 0 for t in mention.tolls):
        return True
    if (
        mention.weak
        or mention.rank < 2
        or not mention.located
        or mention.stance.modality not in ("actual", "alleged", "denied")
    ):
        return False
    return mention.family not in _FIGURATIVE or _holds(syntax, context().bodily)


def _figurative(mention: Mention, syntax: Syntax) -> bool:
    """An act by a word that also tells of words ("attacked", "clashed"), without anybody harmed."""
    acts = [t for t in mention.triggers if t.rank >= 2]
    words = {w for t in acts for w in _words(t, syntax)}
    return bool(acts) and not mention.tolls and words <= context().figurative


def _words(trigger: Trigger, syntax: Syntax) -> list[str]:
    """The words of the lexicon's line, or those that the finder marked."""
    return trigger.source.split(" ") if trigger.entry is not None else [syntax.tokens[i].lemma for i in trigger.tokens]


def _holds(syntax: Syntax, listed: frozenset[str]) -> bool:
    return any(syntax.is_one_of(i, listed) for i in range(len(syntax.tokens)))


def admit_event(event: Event, syntaxes: Sequence[Syntax | None], violent: bool) -> str | None:
    """``None`` when the event is told well enough to stand in the ledger, else the reason why not.

    ``violent`` says that the report tells of violence elsewhere.
    """
    telling = [m for m in event.mentions if not m.reacting or m.presupposed]
    strong = [m for m in event.mentions if m.rank >= 2 and not m.weak]
    wanted = _HARM.get(next(iter(sorted(event.families - {"effect"})), ""), ("killed", "injured"))
    harmed = any(t.effect in wanted and t.low > 0 for m in event.mentions for t in m.tolls)
    acts = [m for m in event.mentions if m.rank >= 2]
    if not telling and not (strong and any(m.located for m in strong)):
        return "only referred to, never told"
    if all(_bare(m) for m in event.mentions):
        return "only referred to, never told"
    if strong or any(m.stance.modality == "feared" and m.rank >= 2 for m in telling):
        return None
    if acts and harmed:
        return None
    if acts:
        return "a general word without a figure or a stronger word beside it"
    if event.families <= {"arrest", "abduction"}:
        return "a figure without an act"
    if not harmed:
        return "no act is told"
    if event.mentions[0].accident:
        return None if _civic(event, syntaxes) else "an accident, illness or weather"
    if _deed(event) or (violent and _mass(event)):
        return None
    return "a death that no word ties to a deed"


def part_of_others(events: Sequence[Event], syntaxes: Sequence[Syntax | None]) -> list[Event]:
    """The events that are no more than arms seized in another act of the report: a raid, an arrest, a fight."""
    seized = [e for e in events if e.families == {"raid"} and all(_seizes(m, syntaxes[m.sentence]) for m in e.mentions)]
    return seized if any(e not in seized and not e.families.isdisjoint(_FORCE) for e in events) else []


def _seizes(mention: Mention, syntax: Syntax | None) -> bool:
    return syntax is not None and all(
        syntax.tokens[t.anchor].lemma.lower() in context().seizing for t in mention.triggers
    )


def _bare(mention: Mention) -> bool:
    """A definite or pronominal reference without anything of its own: "the attacks", "both shootings"."""
    if mention.responsible is not None:
        return False
    number = mention.number
    own = mention.tolls or mention.located or mention.presupposed
    return (
        not own
        and (number.definite or mention.rank == 0)
        and mention.stance.modality == "actual"
        and (number.several or mention.reacting)
    )


def _mass(event: Event) -> bool:
    """Several deaths with their own day or place, in a report that tells of violence elsewhere."""
    return any(t.effect == "killed" and t.low >= 2 and (m.time or m.places) for m in event.mentions for t in m.tolls)


def _deed(event: Event) -> bool:
    """Effects that somebody causes: "killed", "murdered" and the like, not "died"."""
    return any(
        t.source.split(" ")[0] in ("kill", "martyr", "injure", "wound", "embrace")
        for m in event.mentions
        for t in m.triggers
    )


def _civic(event: Event, syntaxes: Sequence[Syntax | None]) -> bool:
    """Whether those harmed are tied to a vote or a protest."""
    syntax = syntaxes[event.mentions[0].sentence]
    return syntax is not None and _holds(syntax, context().civic)
