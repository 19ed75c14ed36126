import sqlite3
from pathlib import Path

import pytest

from app.model.failure import FailedError, FailureKind
from app.store.ledger import Ledger
from app.store.schema import APPLICATION_ID, BALLAST_BYTES, TABLES, ballast_path, disk_error, drop_ballast, open_file


def value(connection: sqlite3.Connection, pragma: str) -> object:
    return connection.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_the_file_is_opened_for_safety(tmp_path: Path) -> None:
    connection = open_file(tmp_path / "deep" / "ledger.db", check=False)

    assert value(connection, "foreign_keys") == 1
    assert value(connection, "trusted_schema") == 0
    assert value(connection, "cell_size_check") == 1
    modes = {"wal": 2, "truncate": 3}
    assert modes[str(value(connection, "journal_mode"))] == value(connection, "synchronous")
    connection.close()


@pytest.mark.parametrize("junk", [b"not a database at all, just words" * 100, b""], ids=["junk", "empty"])
def test_a_damaged_file_is_moved_aside_and_never_deleted(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(junk)

    connection = open_file(path, check=True)

    assert connection.execute("SELECT count(*) FROM jobs").fetchone() == (0,)
    connection.close()
    if junk:
        assert (tmp_path / "ledger.db.damaged-1").read_bytes() == junk


def test_torn_pages_are_found_when_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    connection = open_file(path, check=False)
    connection.executemany("INSERT INTO gates VALUES (?, 1.0)", [(f"host {n}" * 20,) for n in range(500)])
    connection.close()
    body = bytearray(path.read_bytes())
    body[len(body) // 2 : len(body) // 2 + 6000] = b"\xee" * 6000
    path.write_bytes(body)

    connection = open_file(path, check=True)

    assert connection.execute("SELECT count(*) FROM gates").fetchone() == (0,)
    assert (tmp_path / "ledger.db.damaged-1").exists()
    connection.close()


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    connection = open_file(path, check=False)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(FailedError, match="newer version"):
        open_file(path, check=False)

    assert path.read_bytes() == before


def test_ballast_is_there_to_be_given_up(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_file(path, check=False).close()
    size = ballast_path(path).stat().st_size

    assert size == BALLAST_BYTES
    assert drop_ballast(path)
    assert not drop_ballast(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("database or disk is full", "disk"),
        ("database is locked", "Another program"),
        ("disk I/O error", "Cannot save"),
    ],
)
def test_errors_are_told_in_words(tmp_path: Path, text: str, words: str) -> None:
    failure = disk_error(sqlite3.OperationalError(text), tmp_path / "ledger.db").failure

    assert failure.kind is FailureKind.DISK
    assert words in failure.sentence()


def test_a_folder_that_cannot_be_made_is_a_disk_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(FailedError, match="Cannot save progress"):
        open_file(tmp_path / "file" / "ledger.db", check=False)


OLD_TABLES = ("tiles_failed INTEGER NOT NULL DEFAULT 0", "tile INTEGER,")


def an_old_ledger(path: Path) -> None:
    """Write a ledger as version 1 had it, with one job and one task."""
    text = TABLES.replace(",\n    tiles_failed INTEGER NOT NULL DEFAULT 0", "").replace("    tile INTEGER,\n", "")
    start = text.index("CREATE TABLE tiles")
    text = text[:start] + text[text.index("CREATE TABLE failures") :]
    assert not any(part in text for part in OLD_TABLES)
    connection = sqlite3.connect(path)
    connection.executescript(text)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.execute(
        "INSERT INTO jobs (id, ticket, title, source, account, destination, spec, state, position, added_at)"
        " VALUES (7, '', 'Old', 'supervisely', 'k', '/d', '{\"source\":\"supervisely\"}', 'queued', 1, 1)"
    )
    connection.execute(
        "INSERT INTO tasks (job_id, seq, key, dataset, name, version, payload) VALUES (7,0,'1',0,'a','','{}')"
    )
    connection.commit()
    connection.close()


def test_a_ledger_of_the_last_version_is_upgraded_with_a_copy_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    an_old_ledger(path)
    before = sqlite3.connect(path).execute("SELECT count(*) FROM tasks").fetchone()

    ledger = Ledger.open(path)
    job = ledger.jobs.get(7)
    ledger.tiles.begin(7, ["14/1/1"])
    ledger.close()
    again = Ledger.open(path)
    again.close()

    assert job is not None
    assert (job.title, job.counts.tiles_failed) == ("Old", 0)
    copy = sqlite3.connect(tmp_path / "ledger.db.version-1")
    assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    assert copy.execute("SELECT count(*) FROM tasks").fetchone() == before == (1,)
    copy.close()
    assert sorted(found.name for found in tmp_path.glob("ledger.db.version-*")) == ["ledger.db.version-1"]
