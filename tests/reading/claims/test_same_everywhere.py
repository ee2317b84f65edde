"""The same text gives the same claims, and the same account of them, in every process."""

import os
import subprocess
import sys

_READ = """
from onrecord.model import Document
from onrecord.reading import Reader

reader = Reader()
document = Document(
    text="Protests in Nairobi turned violent on Tuesday and two people were killed. Police detained the marchers.", published="2026-11-20"
)
for claim in reader.read(document).claims:
    print(claim, reader.explain(document, claim.id))
"""


def test_claims_and_their_reasons_do_not_depend_on_how_words_are_hashed() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", _READ], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert "protest" in told.pop()
