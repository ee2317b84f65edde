"""An archive on a cluster: one path a row in, one record a row out, as Parquet.

The step itself knows no engine: it turns paths into rows, a portion at a time, so that a part of any length needs bounded
memory. The engine hands out the paths, runs a part again where a worker is lost, and commits whole parts only.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from onrecord.model import OnrecordError
from onrecord.pipeline.cluster import Cluster
from onrecord.pipeline.reading import Layer, layer_records
from onrecord.reading import Reader
from onrecord.sources import list_files, open_input

__all__ = ["Archived", "Row", "read_archive", "rows_of_paths"]

_PORTION = 500
COLUMNS = "path string, layer string, document string, id string, type string, record string, rejected string"


class Row(msgspec.Struct, frozen=True):
    """One line of the Parquet files. ``record`` is the record as JSON, as ``onrecord read`` writes it; ``document``,
    ``id`` and ``type`` repeat its fields for queries. A refusal has ``rejected`` (the reason) and no ``record``.
    """

    path: str
    layer: str
    document: str | None = None
    id: str | None = None
    type: str | None = None
    record: str | None = None
    rejected: str | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    """What reading an archive gave: files asked for, records written, inputs refused."""

    files: int
    records: int
    rejected: int


def rows_of_paths(paths: Iterable[str], layer: Layer, reader: Reader | None = None) -> Iterator[list[Row]]:
    """The rows of each file, some hundred at a time; a file that cannot be read is a row that says why."""
    encode = msgspec.json.Encoder().encode
    reader = reader or Reader()
    held: list[Row] = []
    for path in paths:
        for records, rejections in layer_records(open_input(Path(path)), layer, reader):
            held += [_row(path, layer, record, encode(record).decode()) for record in records]
            held += [Row(path=path, layer=layer, document=r.subject, rejected=r.reason) for r in rejections]
            if len(held) >= _PORTION:
                yield held
                held = []
    if held:
        yield held


def _row(path: str, layer: str, record: dict[str, Any], text: str) -> Row:
    document = record.get("id") if layer == "documents" else record.get("document")
    return Row(
        path=path, layer=layer, document=document, id=record.get("id"), type=record.get("type") or record.get("kind"),
        record=text,
    )  # fmt: skip


class _Part:
    """The step as the engine calls it: Arrow batches of paths to Arrow batches of rows. Picklable."""

    def __init__(self, layer: Layer, gazetteer: str | None) -> None:
        self._layer = layer
        self._gazetteer = gazetteer

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow as pa

        reader = Reader(gazetteer_dir=Path(self._gazetteer) if self._gazetteer else None)
        names = [c.split()[0] for c in COLUMNS.split(", ")]
        schema = pa.schema([(n, pa.string()) for n in names])
        paths = (path for batch in batches for path in batch.column("path").to_pylist())
        for rows in rows_of_paths(paths, self._layer, reader):
            columns = [[getattr(r, n) for r in rows] for n in names]
            yield pa.RecordBatch.from_arrays([pa.array(c, pa.string()) for c in columns], schema=schema)


def read_archive(
    inputs: Iterable[str], layer: Layer, cluster: Cluster, out: Path, gazetteer: Path | None = None
) -> Archived:
    """Read every file of ``inputs`` (files and folders that all workers see under the same path) into the folder ``out``.

    Raises:
        OnrecordError: ``out`` is there already, no file is found, or the engine fails.
    """
    if out.exists():
        raise OnrecordError(f"{out} is there already: name a new folder for the Parquet files")
    paths = sorted({str(path.resolve()) for path, _ in list_files(list(inputs))})
    if not paths:
        raise OnrecordError("no file to read in what was named")
    session = cluster.session()
    try:
        table = session.createDataFrame([(p,) for p in paths], "path string")
        # one file a part, so that a lost worker costs one file's work; few enough for the driver to keep count
        parts = table.repartition(min(len(paths), _MOST_PARTS), "path")
        parts.mapInArrow(_Part(layer, str(gazetteer) if gazetteer else None), COLUMNS).write.parquet(str(out))
        made = session.read.schema(COLUMNS).parquet(str(out))
        rejected = made.where("rejected is not null").count()
        return Archived(files=len(paths), records=made.count() - rejected, rejected=rejected)
    except Exception as error:
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise OnrecordError(f"the cluster could not finish: {first}") from error


_MOST_PARTS = 10_000
