"""Tolls: who was harmed, how many, read from sentences of our own."""

import pytest

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.tolls import read_tolls

PARSER = Parser()
Figure = tuple[str, int, int | None]


def tolls(text: str) -> list[tuple[str, int, int | None, bool]]:
    sentences = PARSER.parse(text, split_sentences(text))
    return [(m.effect, m.low, m.high, m.part_of) for m in read_tolls(text, sentences, read_amounts(text, sentences))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "At least nine people were killed and more than 30 injured in the blast.",
            [("killed", 9, None), ("injured", 31, None)],
        ),
        ("Gunmen shot dead two traders and wounded five others near Zaria.", [("killed", 2, 2), ("injured", 5, 5)]),
        ("The raid left 18 dead and dozens wounded.", [("killed", 18, 18), ("injured", 24, None)]),
        (
            "As many as 12 persons died and 25 were hurt when the bridge office was bombed.",
            [("killed", 12, 12), ("injured", 25, 25)],
        ),
        ("Three killed, 12 injured in Lagos market clash", [("killed", 3, 3), ("injured", 12, 12)]),
        ("A gunman shot dead a teacher, Sarwar Kakar, outside his school.", [("killed", 1, 1)]),
        ("Police shot dead a student, Amina Diallo, during a march.", [("killed", 1, 1)]),
        ("The agency counted seven dead and 60 injured.", [("killed", 7, 7), ("injured", 60, 60)]),
        ("The agency counted 7 dead and 60 wounded.", [("killed", 7, 7), ("injured", 60, 60)]),
        ("The death toll rose to 41 on Monday.", [("killed", 41, 41)]),
        ("The number of injured has climbed to 60.", [("injured", 60, 60)]),
        ("The shelling claimed seven lives.", [("killed", 7, 7)]),
        # members of a list that the tree hangs elsewhere
        (
            "Soldiers opened fire and Corporal Juma Otieno and the driver were killed in Gulu.",
            [("killed", 1, 1), ("killed", 1, 1)],
        ),
        ("A 15-year-old and two porters were shot in Gulu.", [("injured", 1, 1), ("injured", 2, 2)]),
        (
            "Two porters, ages 16 and 19, and two clerks were found slain in Gulu.",
            [("killed", 2, 2), ("killed", 2, 2)],
        ),
        (
            "Rebels shot his wife, two of her cousins and a neighbour on Monday.",
            [("injured", 1, 1), ("injured", 2, 2), ("injured", 1, 1)],
        ),
        ("He killed 30-year-old Juma Otieno and 28-year-old Ali Bena.", [("killed", 1, 1), ("killed", 1, 1)]),
        ("The blast left a 9-year-old boy and a nurse critically injured.", [("injured", 1, 1), ("injured", 1, 1)]),
        # who is brought to a hospital is hurt, and not by whom he is brought
        ("Two traders were taken to a clinic in Gulu by an ambulance.", [("injured", 2, 2)]),
        ("The injured boy and two others were at the house.", [("injured", 1, 1)]),
        (
            "A nurse and two porters were shot; they were taken to a clinic with wounds.",
            [("injured", 1, 1), ("injured", 2, 2)],
        ),
        ("A gunman shot and fatally wounded four clerks in Gulu.", [("killed", 4, 4)]),
        ("He said that it could come to where someone was killed.", []),
        ("The patrol beat up marchers and detained 56 of them.", [("arrested", 56, 56)]),
        # what is counted and is nobody
        ("The massacre left two generations dead.", []),
        ("The fatal shooting at 16411 Larchwood is over.", []),
        ("The body of shooting suspect Okello was found.", []),
        # who bears the wound
        ("A clerk was found by his driver, suffering from a gunshot wound.", [("injured", 1, 1)]),
        ("Eleven miners lost their lives.", [("killed", 11, 11)]),
        ("Nobody was hurt in the fire.", [("injured", 0, 0), ("killed", 0, 0)]),
        ("There were no casualties.", [("killed", 0, 0), ("injured", 0, 0)]),
        ("Police arrested 38 party workers.", [("arrested", 38, 38)]),
        ("Rebels kidnapped about 50 farmers.", [("abducted", 45, 55)]),
        ("More than 2,000 people were displaced by the fighting.", [("displaced", 2001, None)]),
        ("A mayor and two of her guards died in the ambush.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("A bomb killed Sarwar Kakarzai and two other men.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("A bomb killed teacher Sarwar Kakarzai and two guards.", [("killed", 1, 1), ("killed", 2, 2)]),
        ("Juan Torres was stabbed to death.", [("killed", 1, 1)]),
        ("A nurse was shot in the leg.", [("injured", 1, 1)]),
        ("She was taken to a clinic, where she later passed away.", [("killed", 1, 1)]),
        ("The boy did not survive.", [("killed", 1, 1)]),
        ("The boy survived.", []),
        ("The guard was shot once and pronounced dead at the clinic.", [("killed", 1, 1)]),
        (
            "Rebels sought a man who fatally shot two clerks and injured two others.",
            [("killed", 2, 2), ("injured", 2, 2)],
        ),
        ("A man shot two clerks before fatally turning the gun on himself.", [("injured", 2, 2)]),
        ("A woman shot her son and her sister in a murder-suicide.", [("killed", 1, 1), ("killed", 1, 1)]),
        ("Gunmen stopped two clerks and shot them dead.", [("killed", 2, 2)]),
        ("A nurse and her son were taken to a clinic where they died.", [("killed", 2, 2)]),
        ("Two traders were taken to a clinic with minor injuries.", [("injured", 2, 2)]),
        ("Officers found a man and a woman with gunshot wounds.", [("injured", 1, 1), ("injured", 1, 1)]),
        ("The shooting left the mother clinging to life.", [("injured", 1, 1)]),
        ("Four bystanders were hit.", [("injured", 4, 4)]),
        ("The farmers were hit hard by the drought.", []),
        ("A couple and their son were shot dead.", [("killed", 2, 2), ("killed", 1, 1)]),
        ("The gun went off, killing Jan “Honza” Novak.", [("killed", 1, 1)]),
        ("Four boys between ages 12 and 16 were wounded.", [("injured", 4, 4)]),
        ("A man whose son shot two clerks was at home.", [("injured", 2, 2)]),
        ("No one was arrested.", []),
        ("Five people, including two women and two men, died.", [("killed", 5, 5)]),
        ("A bomb killed a clerk of the ministry of trade and his wife.", [("killed", 1, 1), ("killed", 1, 1)]),
        (
            "The bodies of Laura Novak and her two children, Jan and Eva, were found.",
            [("killed", 1, 1), ("killed", 2, 2)],
        ),
        ("A 10-year-old and a 14-year-old were shot.", [("injured", 1, 1), ("injured", 1, 1)]),
        ("Two women and a man were hospitalised after they were wounded.", [("injured", 2, 2), ("injured", 1, 1)]),
        ("It just hurts me.", []),
        ("She picked up her two children.", []),
        ("Police picked up 12 activists.", [("arrested", 12, 12)]),
        ("Four people were shot, two fatally, at a wedding.", [("injured", 2, 2), ("killed", 2, 2)]),
        ("TWO SOLDIERS WERE KILLED AND FIVE OTHERS WERE WOUNDED YESTERDAY.", [("killed", 2, 2), ("injured", 5, 5)]),
    ],
)
def test_figures(text: str, expected: list[Figure]) -> None:
    assert sorted((e, n, h) for e, n, h, part in tolls(text) if not part) == sorted(expected)


def test_parts_stand_apart_from_totals() -> None:
    found = tolls("A bomber killed 30 people, including three children.")
    assert ("killed", 30, 30, False) in found
    assert ("killed", 3, 3, True) in found


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to kill the hostages.",
        "Officials fear the flood could kill hundreds.",
        "The minister killed the proposal.",
        "If the dam breaks, thousands would die.",
        "Shares were hammered, wiping out a year of gains.",
    ],
)
def test_harm_that_did_not_happen_gives_nothing(text: str) -> None:
    assert tolls(text) == []


def test_a_fifth_victim_makes_five_where_four_were_dead() -> None:
    found = tolls("Four guards were killed on Sunday. A fifth guard died of his wounds.")
    assert ("killed", 5, 5, False) in found


def test_an_ordinal_alone_is_one_person() -> None:
    assert ("injured", 1, 1, False) in tolls("Two men were killed, and a third man was wounded.")


def test_the_attackers_own_dead_are_told_apart() -> None:
    text = "The gunman killed himself."
    sentences = PARSER.parse(text, split_sentences(text))
    (mention,) = read_tolls(text, sentences, read_amounts(text, sentences))
    assert mention.who == "attacker"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 dead, 4 injured after a man opens fire in Gaborone", [("killed", 1, 1), ("injured", 4, 4)]),
        ("The shooting left an 8-year-old boy injured.", [("injured", 1, 1)]),
        ("Paramedics pronounced her dead.", [("killed", 1, 1)]),
        ("Six people, three men and three women, were wounded.", [("injured", 6, 6)]),
        ("The suspect, Nathan Dsouza, was pronounced dead at the scene.", [("killed", 1, 1)]),
        ("He opened fire, hitting the girl.", [("injured", 1, 1)]),
        ("The family of a teenager shot by police asked for answers.", [("injured", 1, 1)]),
    ],
)
def test_people_told_by_their_place_in_the_sentence(text: str, expected: list[Figure]) -> None:
    assert sorted((e, n, h) for e, n, h, part in tolls(text) if not part) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amina Bello, 20, and Sara Musa, 19, were killed.", [("killed", 1, 1), ("killed", 1, 1)]),
        ("A man of 60 was killed.", [("killed", 1, 1)]),
        ("4 shot, 1 dead in a market shooting", [("injured", 4, 4), ("killed", 1, 1)]),
        ("Three people were found dead from gunshot wounds.", [("killed", 3, 3)]),
        ("Officers found a clerk with several injuries to his head.", [("injured", 1, 1)]),
    ],
)
def test_ages_and_wounds_count_no_people(text: str, expected: list[Figure]) -> None:
    assert sorted((e, n, h) for e, n, h, part in tolls(text) if not part) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A child shot and killed a 12-year-old Tuesday afternoon in Gaborone.", [("killed", 1, 1)]),
        ("A mother who was shot by her 4-year-old child has died.", [("killed", 1, 1)]),
        ("They found Brian Rooks, 21, suffering from a gunshot wound. Rooks was pronounced dead.", [("killed", 1, 1)]),
        ("Officers found a boy bleeding from a gunshot wound.", [("injured", 1, 1)]),
    ],
)
def test_whom_the_tree_loses(text: str, expected: list[Figure]) -> None:
    assert sorted((e, n, h) for e, n, h, part in tolls(text) if not part) == sorted(expected)
