"""Onrecord: a ledger of claims. Who said what happened, where it stands in the text, and how the figures grew.

>>> import onrecord
>>> for claim in onrecord.read("Police arrested 40 protesters in Lusaka on Monday.", published="2025-03-04"):
...     print(claim.type, claim.tolls[0].low, claim.when.start)
arrest 40 2025-03-03

``open_ledger(path)`` gives a ledger to add to and to ask. Importing the package loads nothing else; what is named here is
loaded when it is first used.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["Claim", "Document", "Incident", "__version__", "open_ledger", "read"]

# the types of these names stand in __init__.pyi: an import here would tie every room to the highest ones
_HOMES = {
    "read": "onrecord.pipeline.api",
    "open_ledger": "onrecord.pipeline.api",
    "Claim": "onrecord.model",
    "Document": "onrecord.model",
    "Incident": "onrecord.model",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
