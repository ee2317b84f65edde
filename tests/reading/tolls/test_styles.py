"""Tolls in the words of many countries and desks: each sentence with all the groups it tells of."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.parts import TollMention
from onrecord.reading.tolls import read_tolls

PARSER = Parser()
Figure = tuple[str, int, int | None]


def mentions(text: str) -> tuple[TollMention, ...]:
    sentences = PARSER.parse(text, split_sentences(text))
    return read_tolls(text, sentences, read_amounts(text, sentences))


def totals(text: str) -> list[Figure]:
    return sorted(((m.effect, m.low, m.high) for m in mentions(text) if not m.part_of), key=str)


def parts(text: str) -> list[Figure]:
    return sorted(((m.effect, m.low, m.high) for m in mentions(text) if m.part_of), key=str)


K, W, M, A, B, D = "killed", "injured", "missing", "arrested", "abducted", "displaced"

ACTIVE = [
    ("A roadside bomb killed six soldiers near Gao.", [(K, 6, 6)]),
    ("Gunmen kill 3 in Jos", [(K, 3, 3)]),
    ("The blast left 12 dead and 40 wounded.", [(K, 12, 12), (W, 40, 40)]),
    ("The attack claimed the lives of four election workers.", [(K, 4, 4)]),
    ("The clash resulted in the death of two candidates.", [(K, 2, 2)]),
    ("A grenade exploded in Bujumbura, killing two and wounding five.", [(K, 2, 2), (W, 5, 5)]),
    ("A bomb killed two and wounded eight in a market.", [(K, 2, 2), (W, 8, 8)]),
    ("Militants shot and killed two teachers in Paktika.", [(K, 2, 2)]),
    ("Police shot dead three miners and wounded at least 15 others, a union said.", [(K, 3, 3), (W, 15, None)]),
    ("The shelling injured thirteen people and killed two.", [(W, 13, 13), (K, 2, 2)]),
    ("Soldiers detained at least 40 students in Yangon.", [(A, 40, None)]),
    ("Bandits abducted 27 pupils from a school in Niger State.", [(B, 27, 27)]),
    ("Rebels took eleven villagers hostage.", [(B, 11, 11)]),
    ("Fighting forced more than 3,000 families to flee.", [(D, 3001, None)]),
]
PASSIVE = [
    ("24 people were killed and 30 others injured.", [(K, 24, 24), (W, 30, 30)]),
    ("Twelve persons were killed and 25 injured in Chaman.", [(K, 12, 12), (W, 25, 25)]),
    ("One policeman was killed and another wounded in Kerala.", [(W, 1, 1), (K, 1, 1)]),
    ("Three guests, a clerk and a soldier were wounded.", [(W, 1, 1), (W, 1, 1), (W, 3, 3)]),
    ("A candidate and two supporters were gunned down in Michoacan.", [(K, 1, 1), (K, 2, 2)]),
    ("The pilot was killed.", [(K, 1, 1)]),
    ("Four members of the village guard and two children were killed.", [(K, 2, 2), (K, 4, 4)]),
    ("A mob set fire to the house and 15 residents were burned alive.", [(K, 15, 15)]),
    ("Nine activists were picked up by police in Dhaka.", [(A, 9, 9)]),
    ("Two reporters were taken into custody.", [(A, 2, 2)]),
    ("Some 200 villagers were displaced.", [(D, 180, 220)]),
]
NOUNS = [
    ("The death toll has risen from 24 to 26.", [(K, 26, 26)]),
    ("Officials put the number of dead at 45.", [(K, 45, 45)]),
    ("The number of people killed in the raid on a village in Ituri has risen to 17, officials said.", [(K, 17, 17)]),
    ("There were 24 deaths in Herat.", [(K, 24, 24)]),
    ("Rescuers pulled out five bodies.", [(K, 5, 5)]),
    ("The bodies of three fishermen were found near Sittwe.", [(K, 3, 3)]),
    ("The killing of two priests shocked the diocese.", [(K, 2, 2)]),
    ("The explosion caused minor injuries to two guards.", [(W, 2, 2)]),
    ("Two men with gunshot wounds were brought to the clinic.", [(W, 2, 2)]),
    ("Three women were in critical condition.", [(W, 3, 3)]),
]
STATES = [
    ("22 dead as twin blasts hit Kabul", [(K, 22, 22)]),
    ("2 shot, 1 dead in Kingston", [(W, 2, 2), (K, 1, 1)]),
    ("Four policemen are dead after a bomb hit a patrol.", [(K, 4, 4)]),
    ("Seventeen miners are still missing.", [(M, 17, 17)]),
    ("Maria Lopez, a councillor, was found dead in Tibu.", [(K, 1, 1)]),
    ("Two activists were found murdered in Cauca.", [(K, 2, 2)]),
]
VERBS_WITH = [
    ("Eleven miners lost their lives in Marikana.", [(K, 11, 11)]),
    ("Ten policemen embraced martyrdom and nine sustained injuries.", [(K, 10, 10), (W, 9, 9)]),
    ("At least eight protesters were treated for head injuries.", [(W, 8, None)]),
    ("A bullet struck a boy in the neck.", [(W, 1, 1)]),
    ("Four marchers have bruises.", [(W, 4, 4)]),
    ("A nurse has a broken wrist.", [(W, 1, 1)]),
    ("Three guards were treated for broken ribs.", [(W, 3, 3)]),
    ("Her husband lost a leg.", [(W, 1, 1)]),
    ("Forty others were admitted to hospital.", [(W, 40, 40)]),
    ("A blast fatally injured the guard.", [(K, 1, 1)]),
    ("Juma Otieno was hacked to death with a machete.", [(K, 1, 1)]),
    ("Five villagers succumbed to their wounds.", [(K, 5, 5)]),
]


@pytest.mark.parametrize(("text", "expected"), ACTIVE + PASSIVE + NOUNS + STATES + VERBS_WITH)
def test_every_group_is_counted_once(text: str, expected: list[Figure]) -> None:
    assert totals(text) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text", ["Nine banks have budget cuts to make.", "The party lost a leg of the race.", "She has broken news."]
)
def test_other_cuts_and_breaks_hurt_nobody(text: str) -> None:
    assert totals(text) == []


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("A bomber killed 30 people, including three children.", [(K, 30, 30)], [(K, 3, 3)]),
        ("Six people died, four of them soldiers.", [(K, 6, 6)], [(K, 4, 4)]),
        ("Police detained 50 marchers, nine women among them.", [(A, 50, 50)], [(A, 9, 9)]),
        ("Nearly 40 people were wounded, eight of them critically.", [(W, 36, 39)], [(W, 8, 8)]),
        ("Two workers, one Indian and one Afghan, were killed.", [(K, 2, 2)], []),
    ],
)
def test_parts_of_a_group(text: str, whole: list[Figure], part: list[Figure]) -> None:
    assert totals(text) == whole
    assert parts(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "No one was hurt in the raid.",
        "There were no casualties.",
        "The device exploded without causing any casualties.",
    ],
)
def test_nobody_was_harmed(text: str) -> None:
    assert totals(text) == [(W, 0, 0), (K, 0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody else was hurt.",
        "The driver was not hurt.",
        "None of the victims had life-threatening injuries.",
        "They threatened to kill the judge.",
        "The group plotted to kidnap two ministers.",
        "Villagers fear that hundreds could be killed.",
        "Gunmen shot at officers.",
        "He faces a charge of attempted murder.",
        "The senate killed the bill.",
        "Critics shot down the plan.",
        "The striker buried two goals in the first half.",
        "Doctors fear an outbreak will kill thousands if clinics close.",
        "The law bans arrests of journalists.",
        "The police station houses 14 bodies of water on its map.",
    ],
)
def test_no_toll(text: str) -> None:
    assert totals(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A man was shot in Durban. He died in hospital.", [(K, 1, 1)]),
        ("Ana Reyes was stabbed on Friday. Reyes died a day later.", [(K, 1, 1)]),
        ("Four people were shot in Cali. One of them died.", [(W, 3, 3), (K, 1, 1)]),
        ("A boy was wounded. His father was killed.", [(W, 1, 1), (K, 1, 1)]),
    ],
)
def test_who_dies_of_wounds_is_not_counted_as_hurt(text: str, expected: list[Figure]) -> None:
    assert totals(text) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Three policemen were killed.", "police"),
        ("Two candidates died.", "candidate"),
        ("Four attackers were killed.", "attacker"),
        ("A suicide bomber killed himself.", "attacker"),
        ("Nine people were hurt.", None),
        ("Five students were detained.", "student"),
    ],
)
def test_who_was_harmed(text: str, who: str | None) -> None:
    assert [m.who for m in mentions(text)] == [who]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("At least 22 people were killed.", "At least 22 people"),
        ("Twelve persons died and 25 injured were treated there.", "Twelve persons"),
        ("The raid ended with 14 killed.", "14 killed"),
        ("A blast hit the town, killing 10.", "killing 10"),
    ],
)
def test_the_words_take_in_the_qualifier_and_the_noun(text: str, exact: str) -> None:
    assert mentions(text)[0].exact == exact


def test_victims_are_named() -> None:
    (found,) = mentions("Rehana Begum was shot dead in Khulna.")
    assert [(found.low, found.effect)] == [(1, K)]
    text = "Rehana Begum was shot dead in Khulna."
    assert [text[a:b] for a, b in found.victims] == ["Rehana Begum"]


WORDS = [
    "killed", "wounded", "12", "two", "people", "at least", "were", "and", "police",
    ",", "of them", "including", "no one", "was", "shot", "dead", "the", "toll",
    "rose to", "himself", ".", "a man", "injuring", "body", "lives", "claimed",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=18).map(" ".join) | st.text(max_size=60))
def test_any_words_are_read_without_error_and_with_exact_spans(text: str) -> None:
    for m in mentions(text):
        assert text[m.start : m.end] == m.exact
        assert m.low >= 0
        assert m.high is None or m.high >= m.low
        assert all(0 <= a < b <= len(text) for a, b in m.victims)
