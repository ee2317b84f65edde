"""``onrecord serve``: the desk in a browser."""

import click

from onrecord.cli.console import console
from onrecord.cli.options import ledger_option
from onrecord.ledger import Ledger
from onrecord.model import Rejection, Verdict

__all__ = ["serve"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to answer on: this computer's own only."
)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="The port to answer on.")
@click.option("--read-only", is_flag=True, help="Nobody can judge; the ledger is opened for reading.")
@ledger_option
def serve(host: str, port: int, read_only: bool, ledger: str) -> None:
    """Open the desk: overview, incidents, evidence, demands and map in a browser, and a REST API.

    There are no accounts yet, so it answers on this computer alone.

    \b
    onrecord serve --ledger pakistan.db
    """
    try:
        from onrecord.web import Refused, create_app
        from onrecord.web import serve as answer
        from onrecord.web.server import check_host
    except ImportError as error:
        raise click.ClickException(f"the desk needs the web extra: pip install 'onrecord[web]' ({error})") from error
    try:
        check_host(host)
        app = create_app(ledger, judge=None if read_only else _judge)
        say = console(stderr=True)
        shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
        say.line(f"Desk: http://{shown}:{port}/   (Ctrl-C closes it)")
        answer(app, host, port)
    except Refused as error:
        raise click.ClickException(str(error)) from error


def _judge(ledger: Ledger, verdict: Verdict, subjects: tuple[str, ...], by: str, why: str) -> tuple[Rejection, ...]:
    """Keep a judgement and link what it concerns anew, in one transaction."""
    from datetime import UTC, datetime

    from onrecord.cli.judging import judged_documents
    from onrecord.ledger import Batch
    from onrecord.pipeline import new_judgement, relink

    detail = {"text": why} if verdict == "note" else {}
    made = new_judgement(verdict, subjects, by, datetime.now(UTC).isoformat(timespec="seconds"), why, detail)
    with ledger.writing():
        done = ledger.append(Batch(judgements=(made,)))
        if not done.rejections:
            relink(ledger, judged_documents(ledger, made))
    return done.rejections
