"""Whether anything in the ledger changed, told for next to nothing."""

import threading

from sqlalchemy import Connection, Engine

from onrecord.ledger.dialect import is_sqlite

__all__ = ["Watch"]


class Watch:
    """``state()`` gives a mark; while it stays the same, every question has the answer that it had. Safe between threads.

    SQLite: ``PRAGMA data_version`` (https://sqlite.org/pragma.html#pragma_data_version) of one connection that never writes, which
    moves with each commit of any other, in this process or another. PostgreSQL: the snapshot itself, whose equality says that the
    same transactions are seen; it moves with writes elsewhere on the server too, which costs an answer made anew and no more.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._held: Connection | None = None
        self._opened = 0

    def state(self) -> str:
        """Raises what the database raises."""
        if not is_sqlite(self._engine):
            with self._engine.connect() as connection, connection.begin():
                return str(connection.exec_driver_sql("select pg_current_snapshot()::text").scalar_one())
        with self._lock:
            if self._held is None:
                self._held = self._engine.connect()
                # numbers of two connections cannot be compared
                self._opened += 1
            try:
                # a transaction each time: within one, the number stands still
                with self._held.begin():
                    version = self._held.exec_driver_sql("pragma data_version").scalar_one()
            except BaseException:
                self._close()
                raise
            return f"{self._opened}.{version}"

    def close(self) -> None:
        with self._lock:
            self._close()

    def _close(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()
