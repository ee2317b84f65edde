"""The values of linguistic analysis; offsets count in the text that was parsed."""

import msgspec

__all__ = ["Entity", "ParsedSentence", "Token"]


class Token(msgspec.Struct, frozen=True):
    """One word. ``pos`` is UPOS, ``tag`` the Penn tag, ``dep`` the Universal Dependencies relation to ``head``.

    ``head`` is the index of the governing token in the sentence, -1 for the root. In a sentence that was not parsed
    ``pos``, ``tag`` and ``dep`` are empty.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str = ""
    tag: str = ""
    head: int = -1
    dep: str = ""


class Entity(msgspec.Struct, frozen=True):
    """A name. ``label`` is PER, ORG or LOC; ``first`` and ``last`` are token indices, ``last`` exclusive."""

    start: int
    end: int
    label: str
    first: int
    last: int


class ParsedSentence(msgspec.Struct, frozen=True):
    """A sentence with its tokens and names; ``parsed`` tells whether the tokens carry syntax."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()
    parsed: bool = True

    def children(self, index: int) -> list[int]:
        """Indices of the tokens whose head is ``index``."""
        return [i for i, t in enumerate(self.tokens) if t.head == index]

    def subtree(self, index: int) -> list[int]:
        """Indices of the token and everything below it, in text order."""
        keep = {index}
        below: dict[int, list[int]] = {}
        for i, token in enumerate(self.tokens):
            below.setdefault(token.head, []).append(i)
        queue = [index]
        while queue:
            for child in below.get(queue.pop(), ()):
                if child not in keep:
                    keep.add(child)
                    queue.append(child)
        return sorted(keep)
