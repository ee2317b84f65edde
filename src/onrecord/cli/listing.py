"""The tables: incidents, claims, demands, responses, rejections; each also as JSON Lines, CSV or GeoJSON."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import click

from onrecord.cli.console import console, plural
from onrecord.cli.options import as_of_option, filter_options, ledger_option, names_option, reading, to_filter
from onrecord.cli.tables import claims_table, demands_table, incidents_table, responses_table
from onrecord.ledger import Filter, Reader, Request, Sort
from onrecord.model import Claim, Incident, to_record
from onrecord.publish import CLAIM_COLUMNS, INCIDENT_COLUMNS, claim_row, incident_row, to_csv, to_geojson

__all__ = ["claims", "demands", "incidents", "rejections", "responses"]

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = ("table", "jsonl", "csv", "geojson")
_SORTS = ("-date", "date", "-reported", "reported", "-killed", "killed", "-appended", "appended")
_HELP = {"help_option_names": ["-h", "--help"]}


def _output_options(function: F) -> F:
    function = click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="Rows of a table.")(
        function
    )
    return click.option("--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True)(function)


def _write(items: Sequence[Incident] | Sequence[Claim], form: str, columns: Sequence[str]) -> None:
    """Items in a machine's format, to standard output."""
    out = sys.stdout
    if form == "jsonl":
        for item in items:
            out.write(json.dumps(to_record(item), ensure_ascii=False) + "\n")
    elif form == "csv":
        rows: Iterable[dict[str, object]] = (
            incident_row(i) if isinstance(i, Incident) else claim_row(i) for i in items
        )
        out.writelines(to_csv(rows, columns))
    else:
        json.dump(to_geojson(items), out, ensure_ascii=False)
        out.write("\n")


def _all(page: Callable[..., Any], chosen: Filter, sort: Sort) -> list[Any]:
    """Every item of a filtered view: exports are never cut at a page."""
    found: list[Any] = []
    cursor = None
    while True:
        got = page(chosen, Request(limit=500, cursor=cursor, sort=sort))
        found += got.items
        cursor = got.next
        if cursor is None:
            return found


@click.command(context_settings=_HELP)
@filter_options
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="single_source, corroborated, contested, …")
@click.option("--link", type=click.Choice(["single", "aggregate"]), help="Single events, or figures over several.")
@click.option(
    "--sort", type=click.Choice(_SORTS), default="-date", show_default=True, help="- for newest or most first."
)
@as_of_option
@names_option
@_output_options
@ledger_option
def incidents(
    ledger: str, form: str, limit: int, sort: Sort, as_of: str | None, with_names: bool, **chosen: Any
) -> None:
    """The incidents of the ledger, newest first.

    \b
    onrecord incidents --type attack --country PK --from 2024-02-01
    onrecord incidents --min killed=10 --format csv > deadly.csv
    onrecord incidents --as-of '2024-02-07 18:00'
    """
    wanted = to_filter(**chosen)
    with reading(ledger, with_names, as_of) as (opened, _):
        if form == "table":
            got = opened.incidents(wanted, Request(limit=limit, sort=sort))
            found, total = list(got.items), got.total
        else:
            found = _all(opened.incidents, wanted, sort)
            total = len(found)
    if form != "table":
        _write(found, form, INCIDENT_COLUMNS)
        return
    say = console()
    if not found:
        say.line("no incident fits; onrecord info tells what the ledger holds", style="dim")
        if as_of is not None:
            say.line("--as-of goes by when reports were added to the ledger, not by their own dates", style="dim")
        return
    say.print(incidents_table(found, say))
    shown = f"{len(found)} of " if total > len(found) else ""
    say.line(f"{shown}{plural(total, 'incident')} · look into one: onrecord show {found[0].id[:12]}", style="dim")


@click.command(context_settings=_HELP)
@filter_options
@click.option("--kind", "kinds", multiple=True, type=click.Choice(["incident", "demand", "response"]))
@click.option("--document", metavar="ID", help="Of this document.")
@click.option(
    "--sort", type=click.Choice(_SORTS), default="-date", show_default=True, help="- for newest or most first."
)
@as_of_option
@names_option
@_output_options
@ledger_option
def claims(ledger: str, form: str, limit: int, sort: Sort, as_of: str | None, with_names: bool, **chosen: Any) -> None:
    """The claims of the ledger: who said what, with the words."""
    wanted = to_filter(**chosen)
    with reading(ledger, with_names, as_of) as (opened, _):
        if form != "table":
            _write(_all(opened.claims, wanted, sort), form, CLAIM_COLUMNS)
            return
        got = opened.claims(wanted, Request(limit=limit, sort=sort))
        documents = opened.documents_by_ids({c.document for c in got.items})
    say = console()
    if not got.items:
        say.line("no claim fits; onrecord info tells what the ledger holds", style="dim")
        return
    say.print(claims_table(got.items, documents, say))
    say.line(
        f"{len(got.items)} of {plural(got.total, 'claim')} · look into one: onrecord show {got.items[0].id[:10]}",
        style="dim",
    )


def _answers(opened: Reader, found: Sequence[Claim]) -> dict[str, tuple[str, ...]]:
    """The claims that answer each demand, by the incidents in which it stands."""
    homes = opened.incidents_of_claims([c.id for c in found])
    answers: dict[str, tuple[str, ...]] = {}
    for _, incident in sorted(opened.incidents_by_ids({i for held in homes.values() for i in held}).items()):
        for demand in incident.demands:
            if demand.answered_by:
                answers[demand.id] = (*answers.get(demand.id, ()), *demand.answered_by)
    return answers


@click.command(context_settings=_HELP)
@filter_options
@click.option("--open", "only_open", is_flag=True, help="Only those that nothing has answered.")
@as_of_option
@names_option
@_output_options
@ledger_option
def demands(
    ledger: str, form: str, limit: int, only_open: bool, as_of: str | None, with_names: bool, **chosen: Any
) -> None:
    """Demands: who asked what of whom, how long it is open, what answered it."""
    wanted = to_filter(**chosen, kinds=("demand",), answered=False if only_open else None)
    with reading(ledger, with_names, as_of) as (opened, _):
        found: list[Claim] = _all(opened.claims, wanted, "-told")
        answers = _answers(opened, found)
        answering = opened.claims_by_ids({a for held in answers.values() for a in held})
        documents = opened.documents_by_ids({c.document for c in found})
    if form != "table":
        _write(found, form, CLAIM_COLUMNS)
        return
    today = datetime.now().astimezone().date()
    rows = []
    for claim in found:
        document = documents.get(claim.document)
        published = (document.published if document else None) or ""
        held = [answering[a] for a in answers.get(claim.id, ()) if a in answering]
        told = ", ".join(dict.fromkeys(a.by.name if a.by else a.type for a in held))
        age = None if held or not published else max(0, (today - date.fromisoformat(published[:10])).days)
        rows.append((claim, published, told, age))
    rows.sort(key=lambda r: r[1], reverse=True)
    say = console()
    if not rows:
        say.line("no demand fits", style="dim")
        return
    say.print(demands_table(rows[:limit], say))
    still = sum(r[3] is not None for r in rows)
    say.line(f"{min(limit, len(rows))} of {plural(len(rows), 'demand')}, {still} open", style="dim")


@click.command(context_settings=_HELP)
@filter_options
@as_of_option
@names_option
@_output_options
@ledger_option
def responses(ledger: str, form: str, limit: int, as_of: str | None, with_names: bool, **chosen: Any) -> None:
    """Responses: what authorities and the accused did or said about incidents."""
    wanted = to_filter(**chosen, kinds=("response",))
    with reading(ledger, with_names, as_of) as (opened, _):
        found: list[Claim] = _all(opened.claims, wanted, "-date")
        documents = opened.documents_by_ids({c.document for c in found})
    if form != "table":
        _write(found, form, CLAIM_COLUMNS)
        return
    say = console()
    if not found:
        say.line("no response fits", style="dim")
        return
    rows = [(c, (documents[c.document].published if c.document in documents else None) or "") for c in found]
    rows.sort(key=lambda r: r[1], reverse=True)
    say.print(responses_table(rows[:limit], say))
    say.line(f"{min(limit, len(rows))} of {plural(len(rows), 'response')}", style="dim")


@click.command(context_settings=_HELP)
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@names_option
@ledger_option
def rejections(ledger: str, limit: int, with_names: bool) -> None:
    """What was refused, newest first: the input, the reason, and what to do."""
    say = console()
    with reading(ledger, with_names) as (opened, _):
        found = list(opened.rejections(limit))
    for rejection in found:
        say.line(
            f"[bold]{say.escape(rejection.subject)}[/]  [dim]{rejection.stage}[/]\n  {say.escape(rejection.reason)}"
        )
    if not found:
        say.line("nothing was rejected", style="dim")
