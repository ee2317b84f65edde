"""Work that the desk has done aside, in a process of its own."""

import os

import pytest

from onrecord.cli.desking import Adding
from onrecord.model import LedgerError


def test_a_process_that_was_killed_is_told_and_begun_anew() -> None:
    """Else nothing could be added any more until somebody opened the desk anew."""
    aside = Adding("nowhere.db")
    try:
        with pytest.raises(LedgerError, match="Send it again"):
            aside._done(os._exit, 9)
        assert aside._done(len, "abc") == 3
    finally:
        aside.close()
