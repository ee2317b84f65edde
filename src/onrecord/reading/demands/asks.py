"""Asking: the verb, noun or modal that asks, who asks whom, and where the thing asked begins.

The frames are read from the order of words and their tags, with the tree for subjects and owners only: a long list of
things asked is where trees break first.
"""

from collections.abc import Iterator

import msgspec

from onrecord.reading.demands.lexicon import asking, demanders, due, things
from onrecord.reading.demands.line import Line
from onrecord.reading.demands.things import Mode, good_at, verb_at

__all__ = ["Ask", "find_asks"]

_FAR = 26
_STOPS = frozenset(";:.?!")


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens of one act of asking. ``asker`` and ``asked`` are heads or absent; ``first`` is where the thing begins.

    ``open`` asks for what the lines after it list. ``voiced``: it is the speaker of the words who asks.
    """

    cue: int
    first: int
    mode: Mode
    asker: int | None = None
    asked: int | None = None
    form: str = "verb"
    weak: bool = False
    classed: bool = False
    order: bool = False
    refused: bool = False
    open: bool = False
    voiced: bool = False


def find_asks(line: Line) -> list[Ask]:
    """Every act of asking in a sentence, in text order; one inside the thing asked by another is left out."""
    found: list[Ask] = []
    words = asking()
    if line.words().rstrip().endswith("?"):
        return []
    for i in range(len(line.tokens)):
        ask = None
        if (line.verbal(i) or _headline_verb(line, i)) and line.lemma[i] in words.verbs:
            ask = _verb(line, i)
        elif line.tokens[i].pos == "NOUN" and line.lemma[i] in words.nouns:
            ask = _noun(line, i)
        elif line.tokens[i].tag == "MD" and line.low[i] in due().modals:
            ask = _modal(line, i)
        elif line.lemma[i] == "need" and line.verbal(i):
            ask = _need(line, i)
        elif line.low[i] in due().impersonal:
            ask = _impersonal(line, i)
        if ask is not None and not line.negated(ask.cue if ask.form != "modal" else i):
            found.append(ask)
    return _outer(found, line)


def _headline_verb(line: Line, i: int) -> bool:
    """ "Okello calls for …", where the tagger takes the verb for a noun."""
    token = line.tokens[i]
    if token.tag != "NNS" or i == 0 or i + 1 >= len(line.tokens):
        return False
    return line.tokens[i - 1].tag == "NNP" and line.low[i + 1] in ("for", "on", "that", "to", "the")


def _outer(found: list[Ask], line: Line) -> list[Ask]:
    kept: list[Ask] = []
    for ask in found:
        inside = [
            k for k in kept if k.first <= ask.cue and ask.form in ("noun", "modal", "need") and ask.cue - k.first < 30
        ]
        if ask.form == "modal" and inside and inside[-1].form == "modal" and ask.mode == "that":
            continue
        sentence_verb = ask.form == "verb" and ask.asker is not None
        if inside and not sentence_verb and not _own_clause(line, inside[-1], ask):
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
    if any(line.tokens[c].tag == "MD" and c < i for c in line.syntax.below[i]):
        return None
    frame = _frame(line, i, i + 1, lemma)
    if frame is None:
        return None
    first, mode, asked, is_open = frame
    subjects = line.syntax.subjects(i)
    asker = subjects[0] if subjects else _before(line, i)
    return Ask(
        cue=i, first=first, mode=mode, asker=asker, asked=asked,
        weak=lemma in words.weak, classed=lemma in words.classed,
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
        if line.tokens[k].text in _STOPS:
            break
    return None


def _skip(line: Line, j: int) -> int:
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
        elif _day(line, j):
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


def _frame(line: Line, i: int, j: int, lemma: str) -> Frame | None:
    """Where the thing begins, in which mode, who is asked, and whether a list follows."""
    words = asking()
    j = _skip(line, j)
    if j >= len(line.tokens):
        return None
    low = line.low[j]
    if lemma in words.on and low in ("on", "upon"):
        return _person(line, j + 1, ("for",))
    if lemma in words.to and low == "to":
        found = _person(line, j + 1, ("for", "that"))
        if found is not None:
            return found
    if lemma in words.for_ and low == "for":
        return _thing(line, j + 1)
    if low == "that" and lemma in words.clause:
        return (j + 1, "that", None, False)
    if low == "to" and lemma in ("demand", "ask", "insist", "request") and verb_at(line, j + 1, "to"):
        return (j + 1, "to", None, False)
    if low == ":" and lemma in words.clause | words.thing and j >= len(line.tokens) - 2:
        return (j + 1, "thing", None, True)
    return _object_frame(line, i, j, lemma)


def _object_frame(line: Line, i: int, j: int, lemma: str) -> Frame | None:
    """The frames of verbs that govern a thing, a person or a clause without a preposition."""
    words = asking()
    low = line.low[j]
    if lemma in words.thing and low != "to" and good_at(line, j, len(line.tokens)) and not _somebody(line, j):
        return _thing(line, j)
    if lemma in words.person:
        found = _person(line, j, ("for", "that") if lemma in words.for_ or lemma in words.clause else ())
        if found is not None:
            return found
    if lemma in words.thing and low not in words.wh and low != "to":
        clause = [c for c in line.syntax.below[i] if line.tokens[c].dep == "ccomp" and c > i]
        if clause and lemma in ("demand", "urge", "request", "recommend"):
            return (j, "that", None, False)
        if _thing_at(line, j):
            return _thing(line, j)
    if lemma in ("demand", "insist", "urge") and any(
        line.tokens[c].dep == "ccomp" and c > i for c in line.syntax.below[i]
    ):
        return (j + 1 if low == "that" else j, "that", None, False)
    return None


def _somebody(line: Line, j: int) -> bool:
    """ "the commission", "police": who is asked, although the word can also be asked for."""
    head = _head(
        line,
        j,
        next(
            (k for k in range(j + 1, len(line.tokens)) if line.tokens[k].pos in ("ADP", "PART", "PUNCT", "SCONJ")),
            len(line.tokens),
        ),
    )
    if head is None:
        return False
    body = bool({line.low[head], line.lemma[head]} & demanders().duty_bearers)
    return body and line.low[j] not in ("a", "an")


def _person(line: Line, j: int, others: tuple[str, ...]) -> Frame | None:
    """ "… somebody to do", "… somebody for a thing", "… somebody that …", "… somebody to:"."""
    words = asking()
    for k in range(j, min(j + _FAR, len(line.tokens))):
        low, token = line.low[k], line.tokens[k]
        if token.text in _STOPS:
            if token.text == ":" and k > j and k >= len(line.tokens) - 2:
                return (k + 1, "to", _head(line, j, k), True)
            return None
        if low == "to":
            n = k + 1
            if n < len(line.tokens) and line.tokens[n].text == ":":
                inline = next((m for m in range(n + 1, min(n + 5, len(line.tokens))) if verb_at(line, m, "to")), None)
                return (inline or n + 1, "to", _head(line, j, k), inline is None)
            while n < len(line.tokens) and (line.tokens[n].pos == "ADV" or line.tokens[n].text == ","):
                n += 1
            if k > j and verb_at(line, n, "to"):
                return (n, "to", _head(line, j, k), False)
        if k > j and low in others and low == "for" and _thing_at(line, k + 1):
            return (k + 1, "thing", _head(line, j, k), False)
        if (
            k > j
            and low in others
            and low == "that"
            and token.tag in ("IN", "WDT", "DT")
            and token.dep in ("mark", "det", "")
        ):
            return (k + 1, "that", _head(line, j, k), False)
        if low in words.wh and k == j:
            return None
        if token.tag in ("VBD", "VBZ", "MD") and token.dep not in ("acl:relcl", "aux") and not _relative(line, k):
            return None
    return None


def _relative(line: Line, k: int) -> bool:
    return any(line.tokens[a].dep == "acl:relcl" for a in line.syntax.path(k)[:3])


def _head(line: Line, a: int, b: int) -> int | None:
    """The head of the phrase in tokens ``a``..``b``: what hangs outside of it, else its first noun's last word."""
    if a >= b:
        return None
    head = line.syntax.head_of(line.tokens[a].start, line.tokens[b - 1].end)
    if head is not None and line.tokens[head].pos in ("NOUN", "PROPN", "PRON") and a <= head < b:
        return head
    for k in range(a, b):
        if line.tokens[k].pos in ("NOUN", "PROPN", "PRON") and (
            k + 1 >= b or line.tokens[k + 1].pos not in ("NOUN", "PROPN")
        ):
            return k
    return None


def _thing_at(line: Line, j: int) -> bool:
    """Whether a noun phrase or an -ing form begins at ``j``."""
    if j >= len(line.tokens):
        return False
    token = line.tokens[j]
    return (
        token.pos in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON", "ADV")
        or token.tag in ("VBG", "VBN", "JJ", "PDT")
        or token.text in '"“'
    )


def _thing(line: Line, j: int) -> Frame | None:
    if j < len(line.tokens) and line.tokens[j].text == ":":
        return (j + 1, "thing", None, True)
    return (j, "thing", None, False) if _thing_at(line, j) else None


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
    frame: Frame | None = None
    if j < len(line.tokens) and line.low[j] in ("on", "to", "upon"):
        frame = _person(line, j + 1, ("for",))
        if frame is None and line.low[j] == "to" and verb_at(line, j + 1, "to"):
            frame = (j + 1, "to", None, False)
    elif j < len(line.tokens) and line.low[j] == "for":
        frame = _thing(line, j + 1)
    elif j < len(line.tokens) and line.low[j] == "that":
        frame = (j + 1, "that", None, False)
    if frame is None:
        return None
    first, mode, asked, is_open = frame
    governor = line.tokens[i].head
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
    if asker is None and governor >= 0 and line.lemma[governor] in words.making and not refused:
        subjects = line.syntax.subjects(governor)
        asker = subjects[0] if subjects else None
    weak = asker is None or line.lemma[i] in words.weak_nouns
    return Ask(
        cue=i, first=first, mode=mode, asker=asker, asked=asked, form="noun",
        weak=weak, classed=asker is None and not refused, refused=refused, open=is_open, voiced=False,
    )  # fmt: skip


def _modal(line: Line, i: int) -> Ask | None:
    """ "X must be released", "the authorities should …"."""
    if i + 2 == len(line.tokens) and line.tokens[i + 1].text == ":":
        subject = _head(line, max(0, i - 8), i)
        return Ask(cue=i, first=i + 2, mode="to", asked=subject, form="modal", voiced=True, open=True)
    verb = line.tokens[i].head
    if verb < 0 or verb >= len(line.tokens) or line.tokens[i].dep not in ("aux", "aux:pass", "root"):
        return None
    if i == 0 or any(
        line.low[c] in ("have", "if", "unless") and c < verb + 1
        for c in line.syntax.below[verb]
        if line.tokens[c].dep in ("aux", "mark")
    ):
        return None
    is_open = i >= len(line.tokens) - 2 or (i + 1 < len(line.tokens) and line.tokens[i + 1].text == ":")
    subjects = line.syntax.dep(verb, "nsubj", "nsubj:pass", "expl")
    passive = bool(line.syntax.dep(verb, "nsubj:pass")) or any(
        line.tokens[c].dep == "aux:pass" for c in line.syntax.below[verb]
    )
    subject = subjects[0] if subjects else _head(line, max(0, i - 8), i)
    if subject is None:
        return None
    if line.low[subject] in ("i", "you", "one"):
        return None
    if line.low[subject] == "there":
        return (
            Ask(cue=i, first=min(verb + 1, len(line.tokens)), mode="thing", form="modal", classed=True, voiced=True)
            if verb > i
            else None
        )
    if passive:
        below = line.syntax.subtree(subject)
        return Ask(cue=i, first=below[0], mode="that", form="modal", voiced=True, asked=None, open=False)
    first = i + 1
    while (
        first < len(line.tokens)
        and (line.tokens[first].pos == "ADV" or line.low[first] in ("to", "also"))
        and line.low[first] != "not"
    ):
        first += 1
    return Ask(cue=i, first=first, mode="to", asked=subject, form="modal", voiced=True, open=is_open)


def _need(line: Line, i: int) -> Ask | None:
    j = i + 1
    if j >= len(line.tokens) or line.low[j] != "to" or line.tokens[i].tag not in ("VBP", "VBZ"):
        return None
    subjects = line.syntax.subjects(i)
    if not subjects or not verb_at(line, j + 1, "to") or line.low[subjects[0]] in ("i", "you"):
        return None
    return Ask(cue=i, first=j + 1, mode="to", asked=subjects[0], form="need", voiced=True)


def _impersonal(line: Line, i: int) -> Ask | None:
    """ "It is essential that …", "it is time to …"."""
    if not any(line.low[k] in ("it", "is", "'s") for k in range(max(0, i - 4), i)) or line.low[i] == "high":
        return None
    j = i + 1
    if j < len(line.tokens) and line.low[j] == "that":
        return Ask(cue=i, first=j + 1, mode="that", form="need", voiced=True, classed=True)
    if j < len(line.tokens) and line.low[j] in ("to", "for"):
        found = (
            _person(line, j + 1, ())
            if line.low[j] == "for"
            else ((j + 1, "to", None, False) if verb_at(line, j + 1, "to") else None)
        )
        if found is not None:
            return Ask(cue=i, first=found[0], mode=found[1], asked=found[2], form="need", voiced=True, classed=True)
    return None


def list_cues(line: Line) -> Iterator[int]:
    """Tokens that name a list of things asked ("recommendations", "its demands:")."""
    for i in range(len(line.tokens)):
        if line.lemma[i] in things().list_heads:
            yield i
