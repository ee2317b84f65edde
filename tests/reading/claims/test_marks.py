"""What the finder is sure of decides the type of a trigger, and what a forbidding word forbids is no negation."""

import pytest

from onrecord.model import Document
from onrecord.reading.claims.lexicon import lexicon
from onrecord.reading.claims.modality import stance_of
from onrecord.reading.claims.triggers import find_triggers, marked_triggers, retyped
from onrecord.reading.nlp.syntax import Syntax
from onrecord.reading.parts import Act
from onrecord.reading.reader import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def parsed(reader: Reader, text: str) -> Syntax:
    (sentence,) = reader.analyse(Document(text=text, published="2031-05-07"), everything=True).sentences
    return Syntax(sentence)


@pytest.mark.parametrize(("probability", "expected"), [(0.99, "excessive_force"), (0.9, "attack.shooting")])
def test_a_type_gives_way_to_a_mark_that_is_sure(reader: Reader, probability: float, expected: str) -> None:
    text = "On Tuesday gendarmes fired at the students outside the prefecture in Moundou."
    syntax = parsed(reader, text)
    known = find_triggers(syntax, 0, lexicon(), text)
    assert [t.type for t in known] == ["attack.shooting"]
    mark = Act(text.index("fired"), text.index(" the st"), "fired at", "excessive_force", probability, probability)
    (told,) = retyped(syntax, known, [mark])
    assert told.type == expected
    # its account names the line that stands there, and who told the type
    assert told.source.startswith(known[0].source)
    assert ("marked by the finder" in told.source) == (expected != known[0].type)


def test_a_mark_on_what_is_broken_up_is_none_on_the_deed(reader: Reader) -> None:
    text = "On Monday police broke up a sit-in in Cairo with batons."
    syntax = parsed(reader, text)
    known = find_triggers(syntax, 0, lexicon(), text)
    assert "excessive_force" in [t.type for t in known]
    start = text.index("sit-in")
    assert retyped(syntax, known, [Act(start, start + 6, "sit-in", "protest", 0.99, 0.99)]) == known


def test_words_of_harm_keep_their_type(reader: Reader) -> None:
    text = "Two students were killed in Moundou on Tuesday."
    syntax = parsed(reader, text)
    known = find_triggers(syntax, 0, lexicon(), text)
    mark = Act(text.index("killed"), text.index(" in M"), "killed", "attack.shooting", 0.99, 0.99)
    assert retyped(syntax, known, [mark]) == known


@pytest.mark.parametrize(("words", "absent"), [("no lorry may use", False), ("use", True)])
def test_the_negation_within_a_mark_is_what_it_tells(reader: Reader, words: str, absent: bool) -> None:
    text = "From Friday no lorry may use the road to Birao."
    syntax = parsed(reader, text)
    start = text.index(words)
    matched = tuple(syntax.at(start, start + len(words)))
    verb = next(i for i, token in enumerate(syntax.tokens) if token.text == "use")
    stance = stance_of(syntax, verb, matched, None)
    assert (stance.absent or stance.modality == "conditional") == absent


@pytest.mark.parametrize(("taken", "told"), [("two aid workers", 1), ("the village of Bria", 0), ("a district", 0)])
def test_who_seizes_a_place_abducts_nobody(reader: Reader, taken: str, told: int) -> None:
    text = f"Fighters of the front seized {taken} near the border on Monday."
    syntax = parsed(reader, text)
    mark = Act(text.index("seized"), text.index(f" {taken}"), "seized", "abduction", 0.99, 0.99)
    assert len(marked_triggers(syntax, 0, [mark], [])) == told


@pytest.mark.parametrize(
    ("words", "told"),
    [("hacked", ["attack.melee"]), ("death", []), ("two cowherds to death", ["attack.melee"])],
)
def test_words_beside_a_word_of_harm_may_tell_of_the_act(reader: Reader, words: str, told: list[str]) -> None:
    text = "Farmers hacked two cowherds to death near Mangu on Monday."
    syntax = parsed(reader, text)
    start = text.index("death")
    known = [t for t in find_triggers(syntax, 0, lexicon(), text) if (t.start, t.rank) == (start, 1)]
    assert known
    mark = Act(text.index(words), text.index(words) + len(words), words, "attack.melee", 0.99, 0.99)
    assert [t.type for t in marked_triggers(syntax, 0, [mark], known)] == told


@pytest.mark.parametrize(("probability", "weak"), [(0.96, False), (0.8, True)])
def test_a_word_that_the_lexicon_leaves_open_is_settled_by_a_firm_mark(
    reader: Reader, probability: float, weak: bool
) -> None:
    text = "He had been picked up in Moundou on Tuesday over a song about the governor."
    syntax = parsed(reader, text)
    known = find_triggers(syntax, 0, lexicon(), text)
    assert [(t.type, t.weak) for t in known] == [("arrest", True)]
    mark = Act(text.index("picked"), text.index(" in M"), "picked up", "arrest", probability, probability)
    (told,) = retyped(syntax, known, [mark])
    assert (told.type, told.weak) == ("arrest", weak)


@pytest.mark.parametrize(
    ("text", "words", "kind", "weak"),
    [
        ("Some 60 pharmacists knelt on Monday before the ministry in Lome.", "knelt", "protest", False),
        ("Dozens of widows lay down in silence before the ministry.", "lay down", "protest", False),
        # two are no crowd, nor is somebody who does so alone
        ("Two pharmacists knelt on Monday before the ministry in Lome.", "knelt", "protest", True),
        ("On Monday the prefect of Bafia shooed the traders off the bridge.", "shooed", "excessive_force", False),
        # without a place or a day, and where no main clause tells it
        ("The prefect shooed the traders off the bridge.", "shooed", "excessive_force", True),
        ("On Monday the traders whom he shooed off the bridge in Bafia ate rice.", "shooed", "excessive_force", True),
        ("On Monday the prefect of Bafia shooed the traders off the bridge.", "shooed", "attack.melee", True),
    ],
)
def test_a_fainter_mark_counts_where_a_main_clause_tells_the_act(
    reader: Reader, text: str, words: str, kind: str, weak: bool
) -> None:
    syntax = parsed(reader, text)
    start = text.index(words)
    (told,) = marked_triggers(syntax, 0, [Act(start, start + len(words), words, kind, 0.86, 0.8)], [])
    assert told.weak == weak
