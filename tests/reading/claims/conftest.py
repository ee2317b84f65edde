"""One reader for all tests of claims: loading the network takes longer than reading."""

from collections.abc import Callable

import pytest

from onrecord.model import Claim, Document
from onrecord.reading import Reader

Read = Callable[..., list[Claim]]


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
