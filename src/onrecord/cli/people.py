"""``onrecord people``: who may use the desk, and what they saw."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from onrecord.cli.console import console, plural
from onrecord.cli.options import ledger_option
from onrecord.ledger.people import ROLES, SCOPES, People, Person, Role, Scope, open_people

__all__ = ["people"]

_HELP = {"help_option_names": ["-h", "--help"]}
_COLLECTION = click.option(
    "--collection", "collections", multiple=True, metavar="NAME",
    help="A collection they may see; 'all' for every one. May be given more than once. Default: general.",
)  # fmt: skip


@click.group(context_settings=_HELP)
def people() -> None:
    """Who may use the desk of a ledger, what they may see and do, and what they saw.

    \b
    reader    reads, with the names of victims, minors and detainees masked
    analyst   reads names too; judges; gives review work to people
    editor    also rates sources, redacts, and adds documents
    admin     also looks after these accounts and the log of reads

    A person sees the collections that were given to them ('general' holds what was added without --collection) and nothing
    of any other. Without any account, `onrecord serve` asks nobody and answers on this computer alone.

    \b
    onrecord people add amina --role admin
    onrecord people add ben --role reader --collection general --collection sindh
    onrecord people log --name ben
    """


@contextmanager
def _open(ledger: str) -> Iterator[People]:
    from onrecord.ledger import open_ledger

    # a mistyped name must not make accounts for a ledger that is not there
    open_ledger(ledger, readonly=True).close()
    with open_people(ledger) as opened:
        yield opened


def _noted(opened: People, person: Person, action: str, **detail: object) -> None:
    import getpass

    by = Person(id=0, name=f"{getpass.getuser()} (command line)", role="admin")
    opened.audit.note(by, action, person.name, **detail)


def _chosen(collections: tuple[str, ...]) -> tuple[str, ...] | None:
    return None if "all" in collections else (collections or ("general",))


@people.command(context_settings=_HELP)
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What they may do.")
@_COLLECTION
@ledger_option
def add(name: str, role: Role, collections: tuple[str, ...], ledger: str) -> None:
    """Make an account for NAME, and a one-time link with which they choose their password.

    The first account must be an admin's. An admin sees all collections unless --collection says otherwise.
    """
    with _open(ledger) as opened:
        if role != "admin" and not opened.accounts.any():
            raise click.ClickException(f"the first account looks after the others: people add {name} --role admin")
        seen = None if role == "admin" and not collections else _chosen(collections)
        made = opened.accounts.add(name, role, seen)
        _noted(opened, made, "add", role=role, collections=seen if seen is None else list(seen))
        link = opened.sessions.new_link("welcome", made.id)
    click.echo(
        f"{made.name} is {role}. Their link, good once and for a day, behind the desk's address:\n  /welcome/{link}"
    )


@people.command("list", context_settings=_HELP)
@ledger_option
def list_(ledger: str) -> None:
    """Everybody, with role, collections and second factor."""
    say = console()
    with _open(ledger) as opened:
        for p in opened.accounts.all():
            seen = "all collections" if p.collections is None else ", ".join(p.collections) or "no collection"
            more = ("  second factor" if p.second_factor else "") + ("  [yellow]disabled[/]" if p.disabled else "")
            say.line(f"{say.escape(p.name):<24} {p.role:<8} {say.escape(seen)}{more}")
        if not opened.accounts.any():
            say.line("nobody yet: onrecord people add NAME --role admin", style="dim")


@people.command(context_settings=_HELP)
@click.argument("name")
@ledger_option
def link(name: str, ledger: str) -> None:
    """A new one-time link for NAME, who forgot the password. The old password holds until it is used."""
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        made = opened.sessions.new_link("welcome", person.id)
        _noted(opened, person, "link")
    click.echo(f"/welcome/{made}")


@people.command(context_settings=_HELP)
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@ledger_option
def role(name: str, role: Role, ledger: str) -> None:
    """Give NAME another role. It holds from the next request on."""
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        opened.accounts.set_role(person.id, role)
        _noted(opened, person, "role", role=role)


@people.command(context_settings=_HELP)
@click.argument("name")
@_COLLECTION
@ledger_option
def access(name: str, collections: tuple[str, ...], ledger: str) -> None:
    """Say which collections NAME may see, in place of those before."""
    if not collections:
        raise click.UsageError("name the collections: --collection general --collection sindh, or --collection all")
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        seen = _chosen(collections)
        opened.accounts.set_collections(person.id, seen)
        _noted(opened, person, "access", collections=seen if seen is None else list(seen))


@people.command(context_settings=_HELP)
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let them in again.")
@ledger_option
def disable(name: str, undo: bool, ledger: str) -> None:
    """Let NAME in no more: sessions and tokens end at once. The account stays, for its judgements do."""
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        opened.accounts.set_disabled(person.id, not undo)
        _noted(opened, person, "enable" if undo else "disable")


@people.command(context_settings=_HELP)
@click.argument("name")
@click.option("--off", is_flag=True, required=True, help="Take the second factor away: the device was lost.")
@ledger_option
def totp(name: str, off: bool, ledger: str) -> None:
    """Take NAME's second factor away. They set up a new one on their account page."""
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        opened.accounts.set_totp(person.id, None)
        opened.sessions.close_all(person.id)
        _noted(opened, person, "totp-off")


@people.command(context_settings=_HELP)
@click.argument("name")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, help="What it may do. Default: read.")
@click.option("--label", default="command line", show_default=True, help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it is good.")
@click.option("--list", "only_list", is_flag=True, help="Show NAME's tokens instead.")
@click.option("--end", metavar="ID", help="End the token ID instead.")
@ledger_option
def token(
    name: str, scopes: tuple[Scope, ...], label: str, days: int, only_list: bool, end: str | None, ledger: str
) -> None:
    """Make an API token for NAME; it is shown once. Send it as `Authorization: Bearer TOKEN`.

    \b
    read    what NAME may see, names masked
    names   without masks, where NAME's role has the right
    judge   POST /api/v1/judgements
    add     POST /api/v1/documents
    """
    with _open(ledger) as opened:
        person = opened.accounts.by_name(name)
        if only_list:
            for t in opened.sessions.tokens(person.id):
                click.echo(f"{t.id}  {t.name}  {', '.join(t.scopes)}  until {t.expires}  used {t.used or 'never'}")
            return
        if end is not None:
            opened.sessions.end_token(end, person.id)
            _noted(opened, person, "end-token", token=end)
            return
        secret, made = opened.sessions.new_token(person, label, scopes or ("read",), days)
        _noted(opened, person, "token", token=made.id, scopes=list(made.scopes))
    click.echo(secret)


@people.command(context_settings=_HELP)
@click.option("--name", help="Of this person alone.")
@click.option("--action", help="Of this kind alone: read, sign-in, role, …")
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True)
@click.option("--format", "form", type=click.Choice(("text", "jsonl")), default="text", show_default=True)
@ledger_option
def log(name: str | None, action: str | None, limit: int, form: str, ledger: str) -> None:
    """Who saw what with names in it, who signed in, and what was done to accounts; newest first."""
    say = console()
    with _open(ledger) as opened:
        rows = opened.audit.rows(limit, name=name and name.casefold(), action=action)
    for r in rows:
        if form == "jsonl":
            sys.stdout.write(
                json.dumps({"at": r.at, "name": r.name, "action": r.action, "subject": r.subject, **r.detail}) + "\n"
            )
            continue
        detail = ", ".join(f"{k} {v}" for k, v in r.detail.items())
        who, what = f"{say.escape(r.name):<20} {r.action:<9}", say.escape(r.subject)
        say.line(f"{r.at[:19].replace('T', ' ')}  {who} {what}  [dim]{say.escape(detail)}[/]")
    if form == "text":
        say.line(plural(len(rows), "line"), style="dim")
