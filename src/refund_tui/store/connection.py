"""One way to open a case file: pragmas, file modes, and the refusal of files that are newer or not ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from refund_tui.errors import CaseFileProblem, OlderFile
from refund_tui.reasons import reason
from refund_tui.store.header import APPLICATION_ID, SCHEMA_VERSION, uri

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 10.0


def explain(error: sqlite3.Error, path: Path) -> CaseFileProblem:
    """Turn what SQLite said about a file into one sentence that says what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    if primary == sqlite3.SQLITE_NOTADB:
        return CaseFileProblem("{path} is not a case file of refund-tui; name another with --db", path=path)
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CaseFileProblem("{path} is busy: another program holds it; try again", path=path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return CaseFileProblem(
            "{path} cannot be opened or written: check that the file and its folder are writable", path=path
        )
    if primary == sqlite3.SQLITE_FULL:
        return CaseFileProblem("no space left for {path}; nothing was changed", path=path)
    return CaseFileProblem("{path} is damaged ({why}); restore a copy", path=path, why=str(error))


def _marks(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Read application id, version and number of tables at one moment: another start may be making them now."""
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        ours = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        if alone and connection.in_transaction:
            connection.execute("COMMIT")
    return ours, version, tables


def _identity(connection: sqlite3.Connection, path: Path) -> int:
    """Give the file's schema version, 0 for an empty file. Raises for a foreign or newer one."""
    ours, version, tables = _marks(connection)
    if ours != APPLICATION_ID and (tables or ours or version):
        raise CaseFileProblem("{path} belongs to another program; name another file with --db", path=path)
    if version > SCHEMA_VERSION:
        raise CaseFileProblem(
            "{path} was written by a newer refund-tui (format {version}, this one knows {known}); update refund-tui",
            path=path,
            version=version,
            known=SCHEMA_VERSION,
        )
    return version


def _regular(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise CaseFileProblem("{path} is not a file; name a case file with --db", path=path)


def create(path: Path) -> None:
    """Make an empty file that only its owner can read, unless there is one; the folder too."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        _regular(path)
    except OSError as error:
        raise CaseFileProblem(
            "{path} cannot be made: {why}; choose another place with --db", path=path, why=reason(error)
        ) from error


def open_read(path: Path, timeout: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open a case file for reading only.

    Raises CaseFileProblem when it is missing, foreign or newer, OlderFile when it is older.
    """
    _regular(path)
    if not path.exists():
        raise CaseFileProblem("{path} does not exist; begin with add, import or demo", path=path)
    connection = None
    try:
        # Not `ro`: a journal that a killed writer left must be rolled back before anything can be read.
        connection = sqlite3.connect(uri(str(path.absolute()), "rw"), uri=True, timeout=timeout, isolation_level=None)
        connection.execute("PRAGMA query_only=ON")
        version = _identity(connection, path)
        if version == 0:
            raise CaseFileProblem("{path} holds no cases yet; begin with add, import or demo", path=path)
        if version < SCHEMA_VERSION:
            raise OlderFile("{path} was written by an older refund-tui; open it with this one first", path=path)
        return connection
    except sqlite3.Error as error:
        if connection is not None:
            connection.close()
        raise explain(error, path) from error
    except CaseFileProblem:
        if connection is not None:
            connection.close()
        raise


def _open_write(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(uri(str(path.absolute()), "rw"), uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        _identity(connection, path)  # before any pragma that may touch the file
        # Rollback journal: no WAL-reset bug of older SQLite, a lone copied file is whole, a moved file is noticed.
        for pragma in (
            "journal_mode=TRUNCATE",
            "synchronous=EXTRA",
            "cell_size_check=ON",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    from sqlite_utils import Database

    from refund_tui.store.schema import migrations

    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _identity(connection, path) < SCHEMA_VERSION:
            migrations.apply(Database(connection, execute_plugins=False))
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


@contextmanager
def write(path: Path, *, may_create: bool = False) -> Iterator[Database]:
    """Run one transaction on a case file: BEGIN IMMEDIATE, then COMMIT, or ROLLBACK when anything raises.

    Makes the file first with `may_create`. Raises CaseFileProblem for files that cannot be used.
    """
    if may_create:
        create(path)
    elif not path.exists():
        raise CaseFileProblem("{path} does not exist; begin with add, import or demo", path=path)
    _regular(path)
    try:
        connection = _open_write(path)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    try:
        yield from _transaction(connection, path)
    except sqlite3.Error as error:
        raise explain(error, path) from error
    finally:
        connection.close()


def _transaction(connection: sqlite3.Connection, path: Path) -> Iterator[Database]:
    from sqlite_utils import Database

    if _identity(connection, path) < SCHEMA_VERSION:
        _migrate(connection, path)
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield Database(connection, execute_plugins=False)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
