"""Whether a thing asked begins at a word: a base form after "to", a clause with "must", a noun that can be asked for."""

from typing import Literal

from onrecord.reading.demands.lexicon import parties, things
from onrecord.reading.demands.line import Line

__all__ = ["SEPARATORS", "Mode", "become_at", "begins_behind", "good_at", "verb_at"]

Mode = Literal["to", "that", "thing", "gerund"]
"""The form of what is asked: "to go", "that he go", "his release", "releasing him"."""
SEPARATORS = frozenset({",", ";", "and", "or", "&", "plus"})
"""What may stand between two things asked."""


def verb_at(line: Line, i: int, mode: Mode) -> bool:
    """Whether a thing asked begins with the verb at ``i``: a base form, or an -ing form in a list of those."""
    if i >= len(line.tokens):
        return False
    token = line.tokens[i]
    if mode == "gerund":
        return token.tag == "VBG" or (line.low[i].endswith("ing") and line.lemma[i] in things().acts)
    if token.tag == "VB":
        return True
    if (
        mode == "to"
        and i
        and line.low[i - 1] == "to"
        and token.pos == "VERB"
        and not line.low[i].endswith(("ing", "ed"))
    ):
        return True
    if line.low[i] not in things().acts:
        return False
    if token.tag == "JJ":
        # "free all of them" is tagged as an adjective; before a determiner and after the "to" of an infinitive it is none
        if i and line.low[i - 1] == "to" and line.tokens[i - 1].pos == "PART":
            return True
        return i + 1 < len(line.tokens) and (
            line.tokens[i + 1].pos in ("DET", "PRON") or line.low[i + 1] in parties().indefinite
        )
    return token.tag not in ("NNS", "VBN", "VBD", "VBG")


def become_at(line: Line, k: int) -> bool:
    """Whether the words at ``k`` tell what is to become of what stands before them: a participle, or a place ("out of office")."""
    token = line.tokens[k]
    if token.tag in ("VBN", "VBD") and token.pos in ("VERB", "ADJ") and not token.dep.startswith(("amod", "aux")):
        return True
    return line.low[k] in things().become and token.pos in ("ADP", "ADV", "VERB", "ADJ", "NOUN")


def good_at(line: Line, start: int, last: int) -> bool:
    """A noun phrase whose head is something that can be asked for."""
    head = None
    for k in range(start, min(start + 9, last)):
        token = line.tokens[k]
        if token.pos in ("NOUN", "PROPN") or line.low[k] in things().goods:
            head = k
        elif (
            token.tag == "VBG"
            and head is None
            and line.lemma[k] in things().acts
            and k + 1 < last
            and line.tokens[k + 1].pos == "ADP"
        ):
            return True
        elif (
            (token.text == "," and head is None and k + 1 < last and line.tokens[k + 1].pos == "ADJ")
            or token.text in "-'"
            or (token.pos in ("DET", "ADJ", "NUM", "PRON", "ADV") and head is None)
            or (token.tag in ("VBN", "VBG", "JJ") and head is None)
        ):
            continue
        else:
            break
    if head is None:
        return False
    return line.low[head] in things().goods or line.lemma[head] in things().goods


def begins_behind(line: Line, i: int, last: int, mode: Mode) -> int | None:
    """The token at which a new thing begins after the separator ``i``, if one does."""
    k = i + 1
    while k < last and (line.low[k] in SEPARATORS or line.tokens[k].text in '"“”()' or line.tokens[k].text.isdigit()):
        k += 1
    marked = k < last and line.low[k] in ("to", "that", "for")
    word = line.low[k] if k < last else ""
    if marked:
        k += 1
    start = k
    while (
        k < last
        and (line.tokens[k].pos == "ADV" or line.low[k] in ("also", "further"))
        and line.low[k] not in ("not", "no")
    ):
        k += 1
    if k >= last:
        return None
    if mode in ("to", "gerund"):
        if word == "for":
            return None
        if verb_at(line, k, mode) and (line.low[k] in things().acts or line.lemma[k] in things().acts or marked):
            return k
        if line.low[k] == "not" and k + 1 < last and verb_at(line, k + 1, mode):
            return k
        return None
    if mode == "that":
        if marked and word == "that":
            return start
        return start if _due_clause(line, start, last) else None
    if marked and word == "to":
        return None
    listed = word in ("a", "an") and line.low[i] == "," and line.low[i + 1] == "and"
    return start if listed or good_at(line, start, last) or (marked and word == "for" and line.low[i] != ",") else None


def _due_clause(line: Line, start: int, last: int) -> bool:
    """A clause with a subject of its own and "must", "should" or a bare "be"."""
    for k in range(start + 1, min(start + 12, last)):
        if line.tokens[k].text in (",", ";"):
            return False
        if line.low[k] in ("must", "should", "shall") or (
            line.low[k] == "be" and line.tokens[k - 1].pos in ("NOUN", "PROPN", "PRON")
        ):
            return line.tokens[start].pos in ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM")
        if line.tokens[k].pos == "VERB" and line.tokens[k].tag != "VBN":
            return False
    return False
