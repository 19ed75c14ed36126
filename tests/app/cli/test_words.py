"""Numbers and foreign text on a terminal."""

import pytest

from app.cli import words


@pytest.mark.parametrize(
    ("size", "expected"),
    [(None, "—"), (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (4_900_000_000, "4.9 GB")],
)
def test_sizes_are_told_in_si_units(size, expected):
    assert words.bytes_text(size) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.84, "0.8 s"), (42, "42 s"), (280, "4 m 40 s"), (4200, "1 h 10 m"), (-1, "0.0 s")]
)
def test_times_are_told_in_two_units(seconds, expected):
    assert words.duration_text(seconds) == expected


def test_a_rate_of_nothing_is_a_dash():
    assert (words.rate_text(0), words.rate_text(48_200_000)) == ("—", "48.2 MB/s")


def test_counts_know_one_and_many():
    assert [words.count_text(n, "class", "classes") for n in (1, 12_431)] == ["1 class", "12,431 classes"]


def test_an_exact_size_has_no_range():
    assert words.range_text(5, 5, 5) == "5 B"
    assert words.range_text(4_800, 5_900, 7_100) == "≈ 5.9 kB (4.8 kB – 7.1 kB)"


def test_a_name_cannot_steer_the_terminal():
    assert "\x1b" not in words.printable("\x1b]0;owned\x07cat\n")
    assert words.printable("Straße 猫") == "Straße 猫"
