"""The reader against the sample reports: no figure may fall below its floor."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


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
def result(corpus: ModuleType) -> object:
    return corpus.score()


@pytest.mark.parametrize("name", ["claims_f1", "typed_precision", "typed_recall", "days", "tolls"])
def test_no_figure_falls_below_its_floor(corpus: ModuleType, result: object, name: str) -> None:
    _, floors = corpus.expected()
    reached = result.figures()[name]  # type: ignore[attr-defined]
    differences = "\n".join(result.lines)  # type: ignore[attr-defined]
    assert reached >= floors[name], f"{name} {reached:.3f} is below {floors[name]}\n{differences}"


def test_the_floors_belong_to_this_corpus(corpus: ModuleType) -> None:
    _, floors = corpus.expected()
    assert floors["corpus"] == corpus.corpus_hash(), "reports or expectations changed: measure again and pin new floors"


def test_reports_with_nothing_to_record_give_nothing(corpus: ModuleType) -> None:
    for name, claims in corpus.read_all():
        if name.startswith("nothing-to-record/"):
            assert claims == (), name
