from collections.abc import Callable

import pytest

from onrecord.model import Actor, Claim, Document, Span
from onrecord.reading.demands import read_demands, read_responses
from onrecord.reading.demands.demands import UNREAD
from onrecord.reading.reader import Reader

Read = Callable[..., list[Claim]]


def an_incident(text: str, code: str, start: int, end: int, *actors: Actor) -> Claim:
    """An incident told in these words of a text, which has its type for an id."""
    return Claim(
        document="d",
        kind="incident",
        type=code,
        evidence=(Span.cut(text, start, end),),
        read_by=UNREAD,
        actors=actors,
        link="single",
        id=code,
    )


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def demands(reader: Reader) -> Read:
    def read(text: str, kind: str = "news", publisher: str = "Daily Wire") -> list[Claim]:
        document = Document(id="d", text=text, publisher=publisher, published="2024-03-04", kind=kind)  # type: ignore[arg-type]
        return read_demands(reader.analyse(document, everything=True), [])

    return read


@pytest.fixture
def responses(reader: Reader) -> Read:
    def read(text: str, kind: str = "news", publisher: str = "Daily Wire") -> list[Claim]:
        document = Document(id="d", text=text, publisher=publisher, published="2024-03-04", kind=kind)  # type: ignore[arg-type]
        return read_responses(reader.analyse(document, everything=True), [])

    return read
