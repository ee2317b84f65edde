"""The desk: pages for people and a REST API, on a ledger. Reads; writes nothing but judgements, and its own accounts.

Importing it loads nothing: whoever opens the desk is answered before all that it needs is there (``opening``).
"""

from typing import Any

__all__ = ["LOOPBACK", "Door", "Judge", "Refused", "Tls", "create_app", "is_loopback", "serve"]

# their types stand in __init__.pyi
_HOMES = {
    "Door": "access", "create_app": "app", "Judge": "desk", "LOOPBACK": "guard",
    "Refused": "server", "Tls": "server", "is_loopback": "server", "serve": "server",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord.web' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"onrecord.web.{_HOMES[name]}"), name)
