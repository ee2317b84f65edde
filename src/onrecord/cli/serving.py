"""``onrecord serve``: the desk in a browser."""

import gc
import os
import sys
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from onrecord.cli.options import ledger_option, signing_key

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking import Why
    from onrecord.model import Incident, Rejection, Verdict
    from onrecord.web.oidc import Provider

__all__ = ["LOOKS", "TURN_S", "serve"]

LOOKS = (10_000, 20, 50)
"""After how much is garbage looked for: ``gc.set_threshold``."""
TURN_S = 0.001
"""How long a thread waits before it asks another for the interpreter: ``sys.setswitchinterval``."""
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to answer on. Others can reach any but 127.0.0.1.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="The port to answer on.")
@click.option("--read-only", is_flag=True, help="Nobody can judge; the ledger is opened for reading.")
@click.option("--accounts", is_flag=True, help="Let nobody in without an account; prints a link that makes the first.")
@click.option("--public-url", metavar="URL", help="The address people type, where a proxy stands before the desk.")
@click.option("--tls-cert", type=_FILE, help="A certificate in PEM, for a network without a proxy.")
@click.option("--tls-key", type=_FILE, help="The certificate's key.")
@click.option("--oidc-issuer", metavar="URL", help="Let people sign in with this OpenID Connect provider too.")
@click.option("--oidc-client", metavar="ID", help="The desk's id there; its secret stands in ONRECORD_OIDC_SECRET.")
@ledger_option
def serve(
    host: str, port: int, read_only: bool, accounts: bool, public_url: str | None, tls_cert: Path | None,
    tls_key: Path | None, oidc_issuer: str | None, oidc_client: str | None, ledger: str,
) -> None:  # fmt: skip
    """Open the desk: overview, incidents, evidence, demands and map in a browser, and a REST API.

    On a laptop it works at once: without accounts it answers on this computer alone, to whoever sits at it. For a team make
    accounts first (`onrecord people add`), then name an address that others can reach; passwords need TLS on the way.

    \b
    onrecord serve --ledger pakistan.db
    onrecord serve --accounts
    onrecord serve --host 0.0.0.0 --public-url https://desk.example.org
    """
    # whoever fetches rows beside a thread that works waits so long at each of them
    sys.setswitchinterval(TURN_S)
    try:
        from onrecord.web import LOOPBACK, Refused, Tls, is_loopback
        from onrecord.web import serve as answer
    except ImportError as error:
        raise click.ClickException(f"the desk needs the web extra: pip install 'onrecord[web]' ({error})") from error
    if (tls_cert is None) != (tls_key is None):
        raise click.UsageError("--tls-cert and --tls-key go together")
    origin = _origin(public_url)
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    here = origin or f"{'https' if tls_cert else 'http'}://{shown}:{port}"
    names = {*LOOPBACK, shown.lower(), *([urlsplit(origin).hostname or ""] if origin else [])}
    asked = _Asked(
        ledger, read_only, here, names, origin=here if origin or tls_cert else None,
        owner=is_loopback(host) and not accounts, first=is_loopback(host) and accounts,
        provider=_provider(oidc_issuer, oidc_client),
    )  # fmt: skip
    tls = Tls(tls_cert, tls_key) if tls_cert and tls_key else None
    with ExitStack() as until_closed:
        try:
            answer(partial(_opened, asked, until_closed), host, port, names, tls, asked.origin is not None)
        except Refused as error:
            raise click.ClickException(str(error)) from error


@dataclass(frozen=True)
class _Asked:
    """What desk is wanted. ``first``: tell how the first account is made, where there is none."""

    ledger: str
    read_only: bool
    here: str
    names: Collection[str]
    origin: str | None
    owner: bool
    first: bool
    provider: "Provider | None"


def _opened(asked: _Asked, until_closed: ExitStack) -> Any:
    """The desk's application, with all that it needs: a second's work."""
    # what is loaded now stays: looking through it for garbage meanwhile costs a tenth of the start
    gc.disable()
    try:
        from onrecord.cli.desking import Adding, Standing
        from onrecord.web import Door, create_app
    finally:
        gc.freeze()
        gc.enable()
        # answers leave hardly anything in circles, and each look at all that is held keeps a page waiting
        gc.set_threshold(*LOOKS)
    adding, standing = None if asked.read_only else Adding(asked.ledger), Standing(asked.ledger)
    for aside in (adding, standing):
        if aside is not None:
            until_closed.callback(aside.close)
    app = create_app(
        asked.ledger, judge=None if asked.read_only else _judge, hosts=asked.names, why=_why, add=adding, stand=standing,
        door=Door(owner=asked.owner, origin=asked.origin, provider=asked.provider),
    )  # fmt: skip
    people = app.state.desk.people
    if asked.first and not people.accounts.any():
        link = f"{asked.here}/setup/{people.sessions.new_link('setup', hours=1)}"
        click.echo(f"No account yet. Make the first here, within the hour (the link is good once):\n  {link}", err=True)
    click.echo(f"Desk: {asked.here}/   (Ctrl-C closes it)", err=True)
    return app


def _provider(issuer: str | None, client: str | None) -> "Provider | None":
    """The sign-in provider. Its secret is no option: other people of this computer can read those."""
    if issuer is None and client is None:
        return None
    secret = os.environ.get("ONRECORD_OIDC_SECRET", "")
    if not issuer or not client or not secret:
        raise click.UsageError("--oidc-issuer, --oidc-client and ONRECORD_OIDC_SECRET go together")
    host = urlsplit(issuer).hostname or ""
    if not issuer.startswith("https://") and host not in ("127.0.0.1", "localhost", "::1"):
        raise click.BadParameter("a provider is asked over https", param_hint="--oidc-issuer")
    from onrecord.web.oidc import Provider

    return Provider(issuer, client, secret, host)


def _origin(url: str | None) -> str | None:
    """Scheme, name and port of the address that people type."""
    if url is None:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise click.BadParameter("write it as https://desk.example.org", param_hint="--public-url")
    return f"{parts.scheme}://{parts.netloc}"


def _why(ledger: "Ledger", incident: "Incident") -> "Why":
    """The weights that hold an incident together."""
    from onrecord.pipeline import match_weights

    return match_weights(ledger, incident)


def _judge(
    ledger: "Ledger", verdict: "Verdict", subjects: tuple[str, ...], by: str, why: str,
    given: Mapping[str, Any] | None = None, /,
) -> "tuple[Rejection, ...]":  # fmt: skip
    """Keep a judgement and link what it concerns anew, in one transaction."""
    from datetime import UTC, datetime

    from onrecord.cli.judging import judged_documents
    from onrecord.ledger import Batch
    from onrecord.pipeline import new_judgement, relink

    at = datetime.now(UTC).isoformat(timespec="microseconds")
    made = new_judgement(verdict, subjects, by, at, why, dict(given or {}))
    with ledger.writing():
        done = ledger.append(Batch(judgements=(made,)), signing_key())
        if not done.rejections:
            relink(ledger, judged_documents(ledger, made))
    return done.rejections
