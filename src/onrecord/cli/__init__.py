"""The command line: the composition root. Commands are imported only when they are called."""

from onrecord.cli.main import main

__all__ = ["main"]
