"""Those hit, the dead and the hurt of one report, each person counted once; all texts are our own."""

import pytest
from tests.reading.claims.conftest import Read, dead_and_hurt, total


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        # those hit are the dead and the hurt, sentences apart
        (
            "A gunman killed one man and injured three others in Maseru on Thursday. Witnesses ran from the square. The market "
            "was closed. Shops stayed shut. Police said all four men were shot from a passing car.",
            [1],
            [3],
        ),
        # a later death leaves fewer of those hit
        (
            "Six people were shot at a fair in Maseru on Thursday. One of them died at the scene. The fair was stopped. Vendors "
            "packed up. The mayor cancelled the parade. A second victim died of her wounds at a clinic.",
            [2],
            [4],
        ),
        # those hit, who are the hurt with the dead, and one of them told apart
        (
            "Police found four people who had been shot in Maseru on Thursday. Two had minor injuries. One died, and one was in "
            "surgery on Friday. One person died and three others were injured in the shooting, police said.",
            [1],
            [3],
        ),
        # as many as the dead, and nobody else is hurt
        (
            "Two brothers were shot dead in Maseru on Thursday. Neighbours called for help. Officers had found two men suffering "
            "from gunshot wounds.",
            [2],
            [],
        ),
        # kin without a number, of a family told to be dead
        (
            "A couple and their two young children were found dead of gunshots in Maseru on Thursday. Police said the father had "
            "shot his wife and children.",
            [4],
            [],
        ),
        # who is told behind the colon is one of those told before it
        (
            "Two men were wounded in a shooting in Maseru on Thursday: an 18-year-old was shot in the back and a porter was shot "
            "in the face.",
            [],
            [2],
        ),
        # others are none of the dead
        (
            "Two brothers were shot dead in Maseru on Thursday. Neighbours called for help. Two others were wounded.",
            [2],
            [2],
        ),
        # who is known to have been wounded, and to have died, by an age
        (
            "A 16-year-old boy was critically wounded in a shooting in Maseru on Thursday, police said. A 16-year-old boy who "
            "was wounded in the shooting in Maseru died on Friday, doctors said.",
            [1],
            [],
        ),
        # what a call tells is told again by what was found
        (
            "One man was killed and a baby was wounded in a shooting in Maseru on Thursday. Officers were called in reference to "
            "someone shooting another person.",
            [1],
            [1],
        ),
        # one of the wounded is one dead more
        (
            "A shooting in Maseru on Thursday left one man dead and four people wounded. One of the wounded, a teacher of 31, "
            "has died.",
            [2],
            [4],
        ),
        # who was among several is one of them
        ("A boy of seven was among four people shot, one fatally, at a market in Maseru on Thursday.", [1], [3]),
        # others than the dead, in two figures
        (
            "A man was found dead in Maseru on Thursday, along with two other shooting victims. One person is dead and four "
            "others are injured after the shooting, police said.",
            [1],
            [4],
        ),
        # a man is none of two children told before
        (
            "Two small children were hurt in a shooting in Maseru on Thursday. A 30-year-old man was shot in the hand.",
            [],
            [3],
        ),
    ],
)
def test_each_is_one_of_them_once(incidents: Read, text: str, killed: list[int], injured: list[int]) -> None:
    assert dead_and_hurt(incidents(text)) == (killed, injured)


def test_who_died_a_week_after_is_dead_of_the_act_and_on_its_day(incidents: Read) -> None:
    claims = incidents(
        "A 46-year-old woman died on 16 May 2024, a week after she was critically wounded in a drive-by shooting in Maseru."
    )
    assert total(claims, "killed") == [1]
    assert [c.when.start for c in claims if c.when] == ["2024-05-09"]


def test_a_wound_told_apart_from_the_death_is_no_second_person(incidents: Read) -> None:
    claims = incidents(
        "Thabo Mokoena died in Maseru on Friday of a shooting a day before. The governor spoke on the radio. "
        "A masked man robbed a bank in Maseru on Thursday, and Thabo Mokoena was found with a gunshot wound."
    )
    assert total(claims, "injured") == []
