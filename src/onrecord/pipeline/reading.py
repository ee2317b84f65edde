"""Inputs to what was read from them, in input order: the first half of the way."""

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from onrecord.model import Claim, Document, Rejection, to_record
from onrecord.pipeline.executor import Executor, Local
from onrecord.reading import Reader
from onrecord.sources import Item

__all__ = ["LAYERS", "Layer", "ReadItem", "layer_records", "read_items"]

Layer = Literal["claims", "documents", "times", "places", "attributions"]
LAYERS: tuple[Layer, ...] = ("claims", "documents", "times", "places", "attributions")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """An item with its claims; ``rejections`` are those of reading (another language, say)."""

    item: Item
    claims: tuple[Claim, ...] = ()
    rejections: tuple[Rejection, ...] = ()


class _Read:
    """The step as a picklable function: a worker loads the reader's models once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, item: Item) -> ReadItem:
        if item.document is None:
            return ReadItem(item=item)
        try:
            reading = self._reader.read(item.document)
        except Exception as error:
            # a fault of ours in one document must not end the reading of all others
            return ReadItem(item=item, rejections=(_failed(item.document, error),))
        return ReadItem(item=item, claims=reading.claims, rejections=reading.rejections)


class _Layered:
    def __init__(self, reader: Reader, layer: Layer) -> None:
        self._reader = reader
        self._layer = layer

    def __call__(self, item: Item) -> tuple[list[dict[str, Any]], tuple[Rejection, ...]]:
        if item.document is None:
            return [], (item.rejection,) if item.rejection is not None else ()
        if self._layer == "documents":
            return [to_record(item.document)], ()
        try:
            if self._layer == "claims":
                reading = self._reader.read(item.document)
                return [to_record(c) for c in reading.claims], reading.rejections
            return self._reader.read_layer(item.document, self._layer), ()
        except Exception as error:
            return [], (_failed(item.document, error),)


def _failed(document: Document, error: Exception) -> Rejection:
    """What is kept of a document on which the reader failed; it names the place, for whoever mends it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    reason = (
        f"reading failed ({type(error).__name__}: {error}; {Path(at.filename).name}, line {at.lineno}): a fault of this program, "
        "please report it; no claims were read of the document"
    )
    return Rejection(stage="reading", reason=reason, subject=document.id, code="failed")


def read_items(
    items: Iterable[Item], reader: Reader | None = None, executor: Executor | None = None
) -> Iterator[ReadItem]:
    """The claims of each item, in order; an item without a document passes through."""
    yield from (executor or Local(1)).map(_Read(reader or Reader()), items)


def layer_records(
    items: Iterable[Item], layer: Layer, reader: Reader | None = None, executor: Executor | None = None
) -> Iterator[tuple[list[dict[str, Any]], tuple[Rejection, ...]]]:
    """For each item the records of one layer, and what was rejected."""
    yield from (executor or Local(1)).map(_Layered(reader or Reader(), layer), items)
