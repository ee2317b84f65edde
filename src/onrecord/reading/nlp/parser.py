"""The parser: tags, dependencies and names of sentences, by one small network through onnxruntime.

The network is a MiniLM encoder with biaffine heads (Dozat and Manning 2017); see ``data/MODEL_CARD.md``.
"""

import hashlib
import itertools
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import msgspec

from onrecord.reading.nlp.casing import is_lowered, truecased
from onrecord.reading.nlp.lemmas import lemma
from onrecord.reading.nlp.mending import mended
from onrecord.reading.nlp.network import Network, windows
from onrecord.reading.nlp.packing import Packed
from onrecord.reading.nlp.pieces import code_words
from onrecord.reading.nlp.trees import bare_objects, best_tree, out_of_names, past_of_nouns
from onrecord.reading.nlp.values import Entity, ParsedSentence, Token
from onrecord.reading.nlp.words import tokenize

__all__ = ["Parser", "parser_hash", "unparsed"]

_DATA = files("onrecord.reading.nlp") / "data"


class _Labels(msgspec.Struct, frozen=True):
    tags: list[str]
    rels: list[str]
    ner: list[str]


@cache
def parser_hash() -> str:
    """SHA-256 of the network's file."""
    return hashlib.sha256(Parser.file.read_bytes()).hexdigest()


def unparsed(text: str, span: tuple[int, int]) -> ParsedSentence:
    """A sentence with words alone, for text that does not deserve the parser's time."""
    tokens = tuple(Token(a, b, text[a:b], text[a:b].lower()) for a, b in tokenize(text, *span))
    return ParsedSentence(span[0], span[1], tokens, parsed=False)


class Parser(Network):
    """Parses sentences in batches on one thread."""

    file = _DATA / "parser.onnx"

    @cached_property
    def _labels(self) -> _Labels:
        return msgspec.json.decode((_DATA / "labels.json").read_bytes(), type=_Labels)

    def parse(self, text: str, spans: Sequence[tuple[int, int]]) -> list[ParsedSentence]:
        """The sentences at ``spans`` (offsets in ``text``), parsed, in the order given.

        Words of a sentence in capitals throughout, and of a text without any, come out as running text would write them.
        """
        pieces = windows(text, spans)
        caseless = is_lowered(text)
        parsed = self._parse_words([[text[a:b] for a, b in words] for _, words in pieces], caseless)
        tokens: list[list[Token]] = [[] for _ in spans]
        names: list[list[Entity]] = [[] for _ in spans]
        for (number, words), (tags, heads, rels, ner) in zip(pieces, parsed, strict=True):
            base = len(tokens[number])
            for i, (a, b) in enumerate(words):
                pos, _, tag = tags[i].partition("|")
                word = text[a:b]
                head = heads[i] - 1 + base if heads[i] else (-1 if base == 0 else 0)
                tokens[number].append(Token(a, b, word, lemma(word, pos), pos, tag, head, rels[i]))
            names[number] += _entities(words, ner, base)
        return [
            mended(truecased(ParsedSentence(start, end, tuple(t), tuple(e)), caseless))
            for (start, end), t, e in zip(spans, tokens, names, strict=True)
        ]

    def _parse_words(
        self, sentences: list[list[str]], caseless: bool
    ) -> list[tuple[list[str], list[int], list[str], list[str]]]:
        results: list[Any] = [([], [], [], [])] * len(sentences)
        for places, packed in self._batches(code_words(sentences, caseless)):
            for (i, _, _), result in zip(places, self._run(packed), strict=True):
                results[i] = result
        return results

    def _run(self, packed: Packed) -> list[tuple[list[str], list[int], list[str], list[str]]]:
        tags, ner, arcs, heads, rels = self._compute(packed, ["tags", "ner", "arcs", "heads", "rels"])
        tags, ner, rels = tags.tolist(), ner.tolist(), rels.tolist()
        labels = self._labels
        found = []
        for i, (start, end) in enumerate(itertools.pairwise(packed.starts)):
            n = end - start
            tree = best_tree(arcs[i, :n, : n + 1], heads[i, :n].tolist())
            names = [labels.rels[r] for r in rels[start:end]]
            for d, head in enumerate(tree):
                if (names[d] == "root") != (head == 0):
                    names[d] = "root" if head == 0 else "dep"
            named = out_of_names(tree, names)
            names, told = past_of_nouns(named, names, [labels.tags[t] for t in tags[start:end]])
            found.append(
                (
                    told,
                    named,
                    bare_objects(named, names, told),
                    [labels.ner[e] for e in ner[start:end]],
                )
            )
        return found


def _entities(words: list[tuple[int, int]], labels: list[str], base: int) -> list[Entity]:
    found: list[Entity] = []
    start: int | None = None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and (label[:2] != "I-" or label[2:] != labels[start][2:]):
            found.append(Entity(words[start][0], words[i - 1][1], labels[start][2:], base + start, base + i))
            start = None
        if label != "O" and start is None:
            start = i
    return found
