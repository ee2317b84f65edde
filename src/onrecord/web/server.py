"""Opens the desk on an address of this computer."""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette

from onrecord.web.guard import LOOPBACK
from onrecord.web.opening import Opening

if TYPE_CHECKING:
    from onrecord.web.desk import Desk

__all__ = ["Refused", "Tls", "check_host", "is_loopback", "serve"]


class Refused(Exception):
    """The desk cannot or may not be opened there; the message says why."""


@dataclass(frozen=True)
class Tls:
    """A certificate and its key, in PEM files."""

    certificate: Path
    key: Path


def serve(
    make: Callable[[], Starlette], host: str, port: int, hosts: Collection[str] = LOOPBACK,
    tls: Tls | None = None, proxied: bool = False,
) -> None:  # fmt: skip
    """Answer until interrupted: what ``make`` gives as soon as it is made, and on this computer at once, that it is being made.

    ``hosts`` are the names it answers to; ``proxied``: a proxy on this computer tells who asks.

    Raises:
        Refused: for an address that others can reach, where there are no accounts, or neither TLS nor a proxy that has it;
            or when the port is taken.
        OnrecordError: whatever ``make`` raises.
    """
    if not is_loopback(host):
        # nobody else is answered before it is known that they may be
        app = make()
        desk: Desk = app.state.desk
        check_host(host, desk.people.accounts.any(), tls is not None or desk.door.secure)
        make = lambda: app  # noqa: E731 - made already
    listening = _listen(host, port)
    import uvicorn

    opening = Opening(make, hosts, lambda: setattr(server, "should_exit", True))
    config = uvicorn.Config(
        opening, log_level="warning", server_header=False, date_header=True,
        # nobody else is believed
        proxy_headers=proxied, forwarded_allow_ips="127.0.0.1,::1",
        ssl_certfile=tls.certificate if tls else None, ssl_keyfile=tls.key if tls else None,
    )  # fmt: skip
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
    if opening.error is not None:
        raise opening.error


def is_loopback(host: str) -> bool:
    """Whether an address is this computer alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_host(host: str, accounts: bool, safe: bool) -> None:
    """Raises Refused where others could reach a desk without accounts, or read passwords on the way to it."""
    if is_loopback(host):
        return
    if not accounts:
        raise Refused(
            f"{host} can be reached by others, and there are no accounts: whoever reached it would see every name and could"
            " judge. Make the first account with `onrecord people add NAME --role admin`, then serve again"
        )
    if not safe:
        raise Refused(
            f"{host} can be reached by others, and passwords would travel in the clear. Give --tls-cert and --tls-key, or"
            " --public-url https://… where a proxy on the way has them"
        )


def _listen(host: str, port: int) -> socket.socket:
    bare = "127.0.0.1" if host == "localhost" else host.strip("[]")
    made = socket.socket(socket.AF_INET6 if ":" in bare else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((bare, port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise Refused(f"port {port} of {host} cannot be used ({error.strerror}); name another with --port") from error
    return made
