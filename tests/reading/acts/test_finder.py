"""The finder of acts: what it marks in sentences that it was not trained on, and that a mark depends on its sentence alone."""

import hashlib
import pickle
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model import Document
from onrecord.reading import Reader
from onrecord.reading.acts import Finder, finder_hash
from onrecord.reading.claims import firm, telling
from onrecord.reading.parts import Act
from onrecord.vocab import claim_types

DATA = files("onrecord.reading.acts") / "data"


@cache
def finder() -> Finder:
    return Finder()


def marks(sentence: str) -> tuple[Act, ...]:
    (found,) = finder().find(sentence, [(0, len(sentence))])
    return found


def test_the_card_names_the_files() -> None:
    card = (DATA / "MODEL_CARD.md").read_text("utf-8")
    files_ = [(DATA / name).read_bytes() for name in ("skim.onnx", "acts.onnx")]
    assert finder_hash() == hashlib.sha256(b"".join(files_)).hexdigest()
    for held in files_:
        assert hashlib.sha256(held).hexdigest() in card


def test_it_knows_only_types_of_the_vocabulary() -> None:
    assert finder().types[0] == "O"
    assert set(finder().types[1:]) <= set(claim_types())


@pytest.mark.parametrize(
    ("sentence", "word", "kind"),
    [
        ("Masked men sprayed the minibus with bullets outside Kitwe.", "sprayed", "attack.shooting"),
        (
            "The novelist was bundled into a van by men in plain clothes and has not been heard of.",
            "bundled",
            "abduction",
        ),
        ("Riot squads waded into the crowd with truncheons on the cathedral steps.", "waded", "excessive_force"),
        ("Dockers downed tools in Beira on Monday over three months of unpaid wages.", "downed", "strike"),
        (
            "The government pulled the plug on mobile internet across the three provinces.",
            "pulled",
            "restriction.internet",
        ),
        ("The interior minister deplored the killing and sent his condolences.", "deplored", "response.condemned"),
    ],
)
def test_a_word_that_no_lexicon_need_know_is_marked_with_its_type(sentence: str, word: str, kind: str) -> None:
    found = [a for a in marks(sentence) if word in a.exact.split()]
    assert [a.type for a in found] == [kind]
    assert firm(found[0]), found


@pytest.mark.parametrize(
    "sentence",
    [
        "The winger was bundled off the ball in midfield.",
        "The district council opened a new clinic in Mwanza on Friday.",
        "Shares of the miner took a beating after its profit warning.",
        "She went through the accounts of the parish with a pencil.",
        "",
    ],
)
def test_nothing_is_marked_where_nothing_is_told(sentence: str) -> None:
    assert not [a for a in marks(sentence) if telling(a)]


BESIDE = [
    "Gunmen opened fire on a bus near Mopti.",
    "No one was hurt.",
    "THE GUERRILLAS DYNAMITED TWO PYLONS IN USULUTAN.",
    "The mayor thanked the nurses, the drivers and everybody who had come.",
    "x",
]


def laid_out(sentences: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The sentences as one text, a line each, and where each stands."""
    spans, at = [], 0
    for sentence in sentences:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return "\n".join(sentences), spans


@given(st.lists(st.sampled_from(BESIDE), min_size=1, max_size=7))
@settings(max_examples=15, deadline=None)
def test_marks_are_the_same_whatever_is_read_beside_them(sentences: list[str]) -> None:
    text, spans = laid_out(sentences)
    together = finder().find(text, spans)
    for span, found in zip(spans, together, strict=True):
        assert finder().find(text, [span]) == [found]


def test_of_a_sentence_that_is_not_likely_enough_nothing_more_is_asked() -> None:
    text, spans = laid_out(BESIDE)
    whole = finder().find(text, spans)
    # nothing is certain to more than 1
    found = finder().find(text, spans, least=1.1)
    assert [i for i, acts in enumerate(whole) if acts] == [0, 2]
    assert found[0] is None
    assert found[2] is None
    assert found[1] == found[4] == ()
    assert finder().find(text, spans, least=0.0) == whole


def test_a_copy_for_another_process_finds_the_same() -> None:
    text = BESIDE[0]
    assert pickle.loads(pickle.dumps(finder())).find(text, [(0, len(text))]) == finder().find(text, [(0, len(text))])


def test_a_claim_that_rests_on_a_mark_says_so() -> None:
    text = "Police laid into the marchers with sticks and boots in Arequipa on Monday, witnesses said."
    document = Document(text=text, published="2031-05-07", kind="news")
    reader = Reader()
    told = [reader.explain(document, c.id) for c in reader.read(document).claims]
    assert any("marked by the finder" in p for why in told if why is not None for p in why.patterns)
    assert any(why.rule.startswith("finder of acts: ") for why in told if why is not None)
