"""Who acts on whom, how surely, and of what category they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.actors import arguments, categorise, find_actors, is_attacker, responsibility_of
from onrecord.reading.nlp import ParsedSentence, Parser, split_sentences
from onrecord.vocab import actor_categories

PARSER = Parser()


def parsed(text: str) -> ParsedSentence:
    return PARSER.parse(text, split_sentences(text)[:1])[0]


def index(sentence: ParsedSentence, word: str) -> int:
    return next(i for i, t in enumerate(sentence.tokens) if t.text == word)


@pytest.mark.parametrize(
    ("text", "trigger", "agents", "patients"),
    [
        ("Soldiers beat three marchers in Lome.", "beat", ["Soldiers"], ["three marchers"]),
        ("Three marchers were beaten by soldiers.", "beaten", ["soldiers"], ["Three marchers"]),
        ("Militants shot and killed two teachers.", "shot", ["Militants"], ["two teachers"]),
        ("Twelve activists were arrested and beaten by police.", "arrested", ["police"], ["Twelve activists"]),
        ("The killing of three reporters by soldiers was condemned.", "killing", ["soldiers"], ["three reporters"]),
        ("Rebels' attack on a convoy left 12 dead.", "attack", ["Rebels"], ["a convoy"]),
        ("Boko Haram attack on village kills 20.", "attack", ["Boko Haram"], ["village"]),
        ("The mayor's assassination by unknown men shocked the town.", "assassination", ["unknown men"], ["The mayor"]),
        ("The rebels carried out the attack on the church.", "attack", ["The rebels"], ["the church"]),
        ("Gunmen opened fire on a police patrol.", "opened", ["Gunmen"], ["a police patrol"]),
        ("The journalist whom soldiers beat was released.", "beat", ["soldiers"], ["The journalist"]),
        ("Soldiers who beat the marchers were freed.", "beat", ["Soldiers"], ["the marchers"]),
        ("The officer accused of killing Ama Osei was held.", "killing", ["The officer"], ["Ama Osei"]),
        ("Gunmen ambushed a van, killing a clerk and two guards.", "killing", ["Gunmen"], ["a clerk", "two guards"]),
        (
            "Envoys are pushing urgent peace talks between Georgian and South Ossetian officials to avert all-out war as heavy "
            "fighting in Tskhinvali killed at least nine soldiers on Monday.",
            "killed", [], ["nine soldiers"],
        ),
    ],
)  # fmt: skip
def test_arguments(text: str, trigger: str, agents: list[str], patients: list[str]) -> None:
    sentence = parsed(text)
    found = arguments(sentence, index(sentence, trigger))
    assert [text[a.start : a.end] for a in found.agents] == agents
    assert [text[p.start : p.end] for p in found.patients] == patients


def test_a_weapon_is_a_cause_and_nobody_who_acts() -> None:
    text = "The blast killed nine worshippers."
    sentence = parsed(text)
    found = arguments(sentence, index(sentence, "killed"))
    assert found.agents == ()
    assert [text[c.start : c.end] for c in found.causes] == ["The blast"]


@pytest.mark.parametrize(
    ("text", "agent", "expected"),
    [
        ("The Islamic State claimed responsibility for the attack.", "State", "claimed"),
        ("Officials blamed the attack on the PKK.", "PKK", "accused_by_authorities"),
        ("Police accused the rebels of killing three farmers.", "rebels", "accused_by_authorities"),
        ("Residents accused soldiers of burning homes.", "soldiers", "accused"),
        ("Suspected jihadists killed 14 people.", "jihadists", "suspected"),
        ("The Taliban denied involvement in the bombing.", "Taliban", "denied"),
        ("Soldiers killed two students.", "Soldiers", "stated"),
        ("Gunmen killed two students.", "Gunmen", None),
    ],
)
def test_responsibility(text: str, agent: str, expected: str | None) -> None:
    sentence = parsed(text)
    assert responsibility_of(sentence, index(sentence, agent)) == expected


@pytest.mark.parametrize(
    ("words", "name", "category"),
    [
        ("two police officer", None, "police"),
        ("independent candidate", None, "candidate"),
        ("party worker", None, "party_worker"),
        ("presiding officer", None, "election_official"),
        ("election commission", None, "election_body"),
        ("freelance photographer", None, "journalist"),
        ("human rights defender", None, "activist"),
        ("village elder", None, "civilian"),
        ("catholic priest", None, "religious"),
        ("masked gunman", None, "unknown"),
        ("aid worker", None, "health_worker"),
        ("group", "Al-Shabaab", "armed_group"),
        ("", "Boko Haram", "armed_group"),
        ("", "Independent National Electoral Commission", "election_body"),
        ("", "Supreme Court", "court"),
        ("", "Ministry of Interior", "government"),
        ("", "Human Rights Watch", "rights_group"),
        ("", "United Nations", "international_body"),
        ("soldier", None, "military"),
        ("high school student", None, "student"),
        ("table", None, None),
    ],
)
def test_categories(words: str, name: str | None, category: str | None) -> None:
    assert categorise(words.split(), name) == category


def test_those_who_attack() -> None:
    assert is_attacker("gunman")
    assert not is_attacker("guard")


def test_actors_of_a_sentence() -> None:
    text = "Taliban fighters abducted four aid workers near Kunduz."
    found = find_actors(text, parsed(text))
    assert [(m.exact, m.category) for m in found][:2] == [
        ("Taliban fighters", "armed_group"),
        ("four aid workers", "health_worker"),
    ]


WORDS = [
    "killing",
    "of",
    "the",
    "army",
    "by",
    "rebels",
    "who",
    "attacked",
    ",",
    "was",
    "blamed on",
    "PKK",
    "attack",
    "'s",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join))
def test_any_words_are_read_without_error(text: str) -> None:
    sentence = parsed(text)
    for i in range(len(sentence.tokens)):
        found = arguments(sentence, i)
        for a in (*found.agents, *found.patients, *found.causes):
            assert 0 <= a.first <= a.head < a.last <= len(sentence.tokens)
        responsibility_of(sentence, i)
    for m in find_actors(text, sentence):
        assert text[m.start : m.end] == m.exact
        assert m.category in actor_categories()
