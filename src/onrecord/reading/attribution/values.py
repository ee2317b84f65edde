"""What is read of a sentence: a cue, the word that tells of words or thoughts, whose they are, and which tokens hold them."""

from dataclasses import dataclass, field

from onrecord.reading.attribution.lexicon import Sense

__all__ = ["Cue"]


@dataclass(slots=True)
class Cue:
    """A cue in a sentence. ``tokens`` of the cue, ``source`` tokens (empty: none told), ``content`` tokens.

    ``quotable``: a quotation in or beside the sentence may be its content. ``source_head`` is the noun to be named.
    """

    index: int
    sense: Sense
    tokens: list[int]
    source: list[int]
    source_head: int | None
    content: list[int]
    quotable: bool = False
    fallback: list[int] = field(default_factory=list)
    fallback_sense: Sense | None = None
    form: str = "clause"
    carried: list[tuple[list[int], int]] = field(default_factory=list)
    """Those whom the source only passes on ("citing police"), as (tokens, head)."""
