"""The ledger: one object to append to and to ask, on SQLite or PostgreSQL."""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import URL, Connection, Engine, delete
from sqlalchemy.exc import DBAPIError

from onrecord.ledger import dialect
from onrecord.ledger.append import append
from onrecord.ledger.bundle import export_bundle
from onrecord.ledger.changes import everything_changed
from onrecord.ledger.derived import check_derived, check_links
from onrecord.ledger.dictionaries import content_of
from onrecord.ledger.doctor import Health, examine
from onrecord.ledger.filters import moment
from onrecord.ledger.fulltext import join_search
from onrecord.ledger.links import Kept, LinkTables
from onrecord.ledger.look import last_batch_until, last_judgement
from onrecord.ledger.migrate import check_schema, upgrade
from onrecord.ledger.packing import keepers
from onrecord.ledger.reader import Reader
from onrecord.ledger.redaction import Policy, View, Viewer
from onrecord.ledger.schema import DERIVED
from onrecord.ledger.sealed import KeptNames
from onrecord.ledger.standing import rebuild_facts
from onrecord.ledger.transfer import appearing, copy_rows, copy_sqlite
from onrecord.ledger.values import Appended, Batch, Fault
from onrecord.ledger.verify import Progress, verify
from onrecord.ledger.walls import GENERAL, nothing_hidden
from onrecord.ledger.watching import Watch
from onrecord.model import Incident, LedgerError, LedgerForeign, LedgerReadOnly, LedgerUnreachable

if TYPE_CHECKING:
    from onrecord.ledger.register import Register

__all__ = ["Ledger", "copy_ledger", "open_ledger", "restore_ledger"]

_MAKING = threading.Lock()
# one for each set of collections that people may see
_MOST_WALLED = 64


def open_ledger(
    where: str | Path, *, create: bool = False, readonly: bool = False, key: Ed25519PrivateKey | None = None
) -> "Ledger":
    """Open the ledger at a path (SQLite) or a ``postgresql://user:password@host/database`` address.

    ``create`` makes a file that is not there, and the tables of an empty database. An older ledger is brought to this
    version's schema unless ``readonly``. ``key`` signs every batch that is appended.

    Raises:
        LedgerMissing: nothing is there.
        LedgerForeign: it is something else, or damaged.
        LedgerNewer: written by a newer version, or older than this one and opened ``readonly``.
        LedgerReadOnly: it cannot be written.
        LedgerUnreachable: the server does not answer, or refuses the sign-in.
    """
    url = dialect.address(where)
    engine = dialect.connect(url, readonly, create)
    ledger = Ledger(engine, url, dialect.shown(url), readonly, key)
    try:
        ledger._prepare(create)
        ledger._file = ledger._file_now()
    except BaseException:
        ledger.close()
        raise
    return ledger


def copy_ledger(
    source: str | Path, target: str | Path, as_of: str | None = None, progress: Callable[[str, int], None] | None = None
) -> dict[str, int]:
    """Copy a ledger to another, empty address, on any of the databases, and check every row; gives rows by table.

    ``as_of``: the ledger as it stood at that moment, without incidents, to be linked anew.

    Raises:
        LedgerError: the target is no empty ledger, or a row did not arrive as it was. Nothing was copied then.
    """
    with (
        open_ledger(source, readonly=True) as old,
        open_ledger(target, create=True) as new,
        old._reading() as reading,
        new.writing() as writing,
    ):
        return copy_rows(reading, writing, as_of, progress)


def restore_ledger(backup: str | Path, target: str | Path) -> None:
    """Put a backup in place of a ledger that is not there any more, after checking it.

    Raises:
        LedgerError: there is something at ``target``.
        LedgerForeign: the backup does not verify.
    """
    with open_ledger(backup, readonly=True) as old:
        faults = old.verify()
    if faults:
        first = faults[0]
        raise LedgerForeign(
            f"{backup} does not verify ({first.table} {first.seq}: {first.reason}); nothing was restored"
        )
    from_, to = dialect.address(backup), dialect.address(target)
    if from_.drivername == to.drivername == "sqlite":
        copy_sqlite(Path(from_.database or ""), Path(to.database or ""))
    else:
        copy_ledger(backup, target)


class Ledger(Reader):
    """Appends, and answers questions in full; ``seen_by`` gives the view of somebody without the right to see names.

    Safe to share between threads: each question has a connection of its own, a writing thread has one for its transaction.
    """

    def __init__(
        self, engine: Engine, url: URL, where: str, readonly: bool, key: Ed25519PrivateKey | None = None
    ) -> None:
        super().__init__(self._reading, register=self._held_register)
        self._url = url
        self.where = where
        self.readonly = readonly
        self._key = key
        self._engine = engine
        self._walled_engines: dict[frozenset[str], Engine] = {}
        self._mine = threading.local()
        self._watch = Watch(engine)
        self._all: Register | None = None
        self._names = KeptNames()
        self._file: tuple[int, int] | None = None
        keepers.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        # it asks by way of this ledger: held by nobody it goes at once, also where garbage is looked for no more
        self._all = None
        keepers.discard(self)
        self._watch.close()
        self._engine.dispose()
        for engine in self._walled_engines.values():
            engine.dispose()

    @property
    def on_server(self) -> bool:
        """Whether a database server answers, and not this process itself."""
        return not dialect.is_sqlite(self._engine)

    def _prepare(self, create: bool) -> None:
        with self._errors(), self._engine.connect() as connection, connection.begin():
            if check_schema(connection, self.where, create):
                return
        if self.readonly:
            raise LedgerReadOnly(
                f"{self.where} needs an upgrade of its tables; open it once for writing (`onrecord doctor`)"
            )
        with self._errors():
            dialect.use_log(self._engine)
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.lock_for_writing(connection)
            # another process may have done it while this one waited
            if not check_schema(connection, self.where, create):
                upgrade(connection)

    # ---------------------------------------------------------------------------------------------- transactions

    def _file_now(self) -> tuple[int, int] | None:
        """Device and number of the file under the ledger's name; None where a server keeps it, or there is none."""
        if self.on_server:
            return None
        try:
            found = Path(self._url.database or "").stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    @contextmanager
    def _errors(self) -> Iterator[None]:
        if self._file is not None and self._file_now() != self._file:
            # what is written into a file that has no name any more is lost
            raise LedgerUnreachable(
                f"{self.where} was moved, deleted or replaced while it was open; put it back, or close it and open it anew"
            )
        # the driver's own errors too: much goes past SQLAlchemy, for speed
        driver: type[Exception] = self._engine.dialect.loaded_dbapi.Error
        try:
            yield
        except (DBAPIError, driver) as error:
            if isinstance(error, DBAPIError) and not isinstance(error.orig, driver):
                # of the ledger that is copied from, or to
                raise
            raise dialect.explain(error, self.where) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        current = getattr(self._mine, "connection", None)
        if current is not None:
            with self._errors():
                yield current
            return
        with self._errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, bulk: bool = False) -> Iterator[Connection]:
        """One transaction of this thread: ``append`` and the link tables join it, and it is kept as a whole or not at all.

        ``bulk`` takes more memory, for all derived tables written at once, and leaves the full text as one part. Another writer
        waits until it ends; when the block ends without an error, all of it is on the disk.

        Raises:
            LedgerReadOnly: opened ``readonly``, no right, or no space left.
        """
        if self.readonly:
            raise LedgerReadOnly(f"{self.where} was opened for reading")
        if getattr(self._mine, "connection", None) is not None:
            yield self._mine.connection
            return
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.lock_for_writing(connection)
            self._mine.connection = connection
            try:
                with dialect.in_bulk(connection) if bulk else nullcontext():
                    yield connection
                    if bulk:
                        join_search(connection)
            finally:
                self._mine.connection = None

    # --------------------------------------------------------------------------------------------------- writing

    def append(self, batch: Batch, key: Ed25519PrivateKey | None = None) -> Appended:
        """Append what is new of ``batch`` in one transaction, or in that of ``writing``; a second time changes nothing.

        A document under a known id with another text, a claim whose words do not stand in its document and a judgement
        that cannot hold are kept as rejections, and the rest goes on. ``key`` signs the batch (default: the ledger's own).
        """
        with self.writing() as connection:
            return append(connection, batch, key or self._key)

    def links(self) -> LinkTables:
        """The tables of linking, in the transaction of ``writing``.

        Raises:
            RuntimeError: outside of ``writing``.
        """
        connection = getattr(self._mine, "connection", None)
        if connection is None:
            raise RuntimeError("links() is used inside `with ledger.writing():`")
        return LinkTables(connection, self.claims_by_ids)

    def last_judgement(self) -> object:
        """A mark of all judgements up to now: the number of the last, and the hash of the chain at its batch."""
        with self._reading() as connection:
            return last_judgement(connection)

    def clear_derived(self) -> None:
        """Empty the derived tables but the forwards, and fill those that the ledger makes itself; linking fills the others."""
        with self.writing() as connection:
            everything_changed(connection)
            for table in DERIVED:
                connection.execute(delete(table))
            rebuild_facts(connection)

    # --------------------------------------------------------------------------------------------------- checking

    def verify(
        self, progress: Progress | None = None, head: str | None = None, keys: Collection[str] = ()
    ) -> list[Fault]:
        """Everything in the append-only tables that does not fit, first things first; empty for an untouched ledger.

        ``head`` is a batch's hash noted down earlier; ``keys`` are the public keys that must have signed every batch.
        """
        with self._reading() as connection:
            return verify(connection, progress, head, keys)

    def check_derived(self, incidents: Iterable[Incident] | None = None, texts: bool = False) -> list[Fault]:
        """Derived rows that do not follow: pass the incidents that linking makes anew to have them compared too; with ``texts``
        the full text is made anew and compared."""
        with self._reading() as connection:
            return check_derived(connection, incidents, texts)

    def check_links(self, made: Kept) -> list[Fault]:
        """What linking keeps between two additions that is not what it makes anew."""
        with self._reading() as connection:
            return check_links(connection, made)

    def doctor(self) -> Health:
        """Pages, chain, derived tables, version, space, and what to do."""
        with self._reading() as connection:
            return examine(connection, self.where)

    def batch_until(self, at: str | None = None) -> int:
        """Number of the last batch appended up to a moment (ISO 8601), of the last of all without one; 0 before the first.

        Raises:
            RecordError: that is no moment.
        """
        with self._reading() as connection:
            return last_batch_until(connection, "~" if at is None else moment(at))

    def state(self) -> str:
        """A mark that differs as soon as anything was appended, judged or linked anew, by this process or another."""
        with self._errors():
            return self._watch.state()

    def seen_by(self, viewer: Viewer, policy: Policy | None = None) -> Reader:
        """The questions of this ledger with the answers that ``viewer`` may see: every output goes through here."""
        walled = viewer.collections is not None
        connecting = self._behind_walls(frozenset(viewer.collections or ())) if walled else self._reading
        seen = frozenset(viewer.collections) if viewer.collections is not None else None
        if viewer.may_see_names:
            return Reader(connecting, walled, self._held_register, seen)
        return View(connecting, policy, walled, self._names, register=self._held_register, collections=seen)

    def keep_counts(self) -> None:
        """From now on this process holds the columns of all incidents, read in the background and then kept right from batch to
        batch, so that counts and maps cost what changed. For whoever asks all day; some 150 bytes an incident."""
        self._registering().warm()

    def dictionary(self, number: int) -> bytes | None:
        """The content of one of the ledger's own dictionaries; None for a number that is none of them."""
        with self._reading() as connection:
            return content_of(connection, number)

    def _held_register(self, make: bool) -> "Register | None":
        # what a transaction of this thread has changed is not there yet for anybody else
        return (
            None
            if getattr(self._mine, "connection", None) is not None
            else self._all or (self._registering() if make else None)
        )

    def _registering(self) -> "Register":
        from onrecord.ledger.register import Register

        with _MAKING:
            if self._all is None:
                self._all = Register(self._reading, self.state)
            return self._all

    def _behind_walls(self, names: frozenset[str]) -> Callable[[], AbstractContextManager[Connection]]:
        """Connections on which nothing but these collections is to be seen."""
        with _MAKING:
            engine = self._walled_engines.get(names)
            if engine is None:
                while len(self._walled_engines) >= _MOST_WALLED:
                    self._walled_engines.pop(next(iter(self._walled_engines))).dispose()
                engine = dialect.connect(self._url, readonly=True, create=False, walls=names)
                self._walled_engines[names] = engine
        found = engine

        @contextmanager
        def connecting() -> Iterator[Connection]:
            if dialect.is_sqlite(self._engine) and GENERAL in names:
                # where nothing is hidden, as in most ledgers, walls would only cost; what is added meanwhile is not seen either
                with self._errors(), self._engine.connect() as connection, connection.begin():
                    if nothing_hidden(connection, names):
                        yield connection
                        return
            with self._errors(), found.connect() as connection, connection.begin():
                if connection.info.get("walls") != names:
                    raise LedgerError("a connection without its walls; nothing was shown")
                yield connection

        return connecting

    # ---------------------------------------------------------------------------------------------------- moving

    def backup(self, path: str | Path) -> None:
        """Write a copy to a new SQLite file, while others read and write.

        Raises:
            LedgerError: the file is there already.
            LedgerReadOnly: it cannot be written.
        """
        target = Path(path).expanduser().absolute()
        if self._url.drivername == "sqlite":
            copy_sqlite(Path(self.where), target)
            return
        with appearing(target) as partial:
            copy_ledger(self._url.render_as_string(hide_password=False), partial)

    def copy_as_of(self, path: str | Path, at: str) -> None:
        """Copy the rows appended up to ``at`` (ISO 8601) into a new ledger without incidents, to be linked.

        Raises:
            LedgerError: there is a ledger at ``path``.
        """
        copy_ledger(self._url.render_as_string(hide_password=False), path, as_of=at)

    def export_bundle(self, folder: str | Path, viewer: Viewer | None = None, captures: bool = False) -> dict[str, int]:
        """Write a folder that a third party verifies by the script in it; gives the number of records by file.

        Names are masked unless the ``viewer`` may see them; ``captures`` adds the original bytes, unless masked.
        """
        with self._reading() as connection:
            own = Reader(lambda: nullcontext(connection))
            may = viewer is not None and viewer.may_see_names
            shown = own if may else View(lambda: nullcontext(connection))
            return export_bundle(connection, own, shown, Path(folder).expanduser(), captures)

    def analyse(self) -> None:
        """Let the database look at what its tables hold, after much was appended."""
        with self._errors(), self._engine.connect() as connection, connection.begin():
            dialect.analyse(connection)
