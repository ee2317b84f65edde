"""Options that several commands share, and what they mean."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.ledger import Filter
from onrecord.model import Effect

__all__ = ["default_ledger", "filter_options", "ledger_option", "to_filter", "user_gazetteer"]

F = TypeVar("F", bound=Callable[..., Any])
_EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


def default_ledger() -> str:
    """The ledger that is used when none is named: ``ONRECORD_LEDGER``, else a file in the user's data folder."""
    named = os.environ.get("ONRECORD_LEDGER")
    if named:
        return named
    import platformdirs

    return str(Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "ledger.db")


def user_gazetteer() -> Path:
    """The folder of imported gazetteer layers in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "gazetteer"


def ledger_option(function: F) -> F:
    return click.option(
        "--ledger",
        metavar="FILE|URL",
        default=default_ledger,
        help="A file, or postgresql://… for a team. Default: ONRECORD_LEDGER, else a file in your data folder.",
    )(function)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as 2024-02-07") from None


def _least(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[Effect, int], ...]:
    found = []
    for value in values:
        effect, _sep, number = value.partition("=")
        if effect not in _EFFECTS or not number.isdigit():
            raise click.BadParameter(f"{value!r}: write killed=10; effects are {', '.join(_EFFECTS)}")
        found.append((effect, int(number)))
    return tuple(found)


def filter_options(function: F) -> F:
    """The filters that tables, exports and pages have in common."""
    options = [
        click.option("--from", "date_from", callback=_day, metavar="DATE", help="Happened on this day or later."),
        click.option("--to", "date_to", callback=_day, metavar="DATE", help="Happened on this day or earlier."),
        click.option("--type", "types", multiple=True, metavar="CODE", help="attack.explosion, or a group: attack."),
        click.option("--country", "countries", multiple=True, metavar="XX", help="ISO 3166 code: PK."),
        click.option("--place", metavar="NAME", help="Part of a place's name, or of a unit that holds it."),
        click.option("--min", "minimum", multiple=True, callback=_least, metavar="EFFECT=N", help="Toll of N or more."),
        click.option("--publisher", metavar="NAME", help="Told by this publisher."),
        click.option("--right", metavar="ICCPR-19", help="Concerns this article."),
        click.option("--search", "text", metavar="WORDS", help="Words in the evidence."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def to_filter(**chosen: Any) -> Filter:
    """The filter of the options given; country codes in any case."""
    chosen["countries"] = tuple(c.upper() for c in chosen.get("countries") or ())
    return Filter(**{k: v for k, v in chosen.items() if v})
