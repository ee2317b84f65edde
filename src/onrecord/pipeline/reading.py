"""Inputs to what was read from them, in input order: the first half of the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from onrecord.model import Claim, Rejection, to_record
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
        reading = self._reader.read(item.document)
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
        if self._layer == "claims":
            reading = self._reader.read(item.document)
            return [to_record(c) for c in reading.claims], reading.rejections
        return self._reader.read_layer(item.document, self._layer), ()


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
