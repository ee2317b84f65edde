"""Onrecord: a ledger of claims. Who said what happened, where it stands in the text, and how the figures grew."""

__version__ = "0.1.0"
__all__ = ["__version__"]
