"""The words that stand for an actor: which of a phrase's words are cut out for each role, with the name they hold."""

from onrecord.model import Actor, Role
from onrecord.model.claim import Responsibility
from onrecord.reading.actors import categorise_tokens, name_of, named_groups, noun_phrase
from onrecord.reading.analysis import Analysis
from onrecord.reading.claims.context import context
from onrecord.reading.nlp.syntax import Syntax

__all__ = ["actor_at", "named_list", "owner_of", "state_at"]

_COLONS = (":", "–", "—", "--", "-")


def actor_at(
    text: str, syntax: Syntax, role: Role, head: int, category: str, blame: Responsibility | None = None
) -> Actor:
    """The actor whose phrase is headed by token ``head``.

    A victim is cut out by the name alone where one stands there, a target without its article and with its owner
    ("office of the party"), a perpetrator with the whole of a name that the head is a part of.
    """
    sentence = syntax.sentence
    first, last = noun_phrase(sentence, head, syntax)
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    if role == "target":
        if sentence.tokens[first].pos == "DET" and last - first > 1:
            start = sentence.tokens[first + 1].start
        end = max(end, *_tail(syntax, head))
    elif role == "victim":
        start, end = _named(syntax, head) or (start, end)
    elif role == "perpetrator":
        whole = [e for e in sentence.entities if e.first <= head < e.last and e.label in ("PER", "ORG")]
        start, end = min([start, *(e.start for e in whole)]), max([end, *(e.end for e in whole)])
    phrase = text[start:end]
    # the known armed group that a perpetrator's words name, where the names' labels have left it open
    groups = (phrase[a:b] for a, b in named_groups(phrase)) if role == "perpetrator" else iter(())
    return Actor.cut(
        text,
        start,
        end,
        role=role,
        category=category,
        name=name_of(sentence, head, syntax) or next(groups, None),
        responsibility=blame if role == "perpetrator" else None,
    )


def owner_of(syntax: Syntax, head: int) -> str | None:
    """The category of who owns, holds or uses a place or a gathering."""
    for child in sorted(syntax.subtree(head)):
        token = syntax.tokens[child]
        if child == head or token.pos not in ("NOUN", "PROPN") or token.dep in ("obl", "nsubj", "obj"):
            continue
        category = categorise_tokens(syntax.sentence, child, syntax)
        if category not in (None, "unknown", "civilian", "individual", "election_body"):
            return category
    return categorise_tokens(syntax.sentence, head, syntax)


def state_at(analysis: Analysis, syntax: Syntax, head: int) -> str | None:
    """A country that does something is its government ("accused Eritrea of jailing …")."""
    token = syntax.tokens[head]
    if syntax.entity.get(head) != "LOC" or token.dep.split(":")[0] not in ("nsubj", "obj", "obl"):
        return None
    named = (p.place for p in analysis.places if p.start <= token.start < p.end and p.place is not None)
    return "government" if any(p.precision == "country" for p in named) else None


def named_list(syntax: Syntax, head: int) -> list[int]:
    """The heads of the first names of a list that tells who people are: "the nuns A and B", "three men: A, B", "including A"."""
    tokens = syntax.tokens
    found = []
    for c in syntax.dep(head, "appos", "nmod"):
        cases = {tokens[g].lemma.lower() for g in syntax.dep(c, "case")}
        if tokens[c].dep == "appos" or cases & context().including:
            found.append(c)
    if head + 1 < len(tokens) and syntax.entity.get(head + 1) == "PER":
        found.append(head + 1)
    if tokens[head].tag in ("NNS", "NNPS") or tokens[head].pos == "NUM":
        colon = next((k for k in range(head + 1, len(tokens)) if tokens[k].text in _COLONS), len(tokens))
        named = [e for e in syntax.sentence.entities if colon < e.first <= colon + 3 and e.label == "PER"]
        # they hang on what stands before them, the tree seldom says how: as an apposition, an address, a second subject
        found += [e.first for e in named[:1] if tokens[e.first].head < colon]
    return found


def _named(syntax: Syntax, head: int) -> tuple[int, int] | None:
    """The person's name in or beside the phrase ("a candidate, Amadou Keita")."""
    first, last = noun_phrase(syntax.sentence, head, syntax)
    aside = {head, *syntax.dep(head, "appos", "flat")}
    for entity in syntax.sentence.entities:
        inside = first <= entity.first < last or any(entity.first <= i < entity.last for i in aside)
        if entity.label == "PER" and inside:
            return entity.start, entity.end
    return None


def _tail(syntax: Syntax, head: int) -> list[int]:
    """ "office of the party": the owner belongs to the words that name the target."""
    ends = [0]
    for child in syntax.dep(head, "nmod"):
        cases = {syntax.tokens[c].lemma.lower() for c in syntax.dep(child, "case")}
        if cases & {"of", "for"}:
            _, last = noun_phrase(syntax.sentence, child, syntax)
            ends.append(syntax.sentence.tokens[last - 1].end)
    return ends
