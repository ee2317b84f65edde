"""Errors that mean a bug or a broken environment. Expected failures are values (see ``rejection``).

OnrecordError
├── SpanError          a span does not stand in its text
├── RecordError        a record breaks the public format (also a ValueError)
├── VocabularyError    the shipped vocabulary is damaged or inconsistent
├── LedgerError        the ledger cannot be used
│   ├── LedgerMissing      there is no ledger at that address
│   ├── LedgerForeign      the file is not a ledger, or is damaged
│   ├── LedgerNewer        written by a newer version of Onrecord
│   ├── LedgerReadOnly     no right to write, or no space left
│   └── LedgerUnreachable  the server does not answer or refuses the password
└── NotFound           no record has that id
"""

__all__ = [
    "LedgerError",
    "LedgerForeign",
    "LedgerMissing",
    "LedgerNewer",
    "LedgerReadOnly",
    "LedgerUnreachable",
    "NotFound",
    "OnrecordError",
    "RecordError",
    "SpanError",
    "VocabularyError",
]


class OnrecordError(Exception):
    """Root of every error that Onrecord raises on purpose.

    ``%(name)s`` in the ``message`` stands for one of the ``values``: whoever shows the error can say it in another language.
    """

    def __init__(self, message: str = "", /, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class SpanError(OnrecordError, ValueError):
    """A span's offsets do not give its exact words."""


class RecordError(OnrecordError, ValueError):
    """A record breaks the public format."""


class VocabularyError(OnrecordError):
    """The shipped vocabulary is damaged or inconsistent."""


class LedgerError(OnrecordError):
    """The ledger cannot be used."""


class LedgerMissing(LedgerError):
    """There is no ledger at that address."""


class LedgerForeign(LedgerError):
    """The file is not a ledger, or it is damaged."""


class LedgerNewer(LedgerError):
    """The ledger was written by a newer version."""


class LedgerReadOnly(LedgerError):
    """The ledger cannot be written: no right, or no space left."""


class LedgerUnreachable(LedgerError):
    """The database server does not answer or refuses the sign-in."""


class NotFound(OnrecordError, LookupError):
    """No record has that id."""
