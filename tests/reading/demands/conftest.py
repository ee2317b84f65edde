from collections.abc import Callable

import pytest

from onrecord.model import Claim, Document
from onrecord.reading.demands import read_demands, read_responses
from onrecord.reading.reader import Reader

Read = Callable[..., list[Claim]]


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
