"""Opens the desk on an address of this computer."""

import ipaddress
import socket

import uvicorn
from fastapi import FastAPI

__all__ = ["Refused", "serve"]


class Refused(Exception):
    """The desk cannot or may not be opened there; the message says why."""


def serve(app: FastAPI, host: str, port: int) -> None:
    """Answer until interrupted.

    Raises:
        Refused: for an address that others can reach, for there are no accounts yet; or when the port is taken.
    """
    listening = _listen(host, port)
    config = uvicorn.Config(app, log_level="warning", server_header=False, date_header=True, proxy_headers=False)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def check_host(host: str) -> None:
    """Raises Refused unless ``host`` is this computer alone."""
    try:
        alone = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        alone = False
    if not alone:
        raise Refused(
            f"{host} can be reached by others, and the desk has no accounts yet: whoever reaches it would see every name and"
            " could judge. Use 127.0.0.1, and a tunnel (ssh -L) to look from elsewhere"
        )


def _listen(host: str, port: int) -> socket.socket:
    check_host(host)
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
