"""The frames of asking: where the thing asked begins, in which mode, and who is asked.

Read from the order of words and their tags: a long list of things asked is where trees break first.
"""

import msgspec

from onrecord.reading.demands.lexicon import asking, demanders, parties
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.openings import Mode, become_at, good_at, verb_at

__all__ = ["STOPS", "Ask", "Frame", "frame", "head", "person", "skip", "thing", "thing_at"]

_FAR = 26
_TERM = 16
STOPS = frozenset(";:.?!")


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens of one act of asking. ``asker`` and ``asked`` are heads or absent; ``first`` is where the thing begins.

    ``open`` asks for what the lines after it list. ``voiced``: it is the speaker of the words who asks. ``classed``: only
    a thing that has a type of its own is asked for in such words, unless ``pressed``: a body wants somebody to do something.
    """

    cue: int
    first: int
    mode: Mode
    asker: int | None = None
    asked: int | None = None
    form: str = "verb"
    weak: bool = False
    classed: bool = False
    pressed: bool = False
    order: bool = False
    refused: bool = False
    open: bool = False
    voiced: bool = False


def skip(line: Line, j: int) -> int:
    """Over adverbs and days ("called on Tuesday on …")."""
    while j < len(line.tokens):
        token = line.tokens[j]
        if (
            line.low[j] in asking().adverbs
            and not (
                line.low[j] == "in" and j + 1 < len(line.tokens) and line.low[j + 1] not in ("addition", "particular")
            )
        ) or (token.tag == "RB" and line.low[j] not in ("not", "why", "how")):
            j += 1
        elif line.low[j] == "on" and j + 1 < len(line.tokens) and _day(line, j + 1):
            j += 2
        elif _day(line, j) or (line.low[j] == "before" and line.low[j + 1 : j + 2] in (["that"], ["to"], ["for"])):
            j += 1
        elif (past := _setting(line, j)) is not None:
            j = past
        else:
            break
    return j


def _setting(line: Line, j: int) -> int | None:
    """Past the phrase that says in what something is asked ("in a joint statement"), if one begins at ``j``."""
    if line.low[j] not in ("in", "at", "through", "via", "during"):
        return None
    for k in range(j + 1, min(j + 6, len(line.tokens))):
        if line.low[k] in asking().settings:
            return k + 1
        if line.tokens[k].pos not in ("DET", "ADJ", "NOUN", "NUM", "PROPN", "PRON"):
            return None
    return None


def _day(line: Line, j: int) -> bool:
    return line.low[j][:3] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") and line.low[j].rstrip("s").endswith(
        "day"
    )


Frame = tuple[int, Mode, int | None, bool]


def frame(line: Line, i: int, j: int, lemma: str) -> Frame | None:
    """Where the thing begins, in which mode, who is asked, and whether a list follows."""
    words = asking()
    j = skip(line, j)
    if j >= len(line.tokens):
        return None
    low = line.low[j]
    if lemma in words.on and low in ("on", "upon"):
        return person(line, j + 1, ("for",))
    if lemma in words.upon and low in ("on", "upon") and thing_at(line, j + 1):
        return thing(line, j + 1)
    if lemma in words.with_ and low == "with":
        return person(line, j + 1, ("for", "that"))
    if lemma in words.giving and (set_ := _term(line, i, j)) is not None:
        return set_
    if lemma in words.warning and (warned := _against(line, j)) is not None:
        return warned
    if lemma in words.to and low == "to":
        found = person(line, j + 1, ("for", "that"))
        if found is not None:
            return found
    if lemma in words.for_ and low == "for":
        return thing(line, j + 1)
    if low == "that" and lemma in words.clause:
        return (j + 1, "that", None, False)
    if low == "to" and lemma in ("demand", "ask", "insist", "request") and verb_at(line, j + 1, "to"):
        return (j + 1, "to", None, False)
    if low == ":" and lemma in words.clause | words.thing and j >= len(line.tokens) - 2:
        return (j + 1, "thing", None, True)
    return _object_frame(line, i, j, lemma)


def _term(line: Line, i: int, j: int) -> Frame | None:
    """ "gave the minister until Friday to …", "set the junta a deadline of a week to …"."""
    end = min(i + _TERM, len(line.tokens))
    term = next((k for k in range(j + 1, end) if line.low[k] in asking().terms), None)
    if term is None:
        return None
    for k in range(term + 1, min(term + 10, len(line.tokens))):
        if line.low[k] == "to" and verb_at(line, k + 1, "to"):
            whom = next((m for m in range(j, term) if line.tokens[m].pos in ("NOUN", "PROPN", "PRON")), None)
            return (k + 1, "to", head(line, j, whom + 1) if whom is not None else None, False)
    return None


def _against(line: Line, j: int) -> Frame | None:
    """ "warned the police against using force"."""
    for k in range(j, min(j + 8, len(line.tokens) - 1)):
        if line.low[k] == "against":
            return (k, "thing", head(line, j, k), False) if thing_at(line, k + 1) else None
        if line.tokens[k].pos not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"):
            return None
    return None


def _object_frame(line: Line, i: int, j: int, lemma: str) -> Frame | None:
    """The frames of verbs that govern a thing, a person or a clause without a preposition."""
    words = asking()
    low = line.low[j]
    if lemma in words.done and low == "to" and j + 2 < len(line.tokens) and line.low[j + 1] in ("see", "have"):
        # "wants to see them freed"
        return (j + 2, "that", None, False) if _done(line, j + 2) else None
    if lemma in words.done and _done(line, j, plainly=True):
        return (j, "that", None, False)
    if lemma in words.thing and low != "to" and good_at(line, j, len(line.tokens)) and not _somebody(line, j):
        return thing(line, j)
    if lemma in words.person:
        found = person(line, j, ("for", "that") if lemma in words.for_ or lemma in words.clause else ())
        if found is not None:
            return found
    if lemma in words.done and _done(line, j):
        return (j, "that", None, False)
    if lemma in words.thing and low not in words.wh and low != "to":
        clause = [c for c in line.syntax.below[i] if line.tokens[c].dep == "ccomp" and c > i]
        if clause and lemma in ("demand", "urge", "request", "recommend"):
            return (j, "that", None, False)
        if thing_at(line, j):
            return thing(line, j)
    if lemma in ("demand", "insist", "urge") and any(
        line.tokens[c].dep == "ccomp" and c > i for c in line.syntax.below[i]
    ):
        return (j + 1 if low == "that" else j, "that", None, False)
    return None


def _done(line: Line, j: int, *, plainly: bool = False) -> bool:
    """ "wants the troops withdrawn", "wants the chief out of his post": something and what is to become of it.

    ``plainly``: not where the participle may only describe, as in "the trial of men held in March".
    """
    for k in range(j + 1, min(j + 9, len(line.tokens))):
        token = line.tokens[k]
        if become_at(line, k):
            return not (plainly and token.dep.startswith("acl"))
        if token.pos not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "ADV") and line.low[k] not in ("of", "'s"):
            return False
        if line.low[k] in asking().wh or token.tag in ("WDT", "WP"):
            return False
    return False


def _somebody(line: Line, j: int) -> bool:
    """ "the commission", "police": who is asked, although the word can also be asked for."""
    end = (k for k in range(j + 1, len(line.tokens)) if line.tokens[k].pos in ("ADP", "PART", "PUNCT", "SCONJ"))
    who = head(line, j, next(end, len(line.tokens)))
    if who is None:
        return False
    body = bool({line.low[who], line.lemma[who]} & (demanders().duty_bearers | parties().bodies))
    return body and line.low[j] not in ("a", "an")


def person(line: Line, j: int, others: tuple[str, ...]) -> Frame | None:
    """ "… somebody to do", "… somebody for a thing", "… somebody that …", "… somebody to:"."""
    words = asking()
    for k in range(j, min(j + _FAR, len(line.tokens))):
        low, token = line.low[k], line.tokens[k]
        if token.text in STOPS:
            if token.text == ":" and k > j and k >= len(line.tokens) - 2:
                return (k + 1, "to", head(line, j, k), True)
            return None
        if low == "to":
            n = k + 1
            if n < len(line.tokens) and line.tokens[n].text == ":":
                inline = next((m for m in range(n + 1, min(n + 5, len(line.tokens))) if verb_at(line, m, "to")), None)
                return (inline or n + 1, "to", head(line, j, k), inline is None)
            while n < len(line.tokens) and (line.tokens[n].pos == "ADV" or line.tokens[n].text == ","):
                n += 1
            if k > j and verb_at(line, n, "to"):
                return (n, "to", head(line, j, k), False)
        if k > j and low in others and low == "for" and thing_at(line, k + 1):
            return (k + 1, "thing", head(line, j, k), False)
        if (
            k > j
            and low in others
            and low == "that"
            and token.tag in ("IN", "WDT", "DT")
            and token.dep in ("mark", "det", "")
        ):
            return (k + 1, "that", head(line, j, k), False)
        if low in words.wh and k == j:
            return None
        if token.tag in ("VBD", "VBZ", "MD") and token.dep not in ("acl:relcl", "aux") and not _relative(line, k):
            return None
    return None


def _relative(line: Line, k: int) -> bool:
    return any(line.tokens[a].dep == "acl:relcl" for a in line.syntax.path(k)[:3])


def head(line: Line, a: int, b: int) -> int | None:
    """The head of the phrase in tokens ``a``..``b``: what hangs outside of it, else its first noun's last word."""
    if a >= b:
        return None
    top = line.syntax.head_of(line.tokens[a].start, line.tokens[b - 1].end)
    if top is not None and line.tokens[top].pos in ("NOUN", "PROPN", "PRON") and a <= top < b:
        return top
    for k in range(a, b):
        if line.tokens[k].pos in ("NOUN", "PROPN", "PRON") and (
            k + 1 >= b or line.tokens[k + 1].pos not in ("NOUN", "PROPN")
        ):
            return k
    return None


def thing_at(line: Line, j: int) -> bool:
    """Whether a noun phrase or an -ing form begins at ``j``."""
    if j >= len(line.tokens):
        return False
    token = line.tokens[j]
    return (
        token.pos in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON", "ADV")
        or token.tag in ("VBG", "VBN", "JJ", "PDT")
        or token.text in '"“'
    )


def thing(line: Line, j: int) -> Frame | None:
    if j < len(line.tokens) and line.tokens[j].text == ":":
        return (j + 1, "thing", None, True)
    return (j, "thing", None, False) if thing_at(line, j) else None
