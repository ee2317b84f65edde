"""The one loader of vocabulary data: TOML and CSV files beside this module, validated against a declared shape.

A file's shape is a ``msgspec.Struct`` with ``forbid_unknown_fields=True``, declared by the room that uses the file.
"""

import csv
import hashlib
import io
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from onrecord.model import VocabularyError

__all__ = ["Source", "file_hash", "load", "load_rows", "manifest", "vocabulary_hash"]

T = TypeVar("T")
_DATA = files("onrecord.vocab") / "data"


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a vocabulary file comes from. ``sha256`` is of the file's bytes as shipped."""

    about: str
    source: str
    licence: str
    sha256: str


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    file: dict[str, Source]


def _read(name: str) -> bytes:
    try:
        return (_DATA / name).read_bytes()
    except OSError as error:
        raise VocabularyError(f"vocabulary file {name} cannot be read: {error}") from error


@cache
def load(name: str, shape: type[T]) -> T:
    """The TOML file ``name`` as a value of ``shape``; read once a process.

    Raises:
        VocabularyError: missing file, broken TOML, or a value that does not fit the shape (the path is named).
    """
    try:
        return msgspec.toml.decode(_read(name), type=shape)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise VocabularyError(f"vocabulary file {name}: {error}") from error


@cache
def load_rows(name: str, shape: type[T]) -> tuple[T, ...]:
    """The CSV file ``name`` (UTF-8, header line) as a tuple of ``shape``, an empty cell reading as absent.

    Raises:
        VocabularyError: as ``load``, with the line number.
    """
    rows = []
    for number, row in enumerate(csv.DictReader(io.StringIO(_read(name).decode("utf-8"))), start=2):
        try:
            rows.append(msgspec.convert({k: v for k, v in row.items() if v}, type=shape, strict=False))
        except msgspec.ValidationError as error:
            raise VocabularyError(f"vocabulary file {name}, line {number}: {error}") from error
    return tuple(rows)


def file_hash(name: str) -> str:
    return hashlib.sha256(_read(name)).hexdigest()


@cache
def manifest() -> dict[str, Source]:
    """Every shipped vocabulary file with its source, licence and hash."""
    listed: _Manifest = load("manifest.toml", _Manifest)
    return listed.file


@cache
def vocabulary_hash() -> str:
    """One hash over all vocabulary files as the manifest lists them; it stands on every claim."""
    body = "\n".join(f"{name} {entry.sha256}" for name, entry in sorted(manifest().items()))
    return hashlib.sha256(body.encode()).hexdigest()
