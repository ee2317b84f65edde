"""Options that several commands share, and what they mean."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

# what a command needs of the ledger it loads when it needs it: help and the opening of the desk do without
if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from onrecord.ledger import Filter, Ledger, Reader
    from onrecord.model import Effect

__all__ = [
    "as_of_option", "default_ledger", "filter_options", "key_file", "ledger_option", "names_option", "reading", "signing_key",
    "to_filter", "user_gazetteer",
]  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])
_EFFECTS: "tuple[Effect, ...]" = ("killed", "injured", "missing", "arrested", "abducted", "displaced")


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


def key_file() -> Path:
    """Where the signing key is kept: ``ONRECORD_KEY``, else ``signing.pem`` in the user's data folder."""
    named = os.environ.get("ONRECORD_KEY")
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("onrecord", appauthor=False)) / "signing.pem"


def signing_key() -> "Ed25519PrivateKey | None":
    """The user's key, where there is one. A key that is named and cannot be read is an error."""
    from onrecord.ledger import load_key

    path = key_file()
    return load_key(path) if os.environ.get("ONRECORD_KEY") or path.exists() else None


def names_option(function: F) -> F:
    return click.option(
        "--with-names", is_flag=True, envvar="ONRECORD_WITH_NAMES",
        help="Show names of victims, minors and detainees (ONRECORD_WITH_NAMES=1 for always).",
    )(function)  # fmt: skip


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; write 2024-02-07 or '2024-02-07 18:00'") from None
    if len(value) == 10:
        # a day means all of it
        found = datetime.combine(found, time.max)
    return found.astimezone().isoformat()


def as_of_option(function: F) -> F:
    return click.option("--as-of", callback=_moment, metavar="TIME", help="The ledger as it stood then.")(function)


@contextmanager
def reading(ledger: str, with_names: bool, as_of: str | None = None) -> "Iterator[tuple[Reader, Ledger]]":
    """The ledger as the user may see it, and the whole of it; as it stood at ``as_of``, if given."""
    from onrecord.ledger import Viewer, open_ledger

    viewer = Viewer(may_see_names=with_names)
    with open_ledger(ledger, readonly=True) as opened:
        if as_of is None:
            yield opened.seen_by(viewer), opened
            return
        if not with_names and opened.names_hidden_since(as_of):
            raise click.UsageError(
                "names are hidden now that were not hidden then: to look back beyond that, say --with-names"
            )
        from onrecord.pipeline import as_it_stood

        with as_it_stood(opened, as_of) as then:
            yield then.seen_by(viewer), then


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


def _least(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> "tuple[tuple[Effect, int], ...]":
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


def to_filter(**chosen: Any) -> "Filter":
    """The filter of the options given; country codes in any case."""
    from onrecord.ledger import Filter

    chosen["countries"] = tuple(c.upper() for c in chosen.get("countries") or ())
    given: dict[str, Any] = {k: v for k, v in chosen.items() if v or v is False}
    return Filter(**given)
