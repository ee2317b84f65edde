"""Where what is asked ends: at the end of the sentence, or where it goes on to tell something else."""

from onrecord.reading.demands.lexicon import things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import asker_goes_on
from onrecord.reading.demands.openings import Mode, begins_behind

__all__ = ["region_end"]

_SPEECH = frozenset({"say", "add", "report", "tell", "state", "write", "note", "tweet", "post", "declare", "conclude"})
_CLOSING = frozenset({'"', "”", "''"})


def region_end(line: Line, first: int, mode: Mode) -> int:
    """Where what is asked ends: the end of the sentence, or where the same speaker is said to do something else."""
    words = things()
    depth = 0
    for i in range(first, len(line.tokens)):
        low, token = line.low[i], line.tokens[i]
        if token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth -= 1
        if depth > 0 or i == first:
            continue
        if token.text in _CLOSING and i > first + 1:
            return i
        if token.text == ";" and begins_behind(line, i, len(line.tokens), mode) is None:
            return i
        before = line.tokens[i - 1]
        after_comma = before.text in (",", "—", "–") or (before.text == "-" and before.end < token.start)
        if after_comma and low in words.ends:
            return i - 1
        if low in words.last and i > first + 2:
            return i
        if after_comma and (_told(line, i) or asker_goes_on(line, first, i)):
            return i - 1
        if low in ("and", "but") and mode != "that" and _goes_on(line, i, mode):
            return i
        if mode == "thing" and _own_verb(line, i):
            return i
        if low in ("and", "but", ",") and mode == "that" and _other_clause(line, first, i):
            return i
    return len(line.tokens)


def _own_verb(line: Line, i: int) -> bool:
    """A finite verb of which the thing asked is the subject: "the demand for an inquiry has gone unheard"."""
    token = line.tokens[i]
    if token.tag not in ("VBD", "VBZ", "MD"):
        return False
    node = token.head if token.dep.startswith(("aux", "cop")) and token.head >= 0 else i
    return line.tokens[node].dep in ("root", "parataxis") and node >= i


def _told(line: Line, i: int) -> bool:
    """ "…, Geo News reported", "…, according to the party": from here on the sentence tells who said it."""
    if line.low[i] in ("according", "per", "citing"):
        return True
    for k in range(i, min(i + 9, len(line.tokens))):
        if line.lemma[k] in _SPEECH and line.tokens[k].tag in ("VBD", "VBZ", "VBP", "VBN"):
            between = range(i, k)
            return not any(
                line.tokens[j].tag in ("VB", "MD", "VBD", "VBZ") or line.low[j] in ("to", "that") for j in between
            )
        if line.tokens[k].text in (";", ":"):
            return False
    return False


def _goes_on(line: Line, i: int, mode: Mode) -> bool:
    """Whether "and" leads to another finite verb of the sentence's subject, or to another clause."""
    k = i + 1
    while k < len(line.tokens) and (line.tokens[k].pos == "ADV" or line.low[k] in ("also", "then")):
        k += 1
    if k >= len(line.tokens):
        return False
    if line.tokens[k].tag in ("VBD", "VBZ", "MD") or (mode == "thing" and line.tokens[k].tag == "VBP"):
        return True
    for j in range(k, min(k + 10, len(line.tokens))):
        if line.tokens[j].text in (",", ";"):
            return False
        if line.tokens[j].pos in ("ADP", "SCONJ") or line.low[j] == "to":
            return False
        if line.tokens[j].tag in ("VBD", "VBZ") and j > k:
            return line.tokens[j].dep != "acl:relcl"
    return False


def _other_clause(line: Line, first: int, i: int) -> bool:
    k = i + 1
    while k < len(line.tokens) and (line.tokens[k].pos == "ADV" or line.tokens[k].text in (",", "and", "but")):
        k += 1
    if k >= len(line.tokens) or line.low[k] in ("that", "to"):
        return False
    # "…, and it wants the president to go": a verb with its subject, joined to the word that asks
    verb = line.tokens[k].head if line.tokens[k].dep == "nsubj" else k
    return (
        line.tokens[verb].tag in ("VBD", "VBZ")
        and line.tokens[verb].dep in ("conj", "root", "parataxis")
        and line.tokens[verb].head < first
    )
