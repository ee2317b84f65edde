"""Words as the networks take them: cut into pieces that have vectors, each word with its shape."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer

from onrecord.reading.nlp.casing import is_shouted
from onrecord.reading.nlp.packing import Coded
from onrecord.reading.nlp.shapes import shape_of

__all__ = ["code_words", "piece_tokenizer"]

_MAX_PIECES = 480


@cache
def piece_tokenizer() -> Tokenizer:
    """What cuts words into the pieces that the network has vectors for; read once a process."""
    found = Tokenizer.from_str((files("onrecord.reading.nlp") / "data" / "tokenizer.json").read_text("utf-8"))
    found.no_padding()
    found.no_truncation()
    return found


def code_words(sentences: Sequence[Sequence[str]], caseless: bool) -> list[Coded]:
    """The sentences for a network; ``caseless`` says that capitals tell nothing in their text."""
    tokenizer = piece_tokenizer()
    coded = []
    for words in sentences:
        # one by one: a batch wakes threads, which costs more than it spares
        code = tokenizer.encode(words, is_pretokenized=True)
        first, last = [0] * len(words), [0] * len(words)
        ids, owners = code.ids, code.word_ids
        if len(ids) > _MAX_PIECES:
            ids, owners = ids[:_MAX_PIECES], owners[:_MAX_PIECES]
        for position, word in enumerate(owners):
            if word is not None:
                first[word] = first[word] or position
                last[word] = position
        shouted = caseless or is_shouted(words)
        shape = [shape_of(w, i, shouted) for i, w in enumerate(words)]
        coded.append(Coded(ids, first, last, shape))
    return coded
