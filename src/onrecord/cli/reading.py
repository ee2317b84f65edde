"""``onrecord read``: stateless, documents in, JSON Lines out."""

import sys
from pathlib import Path

import click
import msgspec

from onrecord.cli.options import user_gazetteer
from onrecord.pipeline import LAYERS, Layer, Local, layer_records
from onrecord.pipeline.archive import read_archive
from onrecord.pipeline.cluster import Cluster
from onrecord.reading import Reader
from onrecord.sources import open_inputs

__all__ = ["read"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--layer", type=click.Choice(LAYERS), default="claims", show_default=True, help="What to write.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to read with.")
@click.option("--strict", is_flag=True, help="Exit with 1 when any input was rejected.")
@click.option("--cluster", metavar="MASTER", help="Read on Apache Spark: local[2], spark://host:7077. Needs --out.")
@click.option(
    "--out", "folder", type=click.Path(path_type=Path), help="With --cluster: a new folder for Parquet files."
)
def read(
    inputs: tuple[str, ...], layer: Layer, workers: int, strict: bool, cluster: str | None, folder: Path | None
) -> None:
    """Read documents and write what they say as JSON Lines; nothing is kept.

    INPUT is a file or folder (.txt, .html, .jsonl, .csv, .xml feeds, .eml, .warc), or - for standard input. Rejected inputs
    are told on standard error, and the rest goes on.

    \b
    onrecord read report.txt
    onrecord read --layer times reports/ > times.jsonl
    cat docs.jsonl | onrecord read - | jq .type
    onrecord read archive/ --cluster spark://host:7077 --out claims.parquet
    """
    if (cluster is None) != (folder is None):
        raise click.UsageError("--cluster and --out go together: a cluster writes Parquet files into a folder")
    if cluster is not None and folder is not None:
        done = read_archive(inputs, layer, Cluster(cluster), folder, user_gazetteer())
        click.echo(f"{done.files} files · {done.records} records · {done.rejected} rejected · {folder}", err=True)
        if strict and done.rejected:
            raise click.exceptions.Exit(1)
        return
    items = open_inputs(inputs, sys.stdin.buffer)
    encoder = msgspec.json.Encoder()
    rejected = 0
    out = sys.stdout.buffer
    for records, rejections in layer_records(items, layer, Reader(gazetteer_dir=user_gazetteer()), Local(workers)):
        for record in records:
            out.write(encoder.encode(record))
            out.write(b"\n")
        for rejection in rejections:
            rejected += 1
            click.echo(f"rejected {rejection.subject}: {rejection.reason}", err=True)
    out.flush()
    if strict and rejected:
        raise click.exceptions.Exit(1)
