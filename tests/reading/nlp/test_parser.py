"""The parser: trees that are trees, names, and an accuracy floor on sentences of our own."""

import hashlib
import itertools
import pickle
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.nlp import ParsedSentence, Parser, parser_hash, split_sentences
from onrecord.reading.nlp.packing import groups, pack
from onrecord.reading.nlp.pieces import code_words
from onrecord.reading.nlp.trees import best_tree, is_tree


@cache
def parser() -> Parser:
    return Parser()


def parse(text: str) -> list[ParsedSentence]:
    return parser().parse(text, split_sentences(text))


# word, UPOS, head word ("" for the root), relation
GOLD = [
    [("Police", "NOUN", "arrested", "nsubj"), ("arrested", "VERB", "", "root"), ("nine", "NUM", "students", "nummod"),
     ("students", "NOUN", "arrested", "obj"), ("on", "ADP", "Monday", "case"), ("Monday", "PROPN", "arrested", "obl"),
     (".", "PUNCT", "arrested", "punct")],
    [("Two", "NUM", "soldiers", "nummod"), ("soldiers", "NOUN", "killed", "nsubj:pass"),
     ("were", "AUX", "killed", "aux:pass"), ("killed", "VERB", "", "root"), ("by", "ADP", "gunmen", "case"),
     ("gunmen", "NOUN", "killed", "obl:agent"), ("near", "ADP", "bridge", "case"), ("the", "DET", "bridge", "det"),
     ("bridge", "NOUN", "killed", "obl"), (".", "PUNCT", "killed", "punct")],
    [("The", "DET", "minister", "det"), ("minister", "NOUN", "said", "nsubj"), ("said", "VERB", "", "root"),
     ("that", "SCONJ", "reopen", "mark"), ("schools", "NOUN", "reopen", "nsubj"), ("would", "AUX", "reopen", "aux"),
     ("reopen", "VERB", "said", "ccomp"), (".", "PUNCT", "said", "punct")],
    [("The", "DET", "blast", "det"), ("blast", "NOUN", "destroyed", "nsubj"), ("destroyed", "VERB", "", "root"),
     ("a", "DET", "bus", "det"), ("bus", "NOUN", "destroyed", "obj"), ("which", "PRON", "carried", "nsubj"),
     ("carried", "VERB", "bus", "acl:relcl"), ("voters", "NOUN", "carried", "obj"),
     (".", "PUNCT", "destroyed", "punct")],
    [("She", "PRON", "urged", "nsubj"), ("urged", "VERB", "", "root"), ("the", "DET", "court", "det"),
     ("court", "NOUN", "urged", "obj"), ("to", "PART", "release", "mark"), ("release", "VERB", "urged", "xcomp"),
     ("him", "PRON", "release", "obj"), (".", "PUNCT", "urged", "punct")],
]  # fmt: skip


BESIDE = [
    "Yes .", "No", "Nine people died .", "The mayor said that the market had burnt down in the night .",
    "Police in KANO , a city of four million , held 27 members of the Farmers ' Union on 3 March 2021 , its secretary said , "
    "while the court of appeal , which had sat since noon , postponed its ruling on the petition for the third time .",
    "HUNDREDS MARCHED IN LUANDA", "\" Antidisestablishmentarianism \" !",
]  # fmt: skip


def score(shout: bool) -> tuple[float, float, float]:
    pos = heads = labelled = total = 0
    for gold in GOLD:
        words = [w.upper() if shout else w for w, *_ in gold]
        (got,) = parse(" ".join(words[:-1]) + words[-1])
        assert [t.text.lower() for t in got.tokens] == [w.lower() for w in words]
        assert shout or [t.text for t in got.tokens] == words
        for token, (_, tag, head, dep) in zip(got.tokens, gold, strict=True):
            above = got.tokens[token.head].text.lower() if token.head >= 0 else ""
            total += 1
            pos += token.pos == tag
            heads += above == head.lower()
            labelled += above == head.lower() and token.dep == dep
    return pos / total, heads / total, labelled / total


@pytest.mark.parametrize("shout", [False, True])
def test_accuracy_does_not_fall(shout: bool) -> None:
    pos, heads, labelled = score(shout)
    assert pos >= 0.95
    assert heads >= 0.92
    assert labelled >= 0.88


def test_names_of_people_bodies_and_places() -> None:
    text = "Amina Yusuf of the Red Cross flew from Nairobi to Khartoum on Friday."
    (sentence,) = parse(text)
    names = {(text[e.start : e.end], e.label) for e in sentence.entities}
    assert {("Amina Yusuf", "PER"), ("Red Cross", "ORG"), ("Nairobi", "LOC"), ("Khartoum", "LOC")} <= names


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_trees_with_exact_offsets(text: str) -> None:
    for sentence in parse(text):
        # a text without capitals gets back those of its names
        assert all(text[t.start : t.end].lower() == t.text.lower() for t in sentence.tokens)
        assert is_tree([t.head + 1 for t in sentence.tokens])
        assert [t.dep == "root" for t in sentence.tokens] == [t.head == -1 for t in sentence.tokens]
        assert all(x.last <= y.first for x, y in pairwise(sentence.entities))


def test_a_sentence_without_end_is_one_tree() -> None:
    text = "nine people and " * 400
    (sentence,) = parser().parse(text, [(0, len(text))])
    assert len(sentence.tokens) == 1200
    assert is_tree([t.head + 1 for t in sentence.tokens])


@given(st.integers(2, 5), st.integers(0, 2**32 - 1))
@settings(max_examples=100, deadline=None)
def test_no_other_tree_scores_higher(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    scores[np.arange(n), np.arange(1, n + 1)] = -1e4
    tree = best_tree(scores, scores.argmax(axis=1).tolist())
    assert is_tree(tree)
    others = (heads for heads in itertools.product(range(n + 1), repeat=n) if is_tree(list(heads)))
    best = max(float(scores[np.arange(n), heads].sum()) for heads in others)
    assert scores[np.arange(n), tree].sum() >= best - 1e-3


@given(st.lists(st.sampled_from(BESIDE), min_size=1, max_size=7))
@settings(max_examples=15, deadline=None)
def test_a_parse_is_the_same_bit_for_bit_whatever_is_parsed_beside_it(sentences: list[str]) -> None:
    coded = code_words([s.split() for s in sentences], False)
    packed = pack(coded)
    wanted = ["tags", "ner", "rels", "vectors", "arcs"]
    *rows, arcs = parser()._session.run(wanted, packed.feed)
    for i, (code, (start, end)) in enumerate(zip(coded, pairwise(packed.starts), strict=True)):
        *alone, own = parser()._session.run(wanted, pack([code]).feed)
        n = end - start
        assert all(np.array_equal(a, r[start:end]) for a, r in zip(alone, rows, strict=True))
        assert np.array_equal(own[0, :n, : n + 1], arcs[i, :n, : n + 1])


def test_order_and_batching_change_nothing() -> None:
    text = "Nine died. The mayor said that the market had burnt down in the night. Yes. " * 3
    spans = split_sentences(text)
    together = parser().parse(text, spans)
    assert together == [parser().parse(text, [s])[0] for s in spans]
    assert together == Parser(batch_pieces=20).parse(text, spans)


@given(st.lists(st.integers(0, 90), max_size=30), st.sampled_from([60, 200, 600]))
def test_every_sentence_runs_once_and_no_run_is_too_large(lengths: list[int], limit: int) -> None:
    runs = list(groups(lengths, limit))
    assert sorted(i for run in runs for i in run) == [i for i, n in enumerate(lengths) if n]
    for run in runs:
        assert len(run) == 1 or sum(lengths[i] for i in run) <= limit
        assert len(run) == 1 or len(run) * max(lengths[i] for i in run) <= 2 * limit


def test_nothing_gives_nothing() -> None:
    assert parser().parse("", []) == []
    assert parse("") == []


def test_a_pickled_parser_parses_the_same() -> None:
    text = "Nine people died near the bridge."
    again = pickle.loads(pickle.dumps(parser()))
    assert again.parse(text, [(0, len(text))]) == parse(text)


def test_the_hash_is_that_of_the_shipped_network() -> None:
    data = files("onrecord.reading.nlp") / "data"
    assert parser_hash() == hashlib.sha256((data / "parser.onnx").read_bytes()).hexdigest()
    assert parser_hash() in (data / "MODEL_CARD.md").read_text("utf-8")


def test_capitals_are_given_their_case_back():
    """Names keep a capital, letters that are spelt out keep all, other words lose theirs; offsets stay."""
    text = "SOLDIERS OF THE UNITED NATIONS FOUND THE BODY OF MAYOR PEDRO D'ANGELO IN LUANDA, THE BBC SAID."
    (got,) = parse(text)
    assert " ".join(t.text for t in got.tokens if t.pos != "PUNCT") == (
        "Soldiers of the United Nations found the body of Mayor Pedro D'Angelo in Luanda the BBC said"
    )
    assert [text[t.start : t.end] for t in got.tokens] == [t.text.upper() for t in got.tokens]


def test_a_sentence_of_mixed_case_is_left_alone():
    (got,) = parse("Police in KANO said the IMN marched.")
    assert [t.text for t in got.tokens][:6] == ["Police", "in", "KANO", "said", "the", "IMN"]


def test_what_hangs_on_a_part_of_a_name_hangs_on_the_name() -> None:
    from onrecord.reading.nlp.trees import out_of_names

    # killed teacher Ali Raza and two guards: the guards hung on "Ali"
    relations = ["root", "obj", "flat", "flat", "cc", "nummod", "conj"]
    assert out_of_names([0, 1, 2, 3, 7, 7, 3], relations) == [0, 1, 2, 3, 7, 7, 2]
    # through a chain of parts, and nothing else moves
    assert out_of_names([0, 1, 2, 3, 7, 7, 4], relations) == [0, 1, 2, 3, 7, 7, 2]
