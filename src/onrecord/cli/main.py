"""``onrecord``: commands in the order in which a newcomer needs them."""

import importlib
import os
import sys
from typing import Any

import click

from onrecord import __version__
from onrecord.model import LedgerError, NotFound, OnrecordError

__all__ = ["main"]

_COMMANDS = {
    "read": ("onrecord.cli.reading", "read", "Documents in, JSON Lines out: claims or another layer. Keeps nothing."),
    "add": ("onrecord.cli.adding", "add", "Read reports into a ledger and link them into incidents."),
    "incidents": ("onrecord.cli.listing", "incidents", "The table of incidents, filtered."),
    "claims": ("onrecord.cli.listing", "claims", "The table of claims, filtered."),
    "demands": ("onrecord.cli.listing", "demands", "Who asked what of whom, and what answered it."),
    "responses": ("onrecord.cli.listing", "responses", "What authorities did or said about incidents."),
    "show": ("onrecord.cli.showing", "show", "One incident, claim or document with its evidence."),
    "rejections": ("onrecord.cli.listing", "rejections", "What was refused, and why."),
    "serve": ("onrecord.cli.serving", "serve", "Open the desk: the ledger in a browser, and a REST API."),
    "people": ("onrecord.cli.people", "people", "Who may use the desk: accounts, roles, tokens, log of reads."),
    "judge": ("onrecord.cli.judging", "judge", "Confirm, reject, correct, merge, split, rate, redact, undo."),
    "judgements": ("onrecord.cli.judging", "judgements", "What people decided, and where they disagree."),
    "log": ("onrecord.cli.keeping", "log", "The history of one record."),
    "gazetteer": ("onrecord.cli.gazetteer", "gazetteer", "Look a place up, or add a GeoNames dump."),
    "verify": ("onrecord.cli.keeping", "verify", "Prove that nothing in the ledger was altered."),
    "key": ("onrecord.cli.keeping", "key", "Your signing key: make one, or show its public half."),
    "capture": ("onrecord.cli.keeping", "capture", "The original bytes of a document, whence and when."),
    "rebuild": ("onrecord.cli.keeping", "rebuild", "Make the incidents anew from claims and judgements."),
    "backup": ("onrecord.cli.keeping", "backup", "Copy the ledger to a file while it is in use."),
    "restore": ("onrecord.cli.keeping", "restore", "Put a backup in place of a lost ledger."),
    "copy": ("onrecord.cli.keeping", "copy", "Move between a file and PostgreSQL, row by row."),
    "export": ("onrecord.cli.keeping", "export", "A folder that a third party can verify."),
    "doctor": ("onrecord.cli.keeping", "doctor", "Check the ledger's health; says what to do."),
    "info": ("onrecord.cli.keeping", "info", "What the ledger holds, and where it is."),
}

_EPILOG = """
\b
Exit codes: 0 done; 1 something was rejected and --strict was given, or a check found faults;
2 wrong arguments; 3 the ledger cannot be used; 4 nothing has that id; 130 interrupted.
\b
Start here:   onrecord add reports/          then  onrecord incidents
The default ledger is a file in your data folder; ONRECORD_LEDGER or --ledger name another.
"""


class _Lazy(click.Group):
    """Knows its commands by name and first line; imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, name, _ = _COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(module), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, _, about) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], list(_COMMANDS), n=1) if args else []
            if near:
                raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from None
            raise


@click.group(
    cls=_Lazy, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="onrecord")
def _cli() -> None:
    """Read reports, statements and feeds; keep a ledger of who said what happened.

    Every figure is traced to the exact words it stands on, every version of a toll is kept with its speaker, and demands are
    followed until they are answered. Works offline.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        code: Any = _cli.main(args=args, prog_name="onrecord", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; what was acknowledged is kept", err=True)
        sys.exit(130)
    except LedgerError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(3)
    except NotFound as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(4)
    except OnrecordError as error:
        click.echo(f"onrecord: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # the reader of our output has gone (`| head`): no fault of ours
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
