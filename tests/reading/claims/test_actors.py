"""Who did it: doers that the words of the act name, arrests told without a doer, groups meant by "the rebels"."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim

Read = Callable[..., list[Claim]]


def cast(claims: list[Claim], role: str) -> set[tuple[str, str]]:
    return {(a.exact, a.category) for c in claims for a in c.actors if a.role == role}


@pytest.mark.parametrize(
    ("text", "role", "who"),
    [
        # the noun of the act names the force
        ("Three farmers were killed in police firing in Mandla on Tuesday.", "perpetrator", ("police", "police")),
        ("At least nine people died in an army crackdown in Bago on Sunday.", "perpetrator", ("army", "military")),
        # the verb that sets off a bomb lends it its doer
        (
            "Rebels planted a landmine that killed two drivers near Kidal on Monday.",
            "perpetrator",
            ("Rebels", "armed_group"),
        ),
        # arrests without a doer
        ("Police said 40 students were arrested at the march in Dhaka on Monday.", "authority", ("Police", "police")),
        (
            "Police broke up a vigil in Minsk on Sunday. Eleven activists were detained.",
            "authority",
            ("Police", "police"),
        ),
    ],
)
def test_doers(incidents: Read, text: str, role: str, who: tuple[str, str]):
    assert who in cast(incidents(text), role)


def test_police_who_were_hurt_arrest_nobody(incidents: Read):
    """The only police of the text are the victims."""
    claims = incidents("Two activists were arrested in Sfax on Monday after a policeman was beaten.")
    assert not {who for who, _ in cast(claims, "authority")}
