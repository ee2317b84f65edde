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
@click.option("--country", metavar="COUNTRY", help="Only in this country: its name or code.")
@click.option("--limit", default=10, show_default=True, help="So many entries at most.")
def find(name: str, country: str | None, limit: int) -> None:
    """Explain which entries NAME may mean, the likeliest first, and why.

    NAME is looked up without regard to case, accents, apostrophes and full stops, among names and other names ("D.I.
    Khan"). What no place is called is looked for under spellings much like it.

    The score adds up what counts without a report: how many people live there, what kind of place it is, whether it is a
    capital; less where the name is not the place's own, and for every letter changed. In a report, the places told beside
    it, its dateline and its publisher weigh on top.
    """
    from onrecord.vocab.gazetteer import open_gazetteer

    say = console()
    code = _code(country)
    found = [c for c in open_gazetteer(user_gazetteer()).explain(name) if code is None or c.entry.country == code]
    where = f" in {country}" if country else ""
    if not found:
        say.line(f"No place{say.escape(where)} is called {say.escape(name)!r}, nor spelt much like it.", style="yellow")
        say.line(
            "Villages of fewer than 500 people come with a GeoNames dump: onrecord gazetteer import PK.zip", style="dim"
        )
        raise click.exceptions.Exit(4)
    if found[0].edits:
        say.line(f"No place{say.escape(where)} is called {say.escape(name)!r}; spelt much like it:", style="yellow")
    else:
        told = plural(len(found), "entry", "entries")
        say.line(f"{told}{say.escape(where)} for {say.escape(name)!r}, the likeliest first", style="dim")
    for c in found[:limit]:
        e = c.entry
        held = ", ".join(x for x in (e.admin2, e.admin1, e.country) if x and x != e.name)
        people = f" of {e.population:,} people" if e.population else ""
        point = (
            f"{e.latitude:.3f}, {e.longitude:.3f}" if e.latitude is not None and e.longitude is not None else "no point"
        )
        parts = ", ".join(f"{k} {v:+.1f}" for k, v in c.parts.items() if v)
        say.line(
            f"[bold]{say.escape(e.name)}[/] · {say.escape(held)} · {_KINDS.get(e.kind, e.kind)}{people} · {point} · "
            f"GeoNames {e.geonames or '–'}"
        )
        say.line(f"    score {c.score:+.1f}: {parts}", style="dim")
    if len(found) > limit:
        say.line(f"{len(found) - limit:,} more: --limit {len(found)}", style="dim")


_KINDS = {
    "city": "town",
    "admin1": "province or state",
    "admin2": "district or county",
    "feature": "water, mountain or park",
    "spot": "place in a town",
}


def _code(country: str | None) -> str | None:
    if country is None:
        return None
    from onrecord.vocab import country_code

    code = country_code(country)
    if code is None:
        raise click.BadParameter(
            f"no country is called {country!r}; give its name or its two letters", param_hint="--country"
        )
    return code


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
