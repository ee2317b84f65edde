"""How much of a document is read: what no word tells firmly costs little, and what a neighbour makes firm is not lost."""

from collections.abc import Sequence

import pytest

from onrecord.model import Document
from onrecord.reading import Reader
from onrecord.reading.nlp import ParsedSentence, Parser

AROUND = "The choir meets on Tuesdays. Its members asked for a new hall. The council painted the door."


class Counting(Parser):
    def __init__(self) -> None:
        super().__init__()
        self.parsed: list[str] = []

    def parse(self, text: str, spans: Sequence[tuple[int, int]]) -> list[ParsedSentence]:
        self.parsed += [text[a:b] for a, b in spans]
        return super().parse(text, spans)


def read(text: str) -> tuple[list[str], list[str]]:
    parser = Counting()
    reading = Reader(parser).read(Document(text=text, publisher="Wire", published="2024-03-04"))
    return [c.type for c in reading.claims], parser.parsed


def test_a_general_word_alone_makes_no_claim_and_costs_its_sentence() -> None:
    claims, parsed = read(f"{AROUND}\n\nThe kitchen was a battle with the clock.\n\n{AROUND}")
    assert claims == []
    assert "The choir meets on Tuesdays." not in parsed
    assert len(parsed) <= 3


def test_a_general_word_with_a_figure_beside_it_is_read_with_its_document() -> None:
    text = (
        "An attack was reported near the market in Kano on Sunday. Nine people were killed. "
        "The governor condemned the attack. Rights groups called on the police to investigate it."
    )
    claims, parsed = read(f"{AROUND}\n\n{text}")
    assert any(c.startswith("attack") for c in claims)
    assert any(c.startswith("demand") for c in claims)
    assert any(s.startswith("Rights groups") for s in parsed)


@pytest.mark.parametrize(
    "battle", ["a long battle with the illness", "a battle with leukaemia", "a fight against cancer"]
)
def test_a_battle_with_an_illness_is_no_clash(battle: str) -> None:
    claims, _ = read(f"{AROUND}\n\nShe died on Sunday after {battle}.")
    assert claims == []


def test_a_firm_word_needs_nothing_beside_it() -> None:
    claims, _ = read(f"{AROUND}\n\nGunmen kidnapped the mayor of Kano on Sunday.")
    assert claims == ["abduction"]


def test_a_report_of_an_accident_is_not_parsed() -> None:
    crash = (
        "A lorry crashed into a wall on the coast road on Monday night and burst into flames. The driver died at the scene, "
        "and his passenger is in hospital with burns. Fog had been thick since the evening, and the road was wet."
    )
    claims, parsed = read(f"{crash}\n\n{AROUND}\n\n{AROUND}")
    assert (claims, parsed) == ([], [])


def test_what_is_read_beside_changes_nothing() -> None:
    text = "Gunmen killed two farmers near Jos on Sunday. Police arrested a man in Kano."
    reader = Reader()
    alone = reader.read(Document(text=text, published="2024-03-04")).claims
    for other in (
        AROUND,
        "Yes.",
        "Soldiers shelled the camp, and thirty people, among them children, were killed or hurt.",
    ):
        reader.read(Document(text=other, published="2024-03-04"))
        assert reader.read(Document(text=text, published="2024-03-04")).claims == alone
