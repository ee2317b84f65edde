"""``onrecord gazetteer``: look places up, and add a full GeoNames dump."""

from pathlib import Path

import click

from onrecord.cli.console import console, plural

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
    with_dump = open_gazetteer()
    lines = list(with_dump.explain(name, country=country.upper() if country else None))
    if not lines:
        say.line(f"no place is called {say.escape(name)!r}, also by similar spelling", style="yellow")
        raise click.exceptions.Exit(4)
    for line in lines[:limit]:
        say.line(say.escape(str(line)))


@gazetteer.command("import", context_settings=_HELP)
@click.argument("dump", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(dump: Path) -> None:
    """Add a GeoNames dump (a .zip or the .txt inside) to your data folder."""
    from onrecord.vocab.gazetteer import import_geonames, user_layer_dir

    say = console(stderr=True)
    target = user_layer_dir()
    with say.progress("Importing") as step:
        count = import_geonames(dump, target, progress=lambda n: step(n, dump.name))
    say.line(f"{plural(count, 'place')} added to {target}")
