"""What was known at a moment: the desk on the ledger as it stood then, made once for all who ask and kept for a while.

Incidents follow from what the ledger held, so a moment of the past is the rows appended up to then, linked anew. That takes
seconds to minutes, by the size of the ledger; meanwhile whoever asks is told to wait. Two moments with no batch between them are
one. Only people who may see names may look back: what was sealed since was not sealed then.
"""

import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response

from onrecord.ledger import Ledger, open_ledger
from onrecord.model import LedgerError
from onrecord.web.keeping import Kept
from onrecord.web.translating import tr

__all__ = ["COOKIE", "BeingMade", "Past", "Stand", "Stood", "moment_of", "sent_back"]

Stand = Callable[[str, Path], None]
"""``stand(moment, path)`` writes the ledger as it stood at a moment (ISO 8601), linked, to a file that is not there yet."""
COOKIE = "onrecord_then"
_MOST = 3
_PATIENCE_S = 1.0


class BeingMade(LedgerError):
    """The moment is being put together; ask again."""


@dataclass(frozen=True)
class Stood:
    """A ledger as it stood, and what is kept of its answers."""

    ledger: Ledger
    answers: Kept = field(default_factory=Kept)


class Past:
    """The moments last looked at, ``_MOST`` of them. Safe between threads."""

    def __init__(self, stand: Stand) -> None:
        self._stand = stand
        self._lock = threading.Lock()
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="past")
        self._folder: Path | None = None
        self._held: OrderedDict[int, Future[Stood]] = OrderedDict()

    def at(self, ledger: Ledger, moment: str) -> Stood | None:
        """The ledger as it stood at a moment (ISO 8601); None where nothing was appended since.

        Raises:
            BeingMade: it is not there yet.
            RecordError: that is no moment.
        """
        batch = ledger.batch_until(moment)
        if batch == ledger.batch_until():
            return None
        with self._lock:
            found = self._held.get(batch)
            if found is None or (found.done() and found.exception() is not None):
                found = self._held[batch] = self._maker.submit(self._made, batch, moment)
            self._held.move_to_end(batch)
            gone = [self._held.popitem(last=False)[1] for _ in range(len(self._held) - _MOST)]
        for old in gone:
            _let_go(old)
        try:
            return found.result(_PATIENCE_S)
        except TimeoutError:
            raise BeingMade(tr("The ledger as it stood then is being put together from what it held.")) from None

    def _made(self, batch: int, moment: str) -> Stood:
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="onrecord-"))
            path = self._folder / f"{batch}.db"
        path.unlink(missing_ok=True)
        self._stand(moment, path)
        opened = open_ledger(path, readonly=True)
        opened.keep_counts()
        return Stood(opened)

    def close(self) -> None:
        self._maker.shutdown(cancel_futures=True)
        for held in self._held.values():
            _let_go(held)
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


def _let_go(old: Future[Stood]) -> None:
    if not old.cancel():
        old.add_done_callback(_put_away)


def _put_away(old: Future[Stood]) -> None:
    if old.exception() is not None:
        return
    opened = old.result().ledger
    opened.close()
    for rest in ("", "-wal", "-shm"):
        Path(f"{opened.where}{rest}").unlink(missing_ok=True)


# ---------------------------------------------------------------------------------------------------- which moment


def moment_of(request: HTTPConnection, program: bool) -> str | None:
    """The moment that a request asks for; a browser keeps the one chosen last, a ``program`` names it each time."""
    return request.query_params.get("as_of") or (None if program else request.cookies.get(COOKIE)) or None


def sent_back(there: str, moment: str, secure: bool) -> Response:
    """On to a page, from now on as of a moment; as of now where it is empty."""
    reply = RedirectResponse(there, 303)
    if moment:
        reply.set_cookie(COOKIE, moment, httponly=True, samesite="strict", secure=secure, path="/")
    else:
        reply.delete_cookie(COOKIE, path="/")
    return reply
