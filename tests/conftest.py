"""Shared by all rooms: the databases that the ledger's tests run on."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

# no test is timed: a busy machine, or a library loaded by the first example, is no fault
settings.register_profile("untimed", parent=settings.default, deadline=None)
settings.load_profile("untimed")


@dataclass(frozen=True)
class Postgres:
    """A server of our own: ``url(database)`` with the right password, ``create()`` for a new empty database."""

    port: int
    password: str

    def url(self, database: str, password: str | None = None) -> str:
        return f"postgresql://keeper:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def create(self) -> str:
        import psycopg

        name = f"t{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name}")
        return self.url(name)

    def drop(self, url: str) -> None:
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"drop database if exists {url.rsplit('/', 1)[1]} with (force)")


def _binaries() -> Path | None:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]) if p.parts[-3].isdigit() else 0
    )
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _as_somebody() -> tuple[list[str], tuple[int, int] | None]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return [], None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], (
            user.pw_uid,
            user.pw_gid,
        )
    return [], None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server in a folder of its own, or a skip that says what is missing."""
    pytest.importorskip("psycopg", reason="PostgreSQL tests need psycopg (the extra `postgres`)")
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL tests need initdb and pg_ctl (apt-get install postgresql)")
    prefix, owner = _as_somebody()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-"))
    secret = folder / "secret"
    secret.write_text("a-long-password")
    if owner is not None:
        os.chown(folder, *owner)
        os.chown(secret, *owner)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [
            *prefix,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "keeper",
            "--pwfile",
            secret,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ],
        **quiet,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c max_connections=60"
    subprocess.run(
        [*prefix, binaries / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **quiet
    )
    try:
        yield Postgres(port, "a-long-password")
    finally:
        subprocess.run(
            [*prefix, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **{**quiet, "check": False}
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a ledger that is not there yet, on each database."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.db")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)
