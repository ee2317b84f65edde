"""``onrecord gazetteer``: look places up, and add a full GeoNames dump."""

from pathlib import Path

import click

from onrecord.cli.console import console, plural
from onrecord.cli.options import user_gazetteer

__all__ = ["gazetteer"]

_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=_HELP)
def gazetteer() -> None:
    """The places that the reader knows: 500 people and more, all provinces and districts, countries.

    A GeoNames dump (allCountries.zip, or one country's such as PK.zip) adds every village; download it from GeoNames and
    import it here. Nothing is fetched.
    """


@gazetteer.command(context_settings=_HELP)
@click.argument("name")
@click.option("--country", metavar="XX", help="Only in this country.")
@click.option("--limit", default=10, show_default=True)
def find(name: str, country: str | None, limit: int) -> None:
    """Explain which entries NAME may mean, the likeliest first, and why."""
    from onrecord.vocab.gazetteer import open_gazetteer

    say = console()
    found = [
        c
        for c in open_gazetteer(user_gazetteer()).explain(name)
        if country is None or c.entry.country == country.upper()
    ]
    if not found:
        say.line(f"no place is called {say.escape(name)!r}, also by similar spelling", style="yellow")
        raise click.exceptions.Exit(4)
    for c in found[:limit]:
        e = c.entry
        held = ", ".join(x for x in (e.admin2, e.admin1, e.country) if x and x != e.name)
        point = (
            f"{e.latitude:.3f}, {e.longitude:.3f}" if e.latitude is not None and e.longitude is not None else "no point"
        )
        parts = ", ".join(f"{k} {v:+.1f}" for k, v in c.parts.items())
        say.line(
            f"[bold]{say.escape(e.name)}[/] · {say.escape(held)} · {e.kind} · {point} · GeoNames {e.geonames or '–'}"
        )
        say.line(f"    score {c.score:+.1f}: {parts}", style="dim")


@gazetteer.command("import", context_settings=_HELP)
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(dump: Path) -> None:
    """Add a GeoNames dump (a .zip or the .txt inside) to your data folder."""
    from onrecord.model import Rejection
    from onrecord.vocab.gazetteer import import_geonames

    say = console(stderr=True)
    target = user_gazetteer()
    target.mkdir(parents=True, exist_ok=True)
    with say.progress("Importing") as step:
        done = import_geonames(dump, target, progress=lambda n: step(n, dump.name))
    if isinstance(done, Rejection):
        say.line(f"{say.escape(done.subject)}: {say.escape(done.reason)}", style="red")
        raise click.exceptions.Exit(1)
    say.line(f"{plural(done.places, 'place')} added in {done.path}, {done.skipped:,} lines passed over")
