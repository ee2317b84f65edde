"""``onrecord add``: read, link, append."""

import sys
from pathlib import Path

import click

from onrecord.cli.console import Console, console, plural
from onrecord.cli.options import ledger_option, signing_key, user_gazetteer
from onrecord.ledger import open_ledger
from onrecord.model import Rejection
from onrecord.pipeline import Local, Summary, add_items, add_rows
from onrecord.reading import Reader
from onrecord.reading.rows import RowMap, load_map
from onrecord.sources import open_inputs

__all__ = ["add"]

_SHOWN = 12


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@ledger_option
@click.option("--workers", type=click.IntRange(1, 64), help="Processes to read with. Default: processors, 4 at most.")
@click.option(
    "--map", "map_", metavar="NAME|FILE", help="INPUT holds rows of facts: maverick, acled, gtd, or your own map."
)
@click.option(
    "--collection", metavar="NAME", help="Keep the documents for people who may see this collection. Default: general."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when any input was rejected.")
@click.option("--quiet", is_flag=True, help="Say nothing but what was rejected.")
def add(
    inputs: tuple[str, ...], ledger: str, workers: int | None, map_: str | None, collection: str | None, strict: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """Read documents into the ledger and link them into incidents.

    Adding the same documents again changes nothing. Whatever moment the process dies, what was acknowledged is kept
    and the rest can be added again.

    \b
    onrecord add reports/
    onrecord add reports/ statements.jsonl --ledger pakistan.db
    onrecord add acled-export.csv --map acled
    onrecord add testimony/ --collection witnesses

    A collection is a wall: its reports are never joined with others by themselves, and nobody sees anything of them who may
    not see the collection (`onrecord people access`).
    """
    say = console(stderr=True)
    with (
        open_ledger(ledger, create=True, key=signing_key()) as opened,
        say.progress("Reading", quiet=quiet) as progress,
    ):
        if map_ is not None:
            summary = add_rows(
                [Path(i) for i in inputs], _row_map(map_), opened, progress=progress, collection=collection
            )
        else:
            items = open_inputs(inputs, sys.stdin.buffer)
            reader = Reader(gazetteer_dir=user_gazetteer())
            summary = add_items(
                items, opened, executor=Local(workers), progress=progress, reader=reader, collection=collection
            )
    _report(summary, say, quiet)
    if strict and summary.rejected:
        raise click.exceptions.Exit(1)


def _row_map(name: str) -> RowMap:
    found = load_map(name)
    if isinstance(found, Rejection):
        raise click.BadParameter(found.reason, param_hint="--map")
    return found


def _report(summary: Summary, say: Console, quiet: bool) -> None:
    if not quiet:
        new, old = len(summary.incidents_new), len(summary.incidents_updated)
        say.line(
            f"[bold]{plural(summary.new, 'new document')}[/], {summary.known} known, {len(summary.rejected)} rejected"
            f" · [bold]{plural(summary.claims, 'claim')}[/] · {plural(new, 'new incident')}, {old} updated"
        )
        if summary.silent:
            say.line(f"{plural(summary.silent, 'new document')} had nothing to record", style="dim")
    for rejection in summary.rejected[:_SHOWN]:
        say.line(f"rejected  {say.escape(rejection.subject)}: {say.escape(rejection.reason)}", style="yellow")
    if len(summary.rejected) > _SHOWN:
        say.line(f"… and {len(summary.rejected) - _SHOWN} more: onrecord rejections", style="yellow")
    if not quiet:
        say.line(f"Ledger: {say.escape(summary.ledger)}", style="dim")
