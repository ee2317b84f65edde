"""Keeping a ledger: info, verify, rebuild, backup, restore, copy, export, doctor, log."""

from pathlib import Path

import click

from onrecord.cli.console import console, plural
from onrecord.cli.options import key_file, ledger_option, names_option, reading
from onrecord.ledger import copy_ledger, load_key, make_key, open_ledger, public_hex, restore_ledger
from onrecord.ledger.people import people_of
from onrecord.model import LedgerReadOnly

__all__ = ["backup", "capture", "copy", "doctor", "export", "info", "key", "log", "rebuild", "restore", "verify"]

_HELP = {"help_option_names": ["-h", "--help"]}


@click.command(context_settings=_HELP)
@ledger_option
def info(ledger: str) -> None:
    """What the ledger holds, and where it is."""
    say = console()
    with open_ledger(ledger, readonly=True) as opened:
        say.line(f"Ledger: [bold]{say.escape(opened.where)}[/]")
        for name, number in opened.counts().items():
            say.line(f"  {number:>9,}  {name.replace('_', ' ')}")


@click.command(context_settings=_HELP)
@click.option("--head", metavar="HASH", help="The last batch's hash as you noted it down: finds a chain cut short.")
@click.option(
    "--key", "keys", multiple=True, metavar="PUBLIC_KEY", help="Every batch must be signed by it (or by one)."
)
@click.option(
    "--all", "everything", is_flag=True, help="Make incidents, links and full text anew too, and compare them."
)
@ledger_option
def verify(ledger: str, head: str | None, keys: tuple[str, ...], everything: bool) -> None:
    """Prove that no row was altered since it was appended, and that what is shown follows from it; names the first that does not.

    Appended rows are held against the chain of hashes. Derived rows, by which claims and incidents are found, counted and
    masked, are made once more and compared; with --all so are the incidents, what linking keeps, and the full text, which takes
    as long as `onrecord rebuild`.
    """
    from onrecord.pipeline import prove

    say = console()
    with open_ledger(ledger, readonly=True) as opened, console(stderr=True).progress("Verifying") as step:
        faults = opened.verify(progress=lambda done, _total: step(done, ""), head=head, keys=keys)
        batches = opened.batches()
        derived = [] if faults else prove(opened) if everything else opened.check_derived()
    for fault in (faults or derived)[:20]:
        place = fault.table if fault.seq is None else f"{fault.table} {fault.seq}"
        say.line(f"[red]{say.escape(place)}: {say.escape(fault.reason)}[/]")
    if faults:
        say.line(f"{plural(len(faults), 'fault')}; restore a backup, and keep this file for whoever asks", style="red")
        raise click.exceptions.Exit(1)
    if derived:
        say.line(
            "what was appended is as it was; what is derived from it is not: onrecord rebuild makes it anew, nothing is lost",
            style="red",
        )
        raise click.exceptions.Exit(1)
    last = batches[-1].hash if batches else "–"
    count = f"{len(batches):,} {'batch' if len(batches) == 1 else 'batches'}"
    signed = sum(b.public_key is not None for b in batches)
    say.line(f"[green]every row is as it was appended[/] · {count} in one chain, {signed:,} signed · head {last}")
    if not everything:
        console(stderr=True).line(
            "derived rows follow from it; incidents, links and full text were not made anew: add --all", style="dim"
        )


@click.command(context_settings=_HELP)
@click.option("--check", is_flag=True, help="Change nothing; say what would differ, and exit with 1 if anything does.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to link with.")
@ledger_option
def rebuild(check: bool, workers: int, ledger: str) -> None:
    """Make the incidents anew from claims and judgements."""
    from onrecord.pipeline import Local
    from onrecord.pipeline import rebuild as make_anew

    say = console()
    with open_ledger(ledger, readonly=check) as opened:
        differences = make_anew(opened, check=check, spread=Local(workers, chunk=1).map)
    for d in differences[:20]:
        state = "missing" if d.stored is None else "not supported by the claims" if d.made is None else "different"
        say.line(f"{d.id}: {state}")
    if not differences:
        say.line("[green]the stored incidents are what the claims give[/]")
    elif check:
        say.line(f"{plural(len(differences), 'difference')}; onrecord rebuild mends them", style="yellow")
        raise click.exceptions.Exit(1)
    else:
        say.line(f"rebuilt; {plural(len(differences), 'incident')} changed")


@click.command(context_settings=_HELP)
@click.argument("target", type=click.Path(path_type=Path))
@ledger_option
def backup(target: Path, ledger: str) -> None:
    """Copy the ledger to the new file TARGET while others go on using it.

    Accounts of the desk, with saved views, assignments and the log of reads, are not part of a ledger and are not copied.
    """
    with open_ledger(ledger, readonly=True) as opened:
        opened.backup(target)
    console().line(f"copied to {target}")
    _tell_of_people(ledger)


@click.command(context_settings=_HELP)
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ledger_option
def restore(source: Path, ledger: str) -> None:
    """Put the backup SOURCE where the ledger was, after checking it; never over something that is there."""
    restore_ledger(source, ledger)
    console().line(f"restored to {ledger}")


@click.command(context_settings=_HELP)
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy a ledger to an empty address on any database, checked row by row: FILE or postgresql://…

    Accounts of the desk, with saved views, assignments and the log of reads, are not part of a ledger and are not copied:
    password hashes must not travel with it.
    """
    say = console(stderr=True)
    with say.progress("Copying") as step:
        rows = copy_ledger(source, target, progress=lambda name, done: step(done, name))
    say.line(f"{plural(sum(rows.values()), 'row')} copied and compared")
    _tell_of_people(source)


def _tell_of_people(ledger: str) -> None:
    """Where the accounts are that stay behind, if there are any."""
    where = people_of(ledger)
    if where is not None:
        console(stderr=True).line(
            f"accounts, saved views and the log of reads stay in {where}: copy that by itself if they are to move too"
        )


@click.command(context_settings=_HELP)
@click.option(
    "--bundle", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="A new folder to write."
)
@click.option("--with-names", is_flag=True, help="Do not mask names of victims, minors and detainees.")
@click.option("--captures", is_flag=True, help="Add the original bytes.")
@ledger_option
def export(bundle: Path, with_names: bool, captures: bool, ledger: str) -> None:
    """Write a folder that a third party can verify with the small script inside it."""
    from onrecord.ledger import Viewer

    say = console()
    viewer = Viewer(may_see_names=True) if with_names else None
    with open_ledger(ledger, readonly=True) as opened:
        counts = opened.export_bundle(bundle, viewer, captures)
    for name, number in counts.items():
        say.line(f"  {number:>9,}  {name}")
    say.line(f"verify it with: python {bundle}/verify_bundle.py", style="dim")


@click.command(context_settings=_HELP)
@click.argument("id_", metavar="ID")
@names_option
@ledger_option
def log(id_: str, with_names: bool, ledger: str) -> None:
    """The history of a record: what the ledger took in about it, oldest first."""
    say = console()
    with reading(ledger, with_names) as (opened, _):
        events = opened.history(id_)
    for event in events:
        told = {k: ", ".join(map(str, v)) if isinstance(v, list) else v for k, v in event.detail.items()}
        detail = ", ".join(f"{k} {v}" for k, v in told.items() if v not in (None, "", {}))
        say.line(
            f"{event.at[:19].replace('T', ' ')}  {event.kind:<9} [id]{event.id[:16]}[/]  [dim]{say.escape(detail)}[/]"
        )


@click.command(context_settings=_HELP)
@click.argument("id_", metavar="DOCUMENT")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the original bytes to this new file."
)
@names_option
@ledger_option
def capture(id_: str, out: Path | None, with_names: bool, ledger: str) -> None:
    """The original bytes that a document was read from: whence, when, by which tool, with which hash.

    Original bytes cannot be masked: to write them, or to see their hash, say --with-names. Without it a source, address or header
    that spells a hidden name is masked.
    """
    if out is not None and not with_names:
        raise click.UsageError("the original bytes hold every name: to write them say --with-names")
    say = console()
    with reading(ledger, with_names) as (opened, _):
        found = opened.origins_of(id_)
        originals = opened.captures_of(id_) if out is not None else ()
    if not found:
        raise click.ClickException("no original bytes are kept with this document: it came as a record or a row")
    for told in found:
        rest = {k: v for k, v in told.items() if v and k not in ("sha256", "bytes", "media_type")}
        say.line(
            f"[id]{told.get('sha256', 'masked')}[/]  {int(told['bytes']):,} bytes  {say.escape(told['media_type'])}"
        )
        for name, value in rest.items():
            say.line(f"  {say.escape(name):<16} {say.escape(value)}")
    if out is not None:
        try:
            with out.open("xb") as file:
                file.write(originals[0].content)
        except OSError as error:
            raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
        say.line(f"written to {say.escape(str(out))}", style="dim")


@click.command(context_settings=_HELP)
@click.argument("what", type=click.Choice(["show", "make"]), default="show")
def key(what: str) -> None:
    """Your signing key (Ed25519): make one, or show its public half, which others need to check your batches.

    With a key every batch that you append is signed. It lies in your data folder, or where ONRECORD_KEY says; keep a copy in a
    safe place, and give the public half to those who are to verify.
    """
    say = console()
    path = key_file()
    made = make_key(path) if what == "make" else None
    if made is None and not path.exists():
        raise click.ClickException(f"there is no key at {path}; make one with: onrecord key make")
    say.line(f"[id]{public_hex(made or load_key(path))}[/]")
    say.line(f"{path} · check with: onrecord verify --key {public_hex(made or load_key(path))[:12]}…", style="dim")


def _bring_up(ledger: str) -> None:
    """Upgrade the tables of a ledger that an older version wrote; others are left as they are."""
    try:
        with open_ledger(ledger, readonly=True):
            return
    except LedgerReadOnly:
        with open_ledger(ledger):
            console().line("The tables of this ledger were brought up to this version.")


@click.command(context_settings=_HELP)
@ledger_option
def doctor(ledger: str) -> None:
    """Check pages, chain, incidents, version and free space; say what to do.

    A ledger of an older version has its tables brought up to this one first.
    """
    say = console()
    _bring_up(ledger)
    with open_ledger(ledger, readonly=True) as opened:
        health = opened.doctor()
    free = "unknown" if health.free is None else f"{health.free / 2**20:,.0f} MB"
    say.line(f"{say.escape(health.where)} · {health.database} · schema {health.schema}")
    say.line(
        f"{health.size / 2**20:,.1f} MB, {free} free · {health.batches:,} batches, {health.signed:,} signed",
        style="dim",
    )
    for name, faults in (("append-only rows", health.faults), ("derived rows", health.derived)):
        mark = "[green]ok[/] " if not faults else "[red]bad[/]"
        say.line(f"{mark} {name}" + (f": {len(faults)} do not fit" if faults else ""))
    mark = "[green]ok[/] " if not health.pages else "[red]bad[/]"
    say.line(f"{mark} pages" + "".join(f"; {say.escape(p)}" for p in health.pages[:5]))
    for line in health.advice:
        say.line(f"→ {say.escape(line)}", style="yellow")
    if health.faults or health.pages or health.derived:
        raise click.exceptions.Exit(1)
