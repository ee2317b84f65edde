"""What is asked: where it ends, how many things it is, and of which type each is."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from onrecord.model import Span
from onrecord.reading.claims import asked, certain, firm
from onrecord.reading.demands.kinds import NO_DEATH, OTHER, kind_of
from onrecord.reading.demands.lexicon import parties, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.names import asker_goes_on
from onrecord.reading.parts import Act

__all__ = [
    "LISTED",
    "Mode",
    "Thing",
    "as_marked",
    "become_at",
    "good_at",
    "marked_in",
    "region_end",
    "split",
    "verb_at",
]

Mode = Literal["to", "that", "thing", "gerund"]
_SEPARATORS = frozenset({",", ";", "and", "or", "&", "plus"})
_SPEECH = frozenset({"say", "add", "report", "tell", "state", "write", "note", "tweet", "post", "declare", "conclude"})
_FINITE = ("VBD", "VBZ", "VBP", "MD")
# words between a separator and the verb of what somebody else is asked to do
_WHOM = 10
_CLOSING = frozenset({'"', "”", "''"})
# tokens behind "and" or a comma within which the finder's mark begins what follows there
_NEAR = 3
# so many things asked in one sentence are a list: each stands on its own words
LISTED = 3


class Thing(msgspec.Struct, frozen=True):
    """One thing asked: tokens ``first``..``last`` (exclusive) and its type; ``asked`` is the head of whom this alone is asked."""

    first: int
    last: int
    code: str
    asked: int | None = None


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
        if token.text == ";" and _begins(line, i, len(line.tokens), mode, first) is None:
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


def split(line: Line, first: int, last: int, mode: Mode) -> list[Thing]:
    """The things asked in tokens ``first``..``last`` (exclusive), in order."""
    edges = [first]
    others: dict[int, tuple[int, int]] = {}
    for i in range(first + 1, last):
        joined = line.low[i] == "as" and line.low[i - 1] == "well"
        if not joined and (line.low[i] not in _SEPARATORS or line.low[i - 1] in _SEPARATORS):
            continue
        k = _begins(line, i, last, mode, first)
        if k is None and mode == "to" and (other := _asked_besides(line, i, last)) is not None:
            k = other[1]
            others[k] = (i, other[0])
        if k is None:
            k = _marked_behind(line, i, last)
        elif mode == "thing" and not _has_noun(line, edges[-1], i):
            continue
        if k is not None and k < last:
            edges.append(k)
    pieces: list[Thing] = []
    for a, b in zip(edges, [*edges[1:], last], strict=True):
        told_to = others[a][1] if a in others else pieces[-1].asked if pieces else None
        b = others[b][0] if b in others else b
        while b > a and (
            line.tokens[b - 1].text in "()" or (line.low[b - 1].isdigit() and line.tokens[b - 2].text == "(")
        ):
            b -= 1
            while b > a and line.low[b - 1] in _SEPARATORS:
                b -= 1
        if line.low[max(a, b - 3) : b] == ["as", "well", "as"]:
            b -= 3
        while b > a and (line.low[b - 1] in _SEPARATORS or line.low[b - 1] in ("to", "that", "for", "on", "not")):
            b -= 1
        pieces += (msgspec.structs.replace(thing, asked=told_to) for thing in _pieces(line, a, b, mode))
    return pieces


def _behind(line: Line, i: int, last: int) -> int:
    """The token behind the separator ``i`` and those that follow it (", and")."""
    return next((k for k in range(i + 1, last) if line.low[k] not in _SEPARATORS), max(i + 1, last))


def _marked_behind(line: Line, i: int, last: int) -> int | None:
    """The token right behind the separator ``i`` at which the finder marks another thing asked than the one before."""
    k = _behind(line, i, last)
    near = line.tokens[k : min(k + _NEAR, last)]
    mark = next(
        (m for m in line.acts if asked(m) and firm(m) and near and near[0].start <= m.start < near[-1].end), None
    )
    if mark is None or mark.type == OTHER:
        return None
    before = [m for m in line.acts if asked(m) and m.start < line.tokens[i].start]
    return k if before and before[-1].type != mark.type else None


def _asked_besides(line: Line, i: int, last: int) -> tuple[int, int] | None:
    """Of whom another thing is asked after the separator ``i``, and its verb: "…, and on all parties to accept them"."""
    k = _behind(line, i, last)
    joined = line.low[i] in (",", ";") and k > i + 1
    again = k < last and line.low[k] in ("on", "upon", "to", "with")
    if not again and not joined:
        return None
    k += again
    for to in range(k + 1, min(k + _WHOM, last)):
        if line.low[to] == "to":
            nouns = [n for n in range(k, to) if line.tokens[n].pos in ("NOUN", "PROPN")]
            found = next((n for n in nouns if line.tokens[n].dep not in ("compound", "flat")), None)
            return (found, to + 1) if found is not None and verb_at(line, to + 1, "to") else None
        if line.tokens[to].pos not in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PART") and line.low[to] != "of":
            return None
    return None


def _has_noun(line: Line, a: int, b: int) -> bool:
    return any(t.pos in ("NOUN", "PROPN") or t.tag == "VBG" for t in line.tokens[a:b])


def _begins(line: Line, i: int, last: int, mode: Mode, first: int) -> int | None:
    """The token at which a new thing begins after the separator ``i``, if one does."""
    k = i + 1
    while k < last and (line.low[k] in _SEPARATORS or line.tokens[k].text in '"“”()' or line.tokens[k].text.isdigit()):
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


def _pieces(line: Line, a: int, b: int, mode: Mode) -> Iterator[Thing]:
    """One thing, and the refusal of the death penalty that stands in it as a thing of its own."""
    span = line.span(a, b)
    if span is None:
        return
    code = _kind_at(line, a, b, span.exact, mode)
    aside = next(
        (k for k in range(a + 1, b) if line.low[k] == "without" and kind_of(_words(line, k, b)) == NO_DEATH), None
    )
    if aside is not None:
        before = line.span(a, aside)
        yield Thing(a, aside, kind_of(before.exact) if before else code)
        yield Thing(aside, b, NO_DEATH)
    else:
        yield Thing(a, b, code)


# which of the two is told by what is restricted, not by the words around it
_ALIKE = {"demand.restore_access", "demand.lift_restriction"}
_VERBAL = ("VERB", "AUX")
_UNLESS_NOT = frozenset({"demand.investigate", "demand.prosecute", "demand.compensate"})


def become_at(line: Line, k: int) -> bool:
    """Whether the words at ``k`` tell what is to become of what stands before them: a participle, or a place ("out of office")."""
    token = line.tokens[k]
    if token.tag in ("VBN", "VBD") and token.pos in ("VERB", "ADJ") and not token.dep.startswith(("amod", "aux")):
        return True
    return line.low[k] in things().become and token.pos in ("ADP", "ADV", "VERB", "ADJ", "NOUN")


def _kind_at(line: Line, a: int, b: int, words: str, mode: Mode) -> str:
    """The type of the thing asked at ``a``..``b``: what is to be done tells it before who is to do it."""
    code = kind_of(words)
    verb = next((k for k in range(a, b) if line.tokens[k].tag == "VB" and line.lemma[k] != "be"), None)
    if verb is None and mode == "that":
        told = range(a + 1, b)
        become = next(
            (k for k in told if become_at(line, k) or (line.tokens[k].pos in _VERBAL and line.low[k] != "be")), None
        )
        if become is not None and code != OTHER and become_at(line, become):
            # "the members of the patrol tried": the word may stand in what is spoken of, and not in what is to become of it
            done = kind_of(_words(line, become, b))
            spoken_of = "be" not in line.low[a:become] and kind_of(_words(line, a, become)) == code
            return done if done != OTHER or spoken_of else code
    if verb is not None and verb > a and code != OTHER and kind_of(_words(line, a, verb)) == code:
        # "that the prosecutor investigate": the word stands in who is to do it
        done = kind_of(_words(line, verb, b))
        code = code if done == OTHER else done
    return OTHER if _refused(line, a) and code in _UNLESS_NOT else code


def _refused(line: Line, first: int) -> bool:
    """Whether it is asked that the thing at ``first`` not be done."""
    return line.low[first] == "not" or line.low[max(0, first - 2) : first] == ["not", "to"]


def as_marked(line: Line, pieces: Sequence[Thing], cue: int) -> list[Thing]:
    """The things with the types that the finder tells, where no line of the vocabulary does.

    Of the first the mark may begin at ``cue``, the word that asks.
    """
    found = []
    for n, thing in enumerate(pieces):
        mark = marked_in(line, line.span(thing.first if n else min(cue, thing.first), thing.last))
        sure = mark is not None and certain(mark) and {mark.type, thing.code} != _ALIKE
        if (
            mark is not None
            and (thing.code == OTHER or sure)
            and not (mark.type in _UNLESS_NOT and _refused(line, thing.first))
        ):
            thing = msgspec.structs.replace(thing, code=mark.type)
        found.append(thing)
    return found


def marked_in(line: Line, words: Span | None) -> Act | None:
    """The likeliest type of what is asked in these words that the finder marked."""
    marks = [m for m in line.demanded(words) if m.type != OTHER]
    return max(marks, key=lambda m: m.probability * m.share, default=None)


def _words(line: Line, a: int, b: int) -> str:
    span = line.span(a, b)
    return span.exact if span else ""
