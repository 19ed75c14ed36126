"""Counts outlive the program, are shared, and trouble with their file stops nobody."""

import pytest

from app.store.counters import HOUR, CounterFile

DAY = 24 * HOUR
NOW = 1_700_000_000.0


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "counters.sqlite"


def test_counts_outlive_the_program(path):
    first = CounterFile(path)
    first.spend("tiles", 3, NOW)
    first.spend("tiles", 4, NOW + 10)
    first.spend("others", 9, NOW)
    first.close()

    second = CounterFile(path)

    assert second.used("tiles", NOW + 20, DAY) == 7
    assert second.used("unknown", NOW, DAY) == 0
    second.close()


def test_two_programs_count_together(path):
    one, other = CounterFile(path), CounterFile(path)

    for _ in range(5):
        one.spend("tiles", 1, NOW)
        other.spend("tiles", 1, NOW)

    assert one.used("tiles", NOW, DAY) == other.used("tiles", NOW, DAY) == 10
    one.close()
    other.close()


def test_a_day_later_nothing_counts(path):
    counters = CounterFile(path)
    counters.spend("tiles", 5, NOW)

    assert counters.used("tiles", NOW + DAY - 1, DAY) == 5
    assert counters.used("tiles", NOW + DAY + HOUR, DAY) == 0
    counters.close()


def test_it_says_when_there_is_room_again(path):
    """The hour in which most were spent leaves the day first; from then on fewer than the limit count."""
    counters = CounterFile(path)
    start = NOW // HOUR * HOUR
    counters.spend("tiles", 60, start)
    counters.spend("tiles", 40, start + 5 * HOUR)
    now = start + 6 * HOUR

    frees_at = counters.frees_at("tiles", now, DAY, 100)

    assert frees_at == start + HOUR + DAY
    assert counters.used("tiles", frees_at, DAY) == 40
    assert counters.used("tiles", frees_at - 1, DAY) == 100
    assert counters.frees_at("tiles", now, DAY, 101) == now
    assert counters.frees_at("tiles", now, DAY, 40) == start + 6 * HOUR + DAY
    counters.close()


def test_a_damaged_file_is_moved_aside(path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database, and it is long enough to be looked at as one" * 20)
    counters = CounterFile(path)

    counters.spend("tiles", 2, NOW)

    assert counters.used("tiles", NOW, DAY) == 2
    assert path.with_name(f"{path.name}.damaged-1").exists()
    counters.close()


def test_without_a_file_it_counts_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    counters = CounterFile(tmp_path / "file" / "counters.sqlite")

    counters.spend("tiles", 2, NOW)
    counters.spend("tiles", 1, NOW)

    assert counters.used("tiles", NOW, DAY) == 3
    assert counters.frees_at("tiles", NOW, DAY, 3) > NOW
