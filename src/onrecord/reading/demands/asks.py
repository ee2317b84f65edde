"""Asking: the verb, noun or modal that asks, who asks whom, and where the thing asked begins.

The frames are read from the order of words and their tags, with the tree for subjects and owners only: a long list of
things asked is where trees break first.
"""

from collections.abc import Iterator

from onrecord.reading.demands.dues import due_at
from onrecord.reading.demands.frames import STOPS, Ask, Frame, frame, person, thing
from onrecord.reading.demands.lexicon import asking, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import verb_at

__all__ = ["Ask", "find_asks", "list_cues"]


def find_asks(line: Line) -> list[Ask]:
    """Every act of asking in a sentence, in text order; one inside the thing asked by another is left out."""
    found: list[Ask] = []
    words = asking()
    if line.words().rstrip().endswith("?"):
        return []
    for i in range(len(line.tokens)):
        if (line.verbal(i) or _headline_verb(line, i)) and line.lemma[i] in words.verbs:
            ask = _verb(line, i)
        elif line.tokens[i].pos == "NOUN" and line.lemma[i] in words.nouns | words.needs:
            ask = _noun(line, i)
        else:
            ask = None
        ask = ask or due_at(line, i)
        if ask is not None and not line.negated(ask.cue if ask.form != "modal" else i) and not _by_nobody(line, ask):
            found.append(ask)
    return _outer(found, line)


def _by_nobody(line: Line, ask: Ask) -> bool:
    """ "Nobody has called for …"."""
    return ask.asker is not None and line.low[ask.asker] in ("nobody", "none", "neither")


def _headline_verb(line: Line, i: int) -> bool:
    """ "Okello calls for …", where the tagger takes the verb for a noun."""
    token = line.tokens[i]
    if token.tag != "NNS" or i == 0 or i + 1 >= len(line.tokens):
        return False
    return line.tokens[i - 1].tag in ("NNP", "NNPS") and line.low[i + 1] in ("for", "on", "that", "to", "the")


def _outer(found: list[Ask], line: Line) -> list[Ask]:
    kept: list[Ask] = []
    # of two that ask for the same words, the nearer asks: "told reporters that he had asked the court to …"
    near = {ask.first: ask for ask in found}
    for ask in near.values():
        inside = [
            k for k in kept if k.first <= ask.cue and ask.form in ("noun", "modal", "need") and ask.cue - k.first < 30
        ]
        if ask.form == "modal" and inside and inside[-1].form == "modal" and ask.mode == "that":
            continue
        sentence_verb = ask.form == "verb" and ask.asker is not None
        joined = ask.form == "need" and line.tokens[ask.cue].dep == "conj" and bool(line.syntax.subjects(ask.cue))
        if inside and not sentence_verb and not joined and not _own_clause(line, inside[-1], ask):
            continue
        if ask.form == "verb" and any(
            k.first <= ask.cue <= k.first + 12 and ask.asker in (k.asker, None) and _below(line, ask.cue, k.cue)
            for k in kept
        ):
            continue
        kept.append(ask)
    return kept


def _below(line: Line, inner: int, outer: int) -> bool:
    token = line.tokens[inner]
    return token.dep in ("xcomp", "ccomp", "acl", "acl:relcl", "advcl") and outer in line.syntax.path(inner)


def _own_clause(line: Line, outer: Ask, ask: Ask) -> bool:
    """A modal after a finite verb that came after the thing asked: "sought X, and said those … must …"."""
    return any(
        line.tokens[k].tag in ("VBD", "VBZ")
        and line.lemma[k] in ("say", "add", "stress", "insist", "state", "tell", "write", "note")
        for k in range(outer.first, ask.cue)
    )


def _verb(line: Line, i: int) -> Ask | None:
    words = asking()
    lemma = line.lemma[i]
    if line.tokens[i].dep in ("amod", "compound") or (i > 0 and line.tokens[i - 1].text == "-"):
        return None
    if any(line.tokens[c].dep == "aux:pass" for c in line.syntax.below[i]):
        return _passive(line, i)
    modal = next((c for c in line.syntax.below[i] if line.tokens[c].tag == "MD" and c < i), None)
    if modal is not None and not (line.low[modal] in ("would", "'d") and lemma in words.wishes):
        return None
    if modal is None and lemma in words.wishes - words.person:
        return None
    found = frame(line, i, i + 1, lemma)
    if found is None:
        return None
    first, mode, asked, is_open = found
    subjects = line.syntax.subjects(i)
    asker = subjects[0] if subjects else _before(line, i)
    wanted = lemma in words.pressed and (asked is not None or mode == "that")
    return Ask(
        cue=i, first=first, mode=mode, asker=asker, asked=asked,
        weak=lemma in words.weak, classed=lemma in words.classed, pressed=wanted,
        order=lemma in words.orders, open=is_open, voiced=asker is None,
    )  # fmt: skip


def _passive(line: Line, i: int) -> Ask | None:
    """ "The government was urged to …", "ordered by the court to …"."""
    if line.lemma[i] not in asking().person:
        return None
    to = next(
        (k for k in range(i + 1, min(i + 10, len(line.tokens))) if line.low[k] == "to" and verb_at(line, k + 1, "to")),
        None,
    )
    if to is None:
        return None
    agents = line.syntax.subjects(i)
    objects = line.syntax.objects(i)
    lemma = line.lemma[i]
    return Ask(
        cue=i, first=to + 1, mode="to", asker=agents[0] if agents else None, asked=objects[0] if objects else None,
        weak=lemma in asking().weak, classed=lemma in asking().classed,
        order=lemma in asking().orders, voiced=not agents,
    )  # fmt: skip


def _before(line: Line, i: int) -> int | None:
    """The nearest noun phrase that can be the subject where the tree has none."""
    token = line.tokens[i]
    if token.tag == "VBG" and token.dep in ("advcl", "acl", "xcomp") and token.head >= 0:
        if line.tokens[token.head].pos in ("NOUN", "PROPN"):
            return token.head
        subjects = line.syntax.subjects(token.head) if line.verbal(token.head) else []
        return subjects[0] if subjects else None
    for k in range(i - 1, max(-1, i - 8), -1):
        if line.tokens[k].pos in ("NOUN", "PROPN") and line.tokens[k].dep.startswith("nsubj"):
            return k
        if line.tokens[k].text in STOPS:
            break
    return None


def _noun(line: Line, i: int) -> Ask | None:
    """ "its call for …", "a demand by X that …", "a petition to lift …", "suggestions to the government:"."""
    words = asking()
    if any(line.tokens[c].dep == "compound" for c in line.syntax.below[i]):
        return None
    j = i + 1
    asker: int | None = None
    asked: int | None = None
    if j < len(line.tokens) and line.low[j] in ("by", "from", "of") and line.lemma[i] != "charter":
        inner = [
            c
            for c in line.syntax.below[i]
            if c > i
            and line.tokens[c].pos in ("NOUN", "PROPN")
            and any(line.low[g] in ("by", "from", "of") for g in line.syntax.below[c])
        ]
        if not inner or (line.low[j] == "of" and line.lemma[i] != "demand"):
            return None
        asker = inner[0]
        j = next(
            (k for k in range(asker + 1, min(asker + 14, len(line.tokens))) if line.low[k] in ("for", "to", "that")),
            len(line.tokens),
        )
    needed = line.lemma[i] in words.needs
    governor = line.tokens[i].head
    if needed and (governor < 0 or line.lemma[governor] not in words.stressing | {"be"}):
        return None
    found = _noun_frame(line, i, j, needed)
    if found is None:
        return None
    first, mode, asked, is_open = found
    refused = (
        governor >= 0
        and line.lemma[governor] in words.refusing
        and line.tokens[i].dep.split(":")[0] in ("obj", "obl", "nsubj")
    )
    if (refused and line.lemma[i] not in words.refusable) or (refused and line.tokens[i].tag == "NNS"):
        return None
    owner = [c for c in line.syntax.below[i] if line.tokens[c].dep == "nmod:poss"]
    if asker is None and owner:
        asker = owner[0]
    making = words.making | (words.stressing if needed else frozenset())
    if asker is None and governor >= 0 and line.lemma[governor] in making and not refused:
        subjects = line.syntax.subjects(governor)
        asker = subjects[0] if subjects else None
    weak = asker is None or line.lemma[i] in words.weak_nouns
    return Ask(
        cue=i, first=first, mode=mode, asker=asker, asked=asked, form="noun",
        weak=weak, classed=(asker is None and not refused) or needed, refused=refused, open=is_open,
        voiced=needed and asker is None,
    )  # fmt: skip


def _noun_frame(line: Line, i: int, j: int, needed: bool) -> Frame | None:
    """What follows a noun that asks: "on X to …", "to …", "for …", "that …"; "their demands include …"."""
    if j >= len(line.tokens):
        return None
    low = line.low[j]
    if low == "to" and verb_at(line, j + 1, "to") and line.tokens[j].tag == "TO":
        return (j + 1, "to", None, False)
    if low in ("on", "to", "upon"):
        return person(line, j + 1, ("for",))
    if low == "for" or (needed and low == "of"):
        return (person(line, j + 1, ()) if needed else None) or thing(line, j + 1)
    if low == "that":
        return (j + 1, "that", None, False)
    return thing(line, j + 1) if line.tokens[i].tag == "NNS" and line.lemma[j] == "include" else None


def list_cues(line: Line) -> Iterator[int]:
    """Tokens that name a list of things asked ("recommendations", "its demands:")."""
    for i in range(len(line.tokens)):
        if line.lemma[i] in things().list_heads:
            yield i
