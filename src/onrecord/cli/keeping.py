"""Keeping a ledger: info, verify, rebuild, backup, doctor."""

from pathlib import Path

import click

from onrecord.cli.console import console, plural
from onrecord.cli.options import ledger_option
from onrecord.ledger import open_ledger

__all__ = ["backup", "doctor", "info", "rebuild", "verify"]

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
@ledger_option
def verify(ledger: str) -> None:
    """Prove that no row was altered since it was appended; names the first that was."""
    say = console()
    with open_ledger(ledger, readonly=True) as opened, console(stderr=True).progress("Verifying") as step:
        faults = list(opened.verify(progress=lambda n: step(n, "")))
        batches = opened.counts().get("batches", 0)
    for fault in faults:
        say.line(f"[red]{say.escape(str(fault))}[/]")
    if faults:
        raise click.exceptions.Exit(1)
    say.line(
        f"[green]every row is as it was appended[/] ({plural(batches, 'batch').replace('batchs', 'batches')}, one chain)"
    )


@click.command(context_settings=_HELP)
@click.option("--check", is_flag=True, help="Change nothing; say what would differ, and exit with 1 if anything does.")
@ledger_option
def rebuild(check: bool, ledger: str) -> None:
    """Make the incidents anew from claims and judgements."""
    from onrecord.pipeline import rebuild as make_anew

    say = console()
    with open_ledger(ledger, readonly=check) as opened:
        differences = make_anew(opened, check=check)
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
    """Copy the ledger to the file TARGET while others go on using it."""
    with open_ledger(ledger, readonly=True) as opened:
        opened.backup(target)
    console().line(f"copied to {target}")


@click.command(context_settings=_HELP)
@ledger_option
def doctor(ledger: str) -> None:
    """Check integrity, version and free space; say what to do."""
    say = console()
    bad = False
    with open_ledger(ledger, readonly=True) as opened:
        for finding in opened.doctor():
            bad = bad or not finding.good
            mark = "[green]ok[/]  " if finding.good else "[red]bad[/] "
            say.line(
                f"{mark} {say.escape(finding.what)}" + (f" → {say.escape(finding.advice)}" if finding.advice else "")
            )
    if bad:
        raise click.exceptions.Exit(1)
