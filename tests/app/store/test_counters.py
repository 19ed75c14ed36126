"""Counts of calls per hour."""

import sqlite3
from pathlib import Path

import pytest

from app.store.counters import HOUR, KEPT_HOURS, CounterFile

NOON = 472_222 * HOUR  # a whole hour
DAY = 24 * HOUR


@pytest.fixture
def counters(tmp_path: Path):
    made = CounterFile(tmp_path / "deep" / "counters.db")
    yield made
    made.close()


def test_what_was_spent_lately_is_added_up(counters: CounterFile):
    counters.spend("tiles", 3, NOON)
    counters.spend("tiles", 4, NOON + 10)
    counters.spend("tiles", 5, NOON + 5 * HOUR)
    counters.spend("other", 9, NOON)

    assert counters.used("tiles", NOON + 5 * HOUR, DAY) == 12
    assert counters.used("tiles", NOON + 5 * HOUR, HOUR) == 5
    assert counters.used("nobody", NOON, DAY) == 0


def test_an_hour_counts_until_all_of_it_is_over(counters: CounterFile):
    """Rather too much than too little: a call of 12:59 counts until 13:00 of the next day."""
    counters.spend("tiles", 7, NOON + 59 * 60)

    assert counters.used("tiles", NOON + DAY + 59 * 60, DAY) == 7
    assert counters.used("tiles", NOON + DAY + HOUR, DAY) == 0


def test_the_time_when_there_is_room_again_is_known(counters: CounterFile):
    counters.spend("tiles", 6, NOON)
    counters.spend("tiles", 6, NOON + 3 * HOUR)
    now = NOON + 4 * HOUR

    assert counters.frees_at("tiles", now, DAY, 100) == now
    assert counters.frees_at("tiles", now, DAY, 10) == NOON + HOUR + DAY
    assert counters.frees_at("tiles", now, DAY, 5) == NOON + 4 * HOUR + DAY
    frees = counters.frees_at("tiles", now, DAY, 10)
    assert counters.used("tiles", frees, DAY) < 10


def test_two_programs_count_together(tmp_path: Path):
    first, second = CounterFile(tmp_path / "c.db"), CounterFile(tmp_path / "c.db")

    first.spend("tiles", 1, NOON)
    second.spend("tiles", 2, NOON)
    seen = first.used("tiles", NOON, DAY), second.used("tiles", NOON, DAY)
    first.close()
    second.close()

    assert seen == (3, 3)


def test_old_hours_are_forgotten(counters: CounterFile, tmp_path: Path):
    counters.spend("tiles", 1, NOON)
    counters.spend("tiles", 1, NOON + (KEPT_HOURS + 1) * HOUR)
    counters.close()

    connection = sqlite3.connect(tmp_path / "deep" / "counters.db")
    rows = connection.execute("SELECT count(*) FROM spent").fetchone()
    connection.close()

    assert rows == (1,)


def test_a_broken_file_is_moved_aside_and_counting_goes_on(tmp_path: Path):
    path = tmp_path / "c.db"
    path.write_bytes(b"no database at all " * 400)
    counters = CounterFile(path)

    counters.spend("tiles", 2, NOON)
    used = counters.used("tiles", NOON, DAY)
    counters.close()

    assert used == 2
    assert path.with_name("c.db.damaged-1").exists()


def test_a_place_that_takes_no_file_is_no_reason_to_stop(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    counters = CounterFile(tmp_path / "file" / "c.db")

    counters.spend("tiles", 2, NOON)
    used = counters.used("tiles", NOON, DAY)
    counters.close()

    assert used == 2
