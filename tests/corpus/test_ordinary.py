"""Ordinary news (ordinary.toml): nothing of it is for the ledger, so every claim is false. The figures may not rise.

A first look, before anything was mended on them, gave 40 false claims on the 50 reports of the first lot and 25 on the 30 of the second.
"""

import tomllib
from pathlib import Path

import pytest

from onrecord.model import Document
from onrecord.reading import Reader

LOTS = tomllib.loads((Path(__file__).parent / "ordinary.toml").read_text("utf-8"))
FALSE = {"first": 5, "second": 7}


@pytest.mark.parametrize("lot", sorted(FALSE))
def test_ordinary_news_gives_few_claims(lot: str) -> None:
    reader = Reader()
    found = [
        (report["title"], claim.type, claim.evidence[0].exact)
        for report in LOTS[lot]
        for claim in reader.read(Document(published="2032-05-20", kind="news", **report)).claims
    ]
    assert len(found) <= FALSE[lot], "\n".join(map(str, found))
