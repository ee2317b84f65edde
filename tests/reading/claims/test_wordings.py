"""The triggers of tests/corpus/wordings: many ways of telling each type, and words that look like acts and are none.

The figures are what the lexicon reached without having been mended on these texts; they may not fall.
"""

import re
from pathlib import Path

import pytest

from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.triggers import find_triggers
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.nlp.syntax import Syntax

FOLDER = Path(__file__).parents[2] / "corpus" / "wordings"
MARK = re.compile(r"\[\[(.+?)\]\]")


def wordings() -> list[tuple[str, set[str], bool]]:
    """Text, the types it tells of, and whether it was written to tell of nothing."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        head = ""
        for line in path.read_text("utf-8").splitlines():
            if re.fullmatch(r"\[[a-z_.]+\]", line):
                head = line[1:-1]
                continue
            types = {mark.partition("|")[2] or head for mark in MARK.findall(line)}
            told = {t for t in types - {"none"} if not t.startswith("response.")}
            found.append((MARK.sub(lambda m: m[1].partition("|")[0], line), told, head == "none"))
    return found


@pytest.fixture(scope="module")
def read() -> list[tuple[set[str], set[str], bool]]:
    parser, words = Parser(), lexicon()
    rows = []
    for text, told, nothing in wordings():
        sentences = parser.parse(text, split_sentences(text))
        triggers = [t for s in sentences for t in find_triggers(Syntax(s), 0, words, text)]
        rows.append((told, {t.type for t in triggers if t.rank >= 2}, nothing))
    return rows


def test_most_wordings_are_known(read: list[tuple[set[str], set[str], bool]]) -> None:
    right = sum(len(told & found) for told, found, _ in read)
    assert right / sum(len(told) for told, _, _ in read) > 0.64
    assert right / sum(len(found) for _, found, _ in read) > 0.635


def test_words_that_only_look_like_acts_seldom_give_a_trigger(read: list[tuple[set[str], set[str], bool]]) -> None:
    hits = [found for _, found, nothing in read if nothing and found]
    assert len(hits) <= 84
