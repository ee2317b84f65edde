"""Which acts of asking are demands: by who asks, of whom, and for what."""

import re

from onrecord.model import Span
from onrecord.reading.claims import firm
from onrecord.reading.demands.asks import Ask
from onrecord.reading.demands.kinds import OTHER
from onrecord.reading.demands.lexicon import asking, demanders, due, parties, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import become_at
from onrecord.reading.demands.parties import Who
from onrecord.reading.demands.things import Thing

__all__ = ["admitted", "is_demander", "refusal"]

# what follows tells of whom or of what a body is: "analysts at the bank"
_OF = re.compile(r"\s+(?:of|for|at|in|on|with|from)\s+")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our)\s+", re.IGNORECASE)


def admitted(line: Line, ask: Ask, thing: Thing, asker: Who | None, asked: Who | None) -> bool:
    """Whether this is a demand and not another use of the words."""
    return refusal(line, ask, thing, asker, asked) is None


def refusal(line: Line, ask: Ask, thing: Thing, asker: Who | None, asked: Who | None) -> str | None:
    """Why this is no demand, or ``None`` where it is one."""
    span = line.span(thing.first, thing.last)
    if span is None:
        return "nothing is asked"
    reason = _refusal(line, ask, thing, span, asker, asked)
    if reason is None or ask.order:
        return reason
    # where the finder is sure that something is asked, who asks and of whom decides no more
    return None if _sure(line, ask, span) else reason


def _sure(line: Line, ask: Ask, span: Span) -> bool:
    words = Span.cut(line.text, min(line.tokens[ask.cue].start, span.start), span.end)
    return any(firm(m) for m in line.demanded(words))


def _refusal(line: Line, ask: Ask, thing: Thing, span: Span, asker: Who | None, asked: Who | None) -> str | None:
    low = _ARTICLE.sub("", span.exact.lower())
    typed = thing.code != OTHER
    clause = ask.mode == "that" and typed
    if not clause and any(low.startswith(w) and not low[len(w) : len(w) + 1].isalpha() for w in things().idle):
        return "such a thing is never a demand of the ledger"
    if asker is not None and _never(asker):
        return f"{asker.name} asks for nothing that the ledger keeps"
    heard = asked is not None and (asked.office or asked.category == "party")
    if ask.asked is not None and line.low[ask.asked] in demanders().audience and not heard and not _grave(thing):
        return "an appeal to an audience"
    if line.lemma[ask.cue] in asking().giving and not (heard or _bearer(line, ask)):
        return "a term given to somebody without an office"
    if ask.order:
        court = asker is not None and asker.category in ("court", "judge") and thing.code == "demand.restore_access"
        return None if court else "an order is a response, not a demand"
    if ask.mode == "that" and ask.classed and ask.form == "verb" and not _owed(line, ask, thing):
        return "the clause says what is, not what is to be"
    if ask.form in ("modal", "need"):
        return None if _due(line, ask, thing, typed, asker) else "nobody with the duty is told what to do"
    return _refused_thing(line, ask, thing, asker, asked)


def _refused_thing(line: Line, ask: Ask, thing: Thing, asker: Who | None, asked: Who | None) -> str | None:
    typed = thing.code != OTHER
    if ask.classed and not typed and not _pressed(ask, asker):
        return f"after {line.low[ask.cue]!r} only a thing with a type of its own is a demand"
    if ask.form == "noun" and asker is None and not typed and not ask.refused:
        return "nobody is said to ask"
    if ask.mode == "thing" and not typed and ask.form == "verb" and not _request(line, ask, thing):
        return "no thing that can be asked for"
    if asker is not None and _office(asker) and not _between(line, ask, thing, asker):
        return "what an office asks of those below it is a response"
    if typed:
        return None
    if ask.refused:
        return None if ask.form == "noun" and _request(line, ask, thing) else "no thing that can be asked for"
    return None if asker is not None and _heard(line, ask, asker, asked) else "asked by or of nobody who counts"


def _bearer(line: Line, ask: Ask) -> bool:
    """Whether those asked are somebody whose duty it is, by their noun."""
    return ask.asked is not None and bool({line.lemma[ask.asked], line.low[ask.asked]} & demanders().duty_bearers)


def _pressed(ask: Ask, asker: Who | None) -> bool:
    """Whether a party, a union or a rights body wants it, whose every wish of an office or an owner is a demand."""
    if not ask.pressed or asker is None:
        return False
    return asker.own or asker.category in demanders().firm - {"civilian", "voter", "government", "police"}


def _office(asker: Who) -> bool:
    """Whether the asker rules here: not a council of elders, nor an ambassador."""
    return asker.office and not _words(asker) & demanders().no_office


def _owed(line: Line, ask: Ask, thing: Thing) -> bool:
    """Whether the clause says what is to be and not what is."""
    done = line.lemma[ask.cue] in asking().done
    for k in range(thing.first, min(thing.last, thing.first + 16)):
        if line.low[k] in due().modals or line.low[k] == "be":
            return True
        token = line.tokens[k]
        subject = [c for c in line.syntax.below[k] if line.tokens[c].dep == "nsubj"]
        if token.tag == "VBP" and any(line.tokens[c].tag in ("NN", "NNP") for c in subject):
            # "insisted that the vote go ahead"
            return True
        if done and k > thing.first and become_at(line, k):
            return True
        if (
            line.tokens[k].tag == "VB"
            and k > thing.first
            and line.tokens[k - 1].pos in ("NOUN", "PROPN", "PRON", "ADV")
        ):
            return True
    return False


def _heard(line: Line, ask: Ask, asker: Who, asked: Who | None) -> bool:
    """Whether a thing of no type of its own is a demand: by who asks, and of whom."""
    if asked is None and _pressing(line, ask):
        return True
    if not is_demander(asker):
        return False
    if asked is None:
        body = not ask.weak and bool(_words(asker) & demanders().words)
        firmly = asker.own or asker.category in demanders().firm - {"civilian", "voter"}
        return firmly or body or ask.form == "noun"
    words = _words(asked)
    duty = (
        asked.office
        or asked.category in demanders().firm - {"civilian", "voter"}
        or bool(words & demanders().duty_bearers)
    )
    return duty or (asked.name[:1].isupper() and not asked.person and (asker.own or asker.category in demanders().firm))


def _pressing(line: Line, ask: Ask) -> bool:
    """Whether it is asked by doing something: "blocked the road to demand food"."""
    return any(line.lemma[k] in asking().pressing for k in line.syntax.path(ask.cue)[1:4])


def _words(who: Who) -> set[str]:
    return set(re.findall(r"[\w-]+", who.name.lower()))


def _grave(thing: Thing) -> bool:
    return thing.code in demanders().of_anybody


def _between(line: Line, ask: Ask, thing: Thing, asker: Who) -> bool:
    """Whether an office asks as one among equals; what it asks of those below it is a response."""
    if asker.category in parties().offices - {"government"}:
        return False
    if ask.asked is not None and line.syntax.entity.get(ask.asked) == "LOC" and not ask.order:
        # one state asks another
        return thing.code != OTHER
    if ask.weak or asker.category != "government":
        return False
    return thing.code != OTHER


def _request(line: Line, ask: Ask, thing: Thing) -> bool:
    return line.low[thing.first : thing.last] != [] and any(
        w in things().goods for w in line.low[thing.first : thing.last]
    )


def _never(who: Who) -> bool:
    head = _OF.split(who.name.lower())[0].split()[-1:]
    return not (who.person or who.own) and bool(set(head) & demanders().never)


def is_demander(who: Who) -> bool:
    if who.category in demanders().firm or who.own:
        return True
    return who.person or bool(_words(who) & demanders().words) or who.name[:1].isupper()


def _due(line: Line, ask: Ask, thing: Thing, typed: bool, asker: Who | None) -> bool:
    """ "Must" and "should": only of somebody who has the duty, or of something that has a type."""
    if asker is None or not is_demander(asker) or _office(asker):
        return False
    k = thing.first
    if ask.mode == "to" and line.low[k] in ("be", "have") and not typed:
        return False
    if typed and (ask.mode != "to" or ask.asked is None or ask.form == "need"):
        return True
    if ask.asked is None:
        return False
    named = line.tokens[ask.asked].pos in ("PROPN", "PRON") or bool(line.syntax.entity.get(ask.asked))
    bearer = bool({line.lemma[ask.asked], line.low[ask.asked]} & (demanders().duty_bearers | demanders().words))
    if typed or named:
        return typed and (named or bearer)
    return bearer and (asker.own or asker.category in ("rights_group", "international_body", "party", "politician"))
