"""The file behind the ledger: tables, how it is opened, what happens when it is damaged, full or too new.

Journal: SQLite before 3.51.3 can corrupt a write-ahead log that several connections use (WAL-reset bug), so older
libraries get a rollback journal with every sync there is.
"""

import contextlib
import logging
import os
import sqlite3
from pathlib import Path

from app.model.failure import FailedError, Failure, FailureKind

log = logging.getLogger(__name__)

APPLICATION_ID = 0x574E4452  # "WNDR"
VERSION = 2
SAFE_WAL = (3, 51, 3)
BUSY_MS = 5_000
BALLAST_BYTES = 8 * 1024 * 1024

TILES = """\
CREATE TABLE tiles (
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (job_id, number),
    UNIQUE (job_id, key)
) STRICT, WITHOUT ROWID;
"""

TABLES = f"""
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket TEXT NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    account TEXT NOT NULL,
    destination TEXT NOT NULL,
    spec TEXT NOT NULL,
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    listed INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    already_here INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    unverified INTEGER NOT NULL DEFAULT 0,
    bytes_done INTEGER NOT NULL DEFAULT 0,
    bytes_total INTEGER NOT NULL DEFAULT 0,
    is_planned INTEGER NOT NULL DEFAULT 0,
    names_changed INTEGER NOT NULL DEFAULT 0,
    added_at REAL NOT NULL,
    started_at REAL,
    finished_at REAL,
    active_seconds REAL NOT NULL DEFAULT 0,
    failure TEXT,
    workers INTEGER,
    rate_limit INTEGER,
    last_batch BLOB NOT NULL DEFAULT x'',
    tiles_failed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE folders (
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    parent TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    mapped TEXT NOT NULL,
    PRIMARY KEY (job_id, parent, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE datasets (
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    key TEXT NOT NULL,
    folder TEXT NOT NULL,
    PRIMARY KEY (job_id, number),
    UNIQUE (job_id, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE tasks (
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    key TEXT NOT NULL,
    dataset INTEGER NOT NULL,
    name TEXT NOT NULL,
    mapped TEXT,
    size INTEGER,
    sha256 BLOB,
    version TEXT NOT NULL,
    payload TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    failure INTEGER,
    tile INTEGER,
    PRIMARY KEY (job_id, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tasks_by_key ON tasks (job_id, key);
CREATE INDEX tasks_in_trouble ON tasks (job_id, state, seq) WHERE state >= 3;
{TILES}CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    hint TEXT NOT NULL,
    detail TEXT NOT NULL,
    status INTEGER,
    UNIQUE (job_id, kind, title, hint)
) STRICT;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY,
    job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    at REAL NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX notes_by_job ON notes (job_id, id);
CREATE TABLE attempts (
    name TEXT PRIMARY KEY,
    destination TEXT NOT NULL,
    at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE gates (
    host TEXT PRIMARY KEY,
    until REAL NOT NULL
) STRICT, WITHOUT ROWID;
"""

# What each older version lacks; the file is copied aside before anything is changed.
UPGRADES = {
    1: f"""
ALTER TABLE jobs ADD COLUMN tiles_failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN tile INTEGER;
{TILES}""",
}


def disk_error(error: Exception, path: Path) -> FailedError:
    """Return the failure for an error of SQLite or of the system about the ledger file."""
    text = str(error)
    if "full" in text:
        title, hint = "The disk with Windrow’s own notes is full.", "Free some space; downloads go on by themselves."
    elif "locked" in text or "busy" in text:
        title, hint = "Another program holds Windrow’s notes.", "Close it; downloads go on by themselves."
    else:
        title, hint = (
            f"Cannot save progress in {path.parent}.",
            "Check that the folder is writable and the disk is well.",
        )
    return FailedError(Failure(FailureKind.DISK, title, hint, detail=text))


def open_file(path: Path, *, check: bool) -> sqlite3.Connection:
    """Return a connection to the ledger file with its tables in place.

    Args:
        path: The file; made when absent. A damaged one is moved aside, never deleted.
        check: Walk through the whole file first, as after a run that did not end in order.

    Raises:
        FailedError: DISK: the folder cannot be written, or the file is newer than this program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = _connect(path, check=check)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                raise
            move_aside(path)
            connection = _connect(path, check=False)
        keep_ballast(path)
    except (sqlite3.Error, OSError) as error:
        raise disk_error(error, path) from error
    return connection


def _connect(path: Path, *, check: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    try:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if sqlite3.sqlite_version_info >= SAFE_WAL:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        else:
            connection.execute("PRAGMA journal_mode=TRUNCATE")
            connection.execute("PRAGMA synchronous=EXTRA")
        for setting in ("mmap_size=0", "cell_size_check=ON", "trusted_schema=OFF", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("PRAGMA cache_size=-6000")
        if check and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("malformed")
        _make_tables(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _make_tables(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if version == VERSION and application == APPLICATION_ID:
        return
    if application == APPLICATION_ID and version > VERSION:
        raise FailedError(
            Failure(
                FailureKind.DISK,
                "Windrow’s notes were written by a newer version.",
                "Install that version again, or choose another home folder.",
                detail=f"{path.name} has version {version}, this program knows {VERSION}",
            )
        )
    if application == APPLICATION_ID and version in UPGRADES:
        keep_copy(connection, path, version)
    connection.execute("BEGIN IMMEDIATE")
    try:
        (count,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if count == 0:
            _execute_all(connection, TABLES)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={VERSION}")
        elif application == APPLICATION_ID and version in UPGRADES:
            for step in range(version, VERSION):
                _execute_all(connection, UPGRADES[step])
            connection.execute(f"PRAGMA user_version={VERSION}")
            log.info("the job list was upgraded from version %d to %d; a copy was kept", version, VERSION)
        elif version != VERSION:
            raise sqlite3.DatabaseError("malformed: these are not our tables")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _execute_all(connection: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


def keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> Path:
    """Copy a ledger beside itself before it is upgraded; an older copy of the same version stays."""
    copy = path.with_name(f"{path.name}.version-{version}")
    if not copy.exists():
        connection.execute("VACUUM INTO ?", (str(copy),))
    return copy


def move_aside(path: Path) -> Path:
    """Rename a damaged ledger and its journal to the first free `….damaged-<n>`; return the new path."""
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    for suffix in ("-journal", "-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
    return aside


def ballast_path(path: Path) -> Path:
    """Return the file that is given up when the disk is full, so that a pause can still be written down."""
    return path.with_name(path.name + ".ballast")


def keep_ballast(path: Path) -> None:
    """Make the ballast file when it is missing and there is room for it."""
    ballast = ballast_path(path)
    if ballast.exists():
        return
    with contextlib.suppress(OSError):
        usage = os.statvfs(path.parent) if hasattr(os, "statvfs") else None
        if usage is not None and usage.f_bavail * usage.f_frsize < 8 * BALLAST_BYTES:
            return
        ballast.write_bytes(b"\0" * BALLAST_BYTES)


def drop_ballast(path: Path) -> bool:
    """Give up the ballast; return whether there was any."""
    try:
        ballast_path(path).unlink()
    except OSError:
        return False
    return True
