"""The same ways of counting in other sentences: behind the verb, in passives, in lists, beside figures that count nobody."""

import pytest

from onrecord.reading.amounts import read_amounts
from onrecord.reading.nlp import Parser, split_sentences
from onrecord.reading.tolls import read_tolls

PARSER = Parser()


@pytest.mark.parametrize(
    ("text", "effect", "low", "high"),
    [
        ("The blast at the depot killed seventeen labourers and wounded 31.", "killed", 17, 17),
        ("Raiders burned the hamlet and killed 112 of its people.", "killed", 112, 112),
        ("Police in Kisumu detained one hundred and four marchers.", "arrested", 104, 104),
        ("Shelling killed between eight and eleven traders.", "killed", 8, 11),
        ("Doctors in Taiz said 14 to 16 civilians had been wounded.", "injured", 14, 16),
        ("At least nine herders were killed on Monday near Bor.", "killed", 9, None),
        ("The gunfire left at least two guards dead.", "killed", 2, None),
        ("Gunmen abducted more than 40 pupils from the school.", "abducted", 41, None),
        ("Soldiers wounded more than a hundred strikers.", "injured", 101, None),
        ("Soldiers shot and wounded more than a hundred strikers.", "injured", 101, None),
        ("Soldiers shot and wounded 40 strikers.", "injured", 40, 40),
        ("Three shot and wounded in Kano.", "injured", 3, 3),
        ("Not fewer than six farmers were killed in Guma.", "killed", 6, None),
        ("The attackers abducted no fewer than 20 worshippers.", "abducted", 20, None),
        ("As many as 18 fishermen were arrested by the navy.", "arrested", 18, 18),
        ("The raid killed as many as seven villagers.", "killed", 7, 7),
        ("Up to 15 miners were killed by the militia.", "killed", 0, 15),
        ("Troops arrested up to 60 students in the hostel.", "arrested", 0, 60),
        ("Nearly 30 passengers were injured when the bus was bombed.", "injured", 27, 29),
        ("The gunmen kidnapped nearly two hundred women.", "abducted", 180, 199),
        ("Almost 50 people were arrested after the rally.", "arrested", 45, 49),
        ("About 20 prisoners were killed in the riot.", "killed", 18, 22),
        ("Clashes in the delta displaced about 3,000 families.", "displaced", 2700, 3300),
        ("The bomb injured a dozen shoppers.", "injured", 12, 12),
        ("Dozens of students were arrested on the campus.", "arrested", 24, None),
        ("The shelling wounded dozens.", "injured", 24, None),
        ("Security forces killed scores of demonstrators in the square.", "killed", 40, None),
        ("Scores of people were arrested overnight in Lusaka.", "arrested", 40, None),
        ("The fighting has displaced hundreds of villagers.", "displaced", 200, None),
        ("Hundreds of protesters were detained in Minsk.", "arrested", 200, None),
        ("A couple of guards were wounded at the gate.", "injured", 2, None),
        ("The officers arrested a couple of vendors.", "arrested", 2, None),
        ("Another three labourers were killed at the next checkpoint.", "killed", 3, 3),
        ("Gunmen wounded another three in the lane.", "injured", 3, 3),
        ("The remaining two hostages were killed on Friday.", "killed", 2, 2),
        ("Police later arrested the remaining two suspects.", "arrested", 2, 2),
        ("Gunmen stopped the brothers and killed both.", "killed", 2, 2),
        ("Both nurses were abducted from the clinic.", "abducted", 2, 2),
        ("A third person was injured in the shooting.", "injured", 1, 1),
        ("The bullets also killed a third man.", "killed", 1, 1),
        ("The air strike killed nine civilians, including three children.", "killed", 9, 9),
        ("Fourteen people, among them three children, were wounded in the shelling.", "injured", 14, 14),
        ("The explosion killed a baker, two of his sons and four customers.", "killed", 7, 7),
        ("A driver, a conductor and three passengers were killed in the ambush.", "killed", 5, 5),
        ("Two constables, a clerk and six voters were injured in the blast.", "injured", 9, 9),
        ("Violence in the hills has displaced 2.4 lakh people.", "displaced", 240_000, 240_000),
        ("Over 1.5 lakh residents were displaced by the fighting.", "displaced", 150_001, None),
        ("The war displaced 1.2 crore people.", "displaced", 12_000_000, 12_000_000),
        ("In 2031, gunmen killed 4 people aged 19 to 24 at 9:15 pm.", "killed", 4, 4),
        ("Three men, aged 22, 25 and 31, were shot dead at 14 Mill Road.", "killed", 3, 3),
        ("Turnout was 38.5 percent, and two voters were killed.", "killed", 2, 2),
        ("Of 45 per cent of the wards that voted, five clerks were abducted from one.", "abducted", 5, 5),
        ("Inflation of 7.2 per cent did not stop police from arresting six strikers.", "arrested", 6, 6),
    ],
)
def test_a_way_of_counting(text: str, effect: str, low: int, high: int | None) -> None:
    sentences = PARSER.parse(text, split_sentences(text))
    told = read_tolls(text, sentences, read_amounts(text, sentences))
    found = [t for t in told if t.effect == effect and not t.part_of]
    highs = [t.high for t in found]
    assert found
    assert sum(t.low for t in found) == low
    assert (None if None in highs else sum(h for h in highs if h is not None)) == high


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine fighters of the two sides died near Hays.", [("killed", 9)]),
        ("Four members of the two families died in the feud.", [("killed", 4)]),
        ("Four of the five guards were killed.", [("killed", 4)]),
        # a van is nobody
        ("Two guards were killed when gunfire hit a police van.", [("killed", 2)]),
        ("A shell hit a tent and killed a nurse.", [("killed", 1)]),
        ("The conductor Juraj Novak was kicked to death in Nitra.", [("killed", 1)]),
        ("A bomb killed a sentry and an interpreter.", [("killed", 1), ("killed", 1)]),
    ],
)
def test_whose_number_and_what_is_nobody(text: str, expected: list[tuple[str, int]]) -> None:
    sentences = PARSER.parse(text, split_sentences(text))
    found = read_tolls(text, sentences, read_amounts(text, sentences))
    assert [(m.effect, m.low) for m in found if not m.part_of] == expected
