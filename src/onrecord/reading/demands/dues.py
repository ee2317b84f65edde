"""Asking without a verb that asks: what must be, should be, is needed or deserved, and what is made a condition."""

from onrecord.reading.demands.frames import Ask, Frame, head, person, thing_at
from onrecord.reading.demands.lexicon import asking, demanders, due, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import verb_at

__all__ = ["due_at"]


def due_at(line: Line, i: int) -> Ask | None:
    """The act of asking whose word stands at ``i``, if it is one of these."""
    low, lemma = line.low[i], line.lemma[i]
    if line.tokens[i].tag == "MD" and low in due().modals:
        return _modal(line, i)
    if low in ("is", "are") and line.low[i + 1 : i + 2] == ["to"] and {*line.heading()} & things().list_heads:
        return _recommended(line, i)
    if low == "there" and line.tokens[i].tag == "EX":
        return _there(line, i)
    if lemma in due().verbs and line.verbal(i):
        return _need(line, i)
    if lemma in due().deserving and line.verbal(i):
        return _deserved(line, i)
    if lemma in due().belonging and line.tokens[i].tag in ("VBP", "VBZ"):
        return _belonging(line, i)
    if low in due().impersonal:
        return _impersonal(line, i)
    return _condition(line, i) if low in due().conditions else None


def _modal(line: Line, i: int) -> Ask | None:
    """ "X must be released", "the authorities should …"."""
    if i + 2 == len(line.tokens) and line.tokens[i + 1].text == ":":
        subject = head(line, max(0, i - 8), i)
        return Ask(cue=i, first=i + 2, mode="to", asked=subject, form="modal", voiced=True, open=True)
    verb = line.tokens[i].head
    if verb < 0 or line.tokens[i].dep not in ("aux", "aux:pass", "root"):
        return None
    helpers = [c for c in line.syntax.below[verb] if line.tokens[c].dep in ("aux", "mark") and c < verb + 1]
    if i == 0 or any(line.low[c] in ("have", "if", "unless") for c in helpers):
        return None
    is_open = i >= len(line.tokens) - 2 or (i + 1 < len(line.tokens) and line.tokens[i + 1].text == ":")
    subjects = line.syntax.dep(verb, "nsubj", "nsubj:pass", "expl")
    passive = bool(line.syntax.dep(verb, "nsubj:pass")) or any(
        line.tokens[c].dep == "aux:pass" for c in line.syntax.below[verb]
    )
    subject = subjects[0] if subjects else head(line, max(0, i - 8), i)
    if subject is None or line.low[subject] in ("i", "you", "one"):
        return None
    if line.low[subject] == "there":
        first = min(verb + 1, len(line.tokens))
        return Ask(cue=i, first=first, mode="thing", form="modal", classed=True, voiced=True) if verb > i else None
    if passive or (not is_open and not _bears_duty(line, subject)):
        return Ask(cue=i, first=_clause_start(line, subject, i), mode="that", form="modal", voiced=True)
    first = i + 1
    while (
        first < len(line.tokens)
        and (line.tokens[first].pos == "ADV" or line.low[first] in ("to", "also"))
        and line.low[first] not in ("not", "never")
    ):
        first += 1
    return Ask(cue=i, first=first, mode="to", asked=subject, form="modal", voiced=True, open=is_open)


def _recommended(line: Line, i: int) -> Ask | None:
    """Under a heading of recommendations: "The prosecutor is to bring them to court", "the families are to be paid"."""
    subjects = line.syntax.subjects(line.tokens[i].head) or line.syntax.objects(line.tokens[i].head)
    if not subjects or not verb_at(line, i + 2, "to"):
        return None
    if line.low[i + 2] == "be":
        return Ask(cue=i, first=_clause_start(line, subjects[0], i), mode="that", form="modal", voiced=True)
    return Ask(cue=i, first=i + 2, mode="to", asked=subjects[0], form="modal", voiced=True)


def _bears_duty(line: Line, subject: int) -> bool:
    """Whether the subject is somebody who can be told what to do, and not what is to end or to come."""
    token = line.tokens[subject]
    if line.negated(subject):
        return False
    if token.pos in ("PROPN", "PRON") or line.syntax.entity.get(subject):
        return True
    return bool({line.low[subject], line.lemma[subject]} & (demanders().duty_bearers | demanders().words))


def _clause_start(line: Line, subject: int, before: int) -> int:
    """Where the clause of the subject begins, without what stands before it in a tree that is broken."""
    inside = [k for k in line.syntax.subtree(subject) if k < before]
    return inside[0] if inside else subject


def _there(line: Line, i: int) -> Ask | None:
    """ "There has to be an investigation", "there is a need for …" is told by the noun."""
    for k in range(i + 1, min(i + 6, len(line.tokens) - 1)):
        if line.low[k] == "be" and k > i + 2 and line.low[k - 1] in ("to", "also"):
            return Ask(cue=i, first=k + 1, mode="thing", form="modal", classed=True, voiced=True)
    return None


def _need(line: Line, i: int) -> Ask | None:
    """ "The army needs to …", "we need protection", "they have to …"."""
    j = i + 1
    subjects = line.syntax.subjects(i)
    had = line.tokens[i].tag == "VBD" and line.low[i] == "had" and line.low[j : j + 2] == ["to", "be"]
    if j >= len(line.tokens) or not subjects or (line.tokens[i].tag not in ("VBP", "VBZ") and not had):
        return None
    who = line.low[subjects[0]]
    if had:
        # "saying they had to be let go"
        return Ask(cue=i, first=j + 1, mode="to", form="need", voiced=True, classed=True)
    if line.low[j] == "to":
        if not verb_at(line, j + 1, "to") or who in ("i", "you"):
            return None
        return Ask(cue=i, first=j + 1, mode="to", asked=subjects[0], form="need", voiced=True)
    if line.lemma[i] == "need" and thing_at(line, j) and _in_need(line, subjects[0]):
        return Ask(cue=i, first=j, mode="thing", form="need", classed=True, voiced=True)
    return None


def _in_need(line: Line, subject: int) -> bool:
    """Whether those are people, for whom somebody speaks: "his widow and her children need guards"."""
    people = due().needing | demanders().words
    return any(
        {line.low[k], line.lemma[k]} & people
        for k in line.syntax.subtree(subject)
        if k <= subject or line.tokens[k].dep == "conj"
    )


def _belonging(line: Line, i: int) -> Ask | None:
    """ "He belongs at home", "the law belongs in the archives"."""
    placed = i + 1 < len(line.tokens) and line.tokens[i + 1].pos in ("ADP", "ADV")
    if not placed or not line.syntax.subjects(i):
        return None
    return Ask(cue=i, first=i, mode="thing", form="need", classed=True, voiced=True)


def _deserved(line: Line, i: int) -> Ask | None:
    """ "The families deserve justice", "they are entitled to compensation"."""
    j = i + 1
    if j < len(line.tokens) and line.low[j] == "to":
        j += 1
    if not line.syntax.subjects(i) or not thing_at(line, j) or line.tokens[i].tag not in ("VBP", "VBZ", "VBD", "VBN"):
        return None
    return Ask(cue=i, first=j, mode="thing", form="need", classed=True, voiced=True)


def _impersonal(line: Line, i: int) -> Ask | None:
    """ "It is essential that …", "it is time to …", "it is high time the police …"."""
    if not any(line.low[k] in ("it", "is", "'s", "’s") for k in range(max(0, i - 4), i)):
        return None
    j = i + 1
    if j >= len(line.tokens):
        return None
    if line.low[j] == "that":
        return Ask(cue=i, first=j + 1, mode="that", form="need", voiced=True, classed=True)
    if line.low[j] in ("to", "for"):
        plain: Frame | None = (j + 1, "to", None, False) if verb_at(line, j + 1, "to") else None
        found = person(line, j + 1, ()) if line.low[j] == "for" else plain
        if found is not None:
            return Ask(cue=i, first=found[0], mode=found[1], asked=found[2], form="need", voiced=True, classed=True)
    if line.low[i] == "time" and line.tokens[j].pos in ("DET", "PROPN", "PRON", "NOUN"):
        return Ask(cue=i, first=j, mode="that", form="need", voiced=True, classed=True)
    return None


def _to_come(line: Line, verb: int) -> bool:
    return any(line.tokens[c].tag == "MD" for c in line.syntax.below[verb])


def _condition(line: Line, i: int) -> Ask | None:
    """ "Threatened to strike unless the minister resigns", "will stay until the men are freed"."""
    if line.tokens[i].dep != "mark" or line.tokens[i].head < 0:
        return None
    clause = line.tokens[i].head
    over = line.syntax.path(clause)[1:6]
    above = [k for k in over if line.lemma[k] in asking().pressing and line.low[i] != "before"]
    refused = over[:1] if over and line.negated(over[0]) and _to_come(line, over[0]) else []
    if not above and not refused:
        return None
    # "will not go back before he is freed"
    above = above or refused
    subjects = line.syntax.subjects(above[-1]) or line.syntax.subjects(above[0])
    if not subjects:
        return None
    return Ask(
        cue=i, first=i + 1, mode="that", asker=subjects[0], form="condition", weak=True, classed=True, voiced=False
    )
