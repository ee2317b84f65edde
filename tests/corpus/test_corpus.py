"""The reader against reports of our own: no figure may fall below its floor."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.vocab import claim_types


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_score", Path(__file__).parent / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by name
    sys.modules["corpus_score"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    return _load()


@pytest.fixture(scope="module")
def results(corpus: ModuleType) -> dict[str, object]:
    return {name: corpus.score(name) for name in corpus.CORPORA}


CORPORA = _load().CORPORA
FIGURES = ["claims_f1", "typed_precision", "typed_recall", "days", "tolls"]
CASES = [
    (chosen, figure) for chosen in CORPORA for figure in (FIGURES if chosen == "examples" else [*FIGURES, "places"])
]


@pytest.mark.parametrize(("chosen", "figure"), CASES)
def test_no_figure_falls_below_its_floor(
    corpus: ModuleType, results: dict[str, object], chosen: str, figure: str
) -> None:
    floor, result = corpus.floors(chosen)[figure], results[chosen]
    reached = result.figures()[figure]  # type: ignore[attr-defined]
    # nobody mends on what is held out, so its differences are not shown
    differences = "" if chosen in corpus.HELD else "\n".join(result.lines)  # type: ignore[attr-defined]
    assert reached >= floor, f"{chosen}: {figure} {reached:.3f} is below {floor}\n{differences}"


@pytest.mark.parametrize("chosen", CORPORA)
def test_the_floors_belong_to_this_corpus(corpus: ModuleType, chosen: str) -> None:
    pinned = corpus.floors(chosen)["corpus"]
    assert pinned == corpus.corpus_hash(chosen), "reports or expectations changed: measure again and pin new floors"


def test_reports_with_nothing_to_record_give_nothing(corpus: ModuleType) -> None:
    for name, claims in corpus.read_all("examples"):
        if name.startswith("nothing-to-record/"):
            assert claims == (), name


def test_every_type_of_the_vocabulary_stands_in_the_reports(corpus: ModuleType) -> None:
    told = {
        kind for chosen in corpus.CORPORA for held in corpus.expected(chosen).values() for w in held for kind in w.types
    }
    assert set(claim_types()) <= told
