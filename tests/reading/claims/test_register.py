"""Who is counted in an event that is told over several sentences; all texts are our own."""

import pytest
from tests.reading.claims.conftest import Read, dead_and_hurt, total


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        # two people of one kind in one breath are two
        ("A woman and a girl were shot dead in Maseru on Thursday.", [2]),
        ("Gunmen killed a guard and his wife in Maseru on Thursday.", [2]),
        # the same people again
        (
            "A man and two girls were shot dead in Maseru on Thursday. The father and his two daughters were killed.",
            [3],
        ),
        ("A man was shot dead in Maseru on Thursday. The man, 24, was killed outside a bar.", [1]),
        # one boy, told of by his father and by his brother
        ("A man's son was shot dead in Maseru on Thursday. The gunman killed his little brother.", [1]),
        ("A man was shot dead in Maseru on Thursday. Thabo Mokoena, 24, died at the scene.", [1]),
        # one victim of a stated total
        ("Three people were shot dead in Maseru on Thursday. Thabo Mokoena, 24, died at the scene.", [3]),
        # the total told after one of the dead
        (
            "A young teacher was shot dead in Maseru on Thursday. In all three people were killed in the shooting, "
            "police said.",
            [3],
        ),
        # one more
        (
            "A man was shot dead in Maseru on Thursday. Another man died in hospital from his gunshot wounds.",
            [2],
        ),
        ("A man of 60 was shot dead in Maseru on Thursday. A 19-year-old woman was also killed by the gunmen.", [2]),
    ],
)
def test_people_are_counted_once(incidents: Read, text: str, killed: list[int]) -> None:
    assert total(incidents(text), "killed") == killed


def test_many_shots_are_one_act(incidents: Read) -> None:
    claims = incidents(
        "Residents of Maseru heard gunshots on Thursday night. A man was found with multiple gunshot wounds."
    )
    assert [c.link for c in claims] == ["single"]


def test_a_triple_homicide_is_one_act(incidents: Read) -> None:
    claims = incidents("A nurse was killed in a triple homicide in Maseru on Thursday.")
    assert {c.link for c in claims} == {"single"}


def test_another_victim_at_another_time_is_another_event(incidents: Read) -> None:
    claims = incidents(
        "A 15-year-old girl was shot dead in Maseru on Thursday. On Thursday morning a 50-year-old man was shot dead "
        "in Maseru."
    )
    assert total(claims, "killed") == [1, 1]


def test_a_rival_figure_stays_a_figure_of_its_own(incidents: Read) -> None:
    claims = incidents(
        "A bomb killed 12 people in Maseru on Thursday, police said. The mayor said the blast had killed 15 people."
    )
    assert total(claims, "killed") == [12, 15]


def test_who_was_hit_and_died_is_not_hurt(incidents: Read) -> None:
    claims = incidents(
        "A 16-year-old girl was shot dead in Maseru on Thursday. The teenager suffered a gunshot wound to the chest."
    )
    assert total(claims, "killed") == [1]
    assert total(claims, "injured") == []


def test_the_dead_belong_to_the_shooting_and_not_to_the_arrest_told_between(incidents: Read) -> None:
    claims = incidents(
        "Gunmen opened fire at a wedding in Maseru on Thursday. Masked men kidnapped a driver in Maseru on Thursday. "
        "Two guests died of their wounds."
    )
    assert [(c.type, t.low) for c in claims for t in c.tolls if t.effect == "killed"] == [("attack.shooting", 2)]


def test_the_dead_are_not_among_the_arrested(incidents: Read) -> None:
    claims = incidents(
        "Police in Maseru are looking into a fatal shooting on Thursday. They found one man dead and took a second man "
        "into custody."
    )
    assert total([c for c in claims if c.type == "attack.shooting"], "killed") == [1]


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        # those hit, and what became of them
        (
            "Seven people were shot at a fair in Maseru on Thursday. Two of the victims died. The other five were taken to "
            "hospital with minor injuries.",
            [2],
            [5],
        ),
        (
            "Officers found four men with gunshot wounds in Maseru on Thursday. One of them died at the hospital.",
            [1],
            [3],
        ),
        # whom else a sentence tells dead is none of those hit
        ("Gunmen shot three women in Maseru on Thursday and a baby boy was killed.", [1], [3]),
        # people told one by one after their number
        (
            "One person was killed and four others were injured in a shooting in Maseru on Thursday. Another man was shot "
            "in the leg. Two women were in stable condition.",
            [1],
            [4],
        ),
        # a sum of those told before
        (
            "Three boys and a girl were shot dead in Maseru on Thursday. All four bodies were found in the house.",
            [4],
            [],
        ),
        # a death that had another cause
        (
            "A teacher was shot dead in Maseru on Thursday. His sister had died of cancer a week before the shooting.",
            [1],
            [],
        ),
        # a nought that nobody vouches for beside people who were hurt
        (
            "Gunmen wounded five people in Maseru on Thursday. No one was hurt in the shooting outside the bank.",
            [],
            [5],
        ),
        ("Five people were shot in Maseru on Thursday. No one was seriously injured.", [], [5]),
        # a word in the place of a number
        ("Multiple people were shot in Maseru on Thursday. Police said eight people were shot at a party.", [], [8]),
        # the hospital that somebody was taken to is no site
        (
            "Five men were wounded in a shooting in Maseru on Thursday. Another man was shot in the mouth and taken to "
            "Hlotse in good condition.",
            [],
            [5],
        ),
        # who is thought to have done it
        (
            "A shooting in Maseru on Thursday left four people dead. The suspect was found dead later.",
            [4],
            [],
        ),
        # a list that the tree cut in two
        ("The envoy to Peru, Juan Rojas, and his driver were shot dead in Maseru on Thursday.", [2], []),
        # a summary and what goes on is no act of one day
        (
            "A clerk was shot dead in Maseru on Thursday. More than 2,000 people have died in the violence since January 2024.",
            [1, 2001],
            [],
        ),
    ],
)
def test_what_became_of_whom(incidents: Read, text: str, killed: list[int], injured: list[int]) -> None:
    assert dead_and_hurt(incidents(text)) == (killed, injured)


def test_who_was_hurt_may_die_days_later(incidents: Read) -> None:
    claims = incidents(
        "Thabo Mokoena was shot and wounded in Maseru on Monday. Mokoena, 24, died on Thursday, his family said."
    )
    assert len([c for c in claims if c.tolls]) == 1
    assert total(claims, "killed") == [1]


def test_a_place_that_a_hospital_is_named_after_is_no_other_site(incidents: Read) -> None:
    claims = incidents(
        "Five people were shot in Maseru on Thursday. One of those victims was in critical condition at Teyateyaneng "
        "Medical Centre."
    )
    assert total(claims, "injured") == [5]


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        ("A third man who was shot in Maseru on Thursday has died of his wounds.", [3]),
        ("Two men were wounded in a shooting in Maseru on Thursday and a third died.", [1]),
    ],
)
def test_the_third_to_die(incidents: Read, text: str, killed: list[int]) -> None:
    assert total(incidents(text), "killed") == killed


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        # a fourth man, where three dead and one hurt are told, is the one who was hurt
        (
            "Three people were killed and one was hurt in a shooting in Maseru on Thursday. A fourth man, who was shot in "
            "the leg, was found nearby.",
            [1],
        ),
        # and a second one beside the dead is the one told before
        (
            "Thabo Mokoena, 17, died in a shooting in Maseru on Thursday and Sello Phiri, 20, was taken to a clinic with a "
            "gunshot wound. Officers found one dead man and a second man suffering from a gunshot wound.",
            [1],
        ),
        # women are not the men told before
        ("Two men were shot in Maseru on Thursday. Two women, both 21, suffered gunshot wounds.", [4]),
        # those hit are the dead and who survived
        (
            "A man opened fire in Maseru on Thursday, wounding four guests. Neighbours called for help. Doctors said three "
            "people had died. One guest was in critical condition.",
            [1],
        ),
        # what happened a week before is told apart
        (
            "Five people were hurt in a shooting in Maseru on Thursday, a week after two men were shot in the same bar.",
            [5, 2],
        ),
        ("A girl was shot in Maseru on Thursday. She is the third child to be shot in the city.", [1]),
        ("Five people were shot in Maseru on Thursday, including one man who was shot ten times.", [5]),
        # the same four told again with a doubt are no four more
        (
            "One man was killed and four others were wounded in Maseru on Thursday. At least four other victims were taken to "
            "hospital, police said.",
            [4, 4],
        ),
        # a fourth man makes four of the three told one by one and together
        (
            "A clerk was shot in the face in Maseru on Thursday, a cook was shot in the thigh and a guard was shot in the arm. "
            "All three were taken to hospital in serious condition. A fourth man was shot in the foot.",
            [4],
        ),
        # who survived is told in two groups
        (
            "Six people were shot in Maseru on Thursday, police said. Two people are dead, one person is critically injured "
            "and three people are in serious condition after being shot, a clinic said.",
            [4],
        ),
        # three of those told before
        ("Five men were shot in Maseru on Thursday. Three of the men suffered slight injuries.", [5]),
        (
            "A boy was hit by gunfire in Maseru on Thursday. Two other men turned up at a clinic with gunshot wounds.",
            [3],
        ),
    ],
)
def test_who_is_one_more(incidents: Read, text: str, injured: list[int]) -> None:
    assert total(incidents(text), "injured") == injured


@pytest.mark.parametrize(
    "text",
    [
        # who was hit is told before to be dead: by kin, by number, by a name that a town stands beside
        "A man killed three people and himself in Maseru on Thursday. He had shot his wife in the yard, police said.",
        "Three guards were killed in Maseru on Thursday. A man called the police and said that he had shot three people.",
        "The shooting killed a 6-year-old Maseru girl on Thursday. Miranda Doe was shot in her yard, the coroner said.",
    ],
)
def test_the_dead_are_told_again_as_those_who_were_hit(incidents: Read, text: str) -> None:
    assert total(incidents(text), "injured") == []
