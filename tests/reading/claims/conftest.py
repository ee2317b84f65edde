"""One reader for all tests of claims: loading the network takes longer than reading."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim, Document
from onrecord.reading import Reader

Read = Callable[..., list[Claim]]


def total(claims: list[Claim], effect: str) -> list[int]:
    """What each claim that states a figure says in all, in text order."""
    found = []
    for claim in claims:
        whole = [t.low for t in claim.tolls if t.effect == effect and not t.part_of and t.who != "attacker"]
        if whole:
            found.append(sum(whole))
    return found


def dead_and_hurt(claims: list[Claim]) -> tuple[list[int], list[int]]:
    """The totals of the killed and of the injured."""
    return total(claims, "killed"), total(claims, "injured")


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="session")
def incidents(reader: Reader) -> Read:
    """The incident claims of a text published on a Friday, 14 June 2019."""

    def read(text: str, published: str | None = "2019-06-14", **fields: str) -> list[Claim]:
        reading = reader.read(Document(text=text, published=published, **fields))  # type: ignore[arg-type]
        return [c for c in reading.claims if c.kind == "incident"]

    return read
