"""Where names begin and end, and which subject a verb has, where recogniser and parser leave pieces."""

import re

from onrecord.reading.demands.lexicon import parties
from onrecord.reading.demands.line import Line

__all__ = [
    "antecedent",
    "asker_goes_on",
    "bare",
    "capitals",
    "is_finite",
    "is_marked",
    "is_passive",
    "label_of",
    "named_by",
    "own_subject",
    "same_name",
    "whole_name",
    "whole_person",
]

_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|our|this|that)\s+", re.IGNORECASE)
_FINITE = ("VBD", "VBZ", "VBP", "MD")


def bare(name: str) -> str:
    """Without article and possessive."""
    return re.sub(r"(?:['’]s|['’])$", "", _ARTICLE.sub("", name))


def same_name(a: str, b: str) -> bool:
    """Whether two names are alike: equal, or ended by the same long word."""
    if not a or not b:
        return False
    x, y = a.rsplit(maxsplit=1)[-1].lower(), b.rsplit(maxsplit=1)[-1].lower()
    return a.lower() == b.lower() or (x == y and len(x) > 3)


def asker_goes_on(line: Line, first: int, i: int) -> bool:
    """ "A clerk, who had asked to see the order, was struck": the verb of those whom the asking only describes."""
    token = line.tokens[i]
    if token.tag not in _FINITE:
        return False
    verb = token.head if token.dep.startswith(("aux", "cop")) and token.head >= i else i
    subjects = [c for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("nsubj") and c < first - 1]
    return any(c in line.syntax.path(first) for c in subjects)


def is_finite(line: Line, verb: int) -> bool:
    tags = {line.tokens[verb].tag} | {
        line.tokens[c].tag for c in line.syntax.below[verb] if line.tokens[c].dep.startswith("aux")
    }
    return bool(tags & {"VBD", "VBZ", "VBP"}) or (line.tokens[verb].tag == "VBN" and line.tokens[verb].dep == "root")


def is_passive(line: Line, verb: int) -> bool:
    """Passive by its helper: a subject marked passive without one is the parser's mistake before "called on"."""
    if any(line.tokens[c].dep == "aux:pass" for c in line.syntax.below[verb]):
        return True
    token = line.tokens[verb]
    if token.tag == "VBN" and token.dep == "conj" and token.head >= 0 and not own_subject(line, verb):
        return is_passive(line, token.head)
    return token.tag == "VBN" and token.dep in ("acl", "amod", "advcl")


def own_subject(line: Line, i: int) -> bool:
    return any(line.tokens[c].dep.startswith("nsubj") for c in line.syntax.below[i])


def is_marked(line: Line, i: int) -> bool:
    return any(line.tokens[c].dep == "mark" for c in line.syntax.below[i])


def antecedent(line: Line, head: int) -> int:
    """ "Ramzan, an aide to the candidate in Sibi, who …": the clause belongs to the name that leads."""
    clause = [c for c in line.syntax.below[head] if line.tokens[c].dep == "acl:relcl" and c > head]
    if not clause or line.tokens[head].pos == "PROPN":
        return head
    who = next((k for k in range(head, clause[0]) if line.low[k] == "who"), None)
    if who is None or who == 0 or line.tokens[who - 1].text != ",":
        return head
    for node in line.syntax.path(head)[1:5]:
        if line.syntax.entity.get(node) == "PER":
            return node
        if line.tokens[node].pos not in ("NOUN", "PROPN"):
            break
    return head


def label_of(line: Line, first: int, last: int, label: str) -> str:
    """Names in capitals and names that a body's word ends are no people."""
    if label == "LOC":
        return label
    text = "".join(t.text for t in line.tokens[first:last])
    if label == "PER" and text.isupper() and len(text) <= 8:
        return "ORG"
    if label == "PER" and line.low[last - 1] in parties().bodies:
        return "ORG"
    return label


def whole_name(line: Line, first: int, last: int) -> tuple[int, int]:
    """The name with the capitalised words around it: "Commission of Pakistan"."""
    tokens = line.tokens
    while first > 0 and (
        tokens[first - 1].pos == "PROPN"
        and tokens[first - 1].text[:1].isupper()
        and line.syntax.entity.get(first - 1) != "PER"
        and line.low[first - 1] not in parties().voices
    ):
        first -= 1
    moved = True
    while moved and last < len(tokens):
        moved = False
        if tokens[last].pos == "PROPN" and tokens[last].text[:1].isupper() and line.syntax.entity.get(last) != "PER":
            last, moved = last + 1, True
        elif (
            tokens[last].text == "-"
            and last + 1 < len(tokens)
            and tokens[last + 1].start == tokens[last].end
            and len(tokens[last + 1].text) <= 3
        ):
            last, moved = last + 2, True
        elif line.low[last] in ("of", "for") and last + 1 < len(tokens) and tokens[last + 1].pos == "PROPN":
            if line.low[last - 1] in parties().bodies or line.low[last] == "for":
                last, moved = last + 2, True
    return first, last


def capitals(line: Line, head: int) -> tuple[int, int] | None:
    """A name of several capitalised words that the recogniser missed ("Reporters Without Borders")."""
    tokens = line.tokens
    if not tokens[head].text[:1].isupper() or any(line.syntax.entity.get(k) == "PER" for k in (head,)):
        return None
    first, last = head, head + 1
    while (
        first > 0
        and tokens[first - 1].text[:1].isupper()
        and tokens[first - 1].pos not in ("DET", "ADP", "SCONJ", "PRON")
    ):
        first -= 1
    while last < len(tokens):
        if tokens[last].text[:1].isupper() and tokens[last].text[:1].isalpha():
            last += 1
        elif line.low[last] in ("of", "for", "to") and last + 1 < len(tokens) and tokens[last + 1].text[:1].isupper():
            last += 2
        else:
            break
    if last - first < 3 or any(line.syntax.entity.get(k) == "PER" for k in range(first, last)):
        return None
    return first, last


def whole_person(line: Line, last: int) -> int:
    """Where a name ends that the recogniser cut at a hyphen ("Bhutto-Zardari")."""
    tokens = line.tokens
    while last < len(tokens):
        hyphen = tokens[last].text == "-" and tokens[last].start == tokens[last - 1].end and last + 1 < len(tokens)
        if (
            (hyphen and tokens[last + 1].start == tokens[last].end)
            or (tokens[last - 1].text == "-" and tokens[last].start == tokens[last - 1].end)
            or (
                tokens[last].tag == "NNP"
                and tokens[last].dep == "flat"
                and line.syntax.entity.get(last) in (None, "PER")
            )
        ):
            last += 1
        else:
            break
    return last


def named_by(name: str, acronym: str) -> str:
    """The words that the acronym is made of: "while the Election Commission of Pakistan" without its first words."""
    words = name.split()
    for k in range(len(words)):
        letters = "".join(w[0] for w in re.split(r"[\s-]", " ".join(words[k:])) if w[:1].isupper())
        if letters[:1] == acronym[:1] and len(letters) <= len(acronym) + 1 and words[k][:1].isupper():
            return " ".join(words[k:])
    return re.sub(r"^(?:The|the|of|and|to|in|on|for)\s+", "", name)
