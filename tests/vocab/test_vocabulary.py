"""The vocabulary: every file has an origin, hashes are true, codes are the public ones."""

import hashlib
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from onrecord import vocab
from onrecord.model import VocabularyError
from onrecord.vocab import claim_type, claim_types, load, load_rows, manifest, vocabulary_hash
from onrecord.vocab.refresh import refresh

DATA = Path(str(files("onrecord.vocab") / "data"))
PUBLIC = [
    "attack.explosion",
    "attack.suicide",
    "attack.shooting",
    "attack.shelling",
    "attack.arson",
    "attack.melee",
    "attack.vehicle",
    "attack.unspecified",
    "clash",
    "riot",
    "abduction",
    "torture",
    "sexual_violence",
    "excessive_force",
    "destruction",
    "threat",
    "death_other",
    "arrest",
    "raid",
    "trial",
    "execution",
    "restriction.internet",
    "restriction.media",
    "restriction.assembly",
    "restriction.association",
    "restriction.movement",
    "restriction.candidacy",
    "election.irregularity",
    "protest",
    "strike",
    "demand.investigate",
    "demand.prosecute",
    "demand.release",
    "demand.restore_access",
    "demand.lift_restriction",
    "demand.protect",
    "demand.refrain_from_force",
    "demand.fair_trial",
    "demand.no_death_penalty",
    "demand.compensate",
    "demand.resign",
    "demand.hold_election",
    "demand.comply",
    "demand.other",
    "response.notice",
    "response.inquiry",
    "response.case",
    "response.arrest",
    "response.conviction",
    "response.compensation",
    "response.security",
    "response.condemned",
    "response.denied",
    "response.admitted",
    "response.lifted",
    "response.promised",
    "response.rejected",
    "response.other",
]


def test_the_codes_are_the_public_ones() -> None:
    assert sorted(claim_types()) == sorted(PUBLIC)


def test_every_file_has_an_origin_and_its_true_hash() -> None:
    for name, entry in manifest().items():
        assert entry.source
        assert entry.licence
        assert hashlib.sha256((DATA / name).read_bytes()).hexdigest() == entry.sha256, f"{name}: run make vocab"
    shipped = {p.relative_to(DATA).as_posix() for p in DATA.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert shipped - {"manifest.toml"} == set(manifest())


def test_the_vocabulary_hash_is_stable() -> None:
    assert vocabulary_hash() == vocabulary_hash()
    assert len(vocabulary_hash()) == 64


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(VocabularyError, match=r"attack\.cow"):
        claim_type("attack.cow")


class _Wrong(msgspec.Struct, forbid_unknown_fields=True):
    type: int


def test_data_that_does_not_fit_its_shape_is_refused() -> None:
    with pytest.raises(VocabularyError, match=r"types\.toml"):
        load("types.toml", _Wrong)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(VocabularyError, match=r"nowhere\.csv"):
        load_rows("nowhere.csv", _Wrong)


def test_refresh_names_files_without_an_origin(tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text("a = 1\n")
    (tmp_path / "new.toml").write_text("b = 1\n")
    entry = '[file."known.toml"]\nabout = "x"\nsource = "y"\nlicence = "z"\nsha256 = ""\n'
    (tmp_path / "manifest.toml").write_text(entry)
    assert refresh(tmp_path) == ["new.toml"]
    assert hashlib.sha256(b"a = 1\n").hexdigest() in (tmp_path / "manifest.toml").read_text()


def test_everything_exported_is_there() -> None:
    assert all(hasattr(vocab, name) for name in vocab.__all__)
