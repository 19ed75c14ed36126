"""How option values are read."""

from argparse import ArgumentTypeError

import pytest

from app.cli import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5000000", 5_000_000),
        ("5MB", 5_000_000),
        ("5 MB/s", 5_000_000),
        ("1.5M", 1_500_000),
        ("300k", 300_000),
        ("4MiB", 4 * 1024**2),
        ("2GBps", 2_000_000_000),
    ],
)
def test_rates_are_read_as_people_write_them(text, expected):
    assert values.rate(text) == expected


@pytest.mark.parametrize("text", ["", "0", "-5", "fast", "5MBit/h", "0.2"])
def test_rates_that_mean_nothing_are_refused(text):
    with pytest.raises(ArgumentTypeError):
        values.rate(text)


@pytest.mark.parametrize(("text", "expected"), [("auto", None), ("8", 8)])
def test_workers_are_a_number_or_learn(text, expected):
    assert values.workers(text) == expected


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.count, "0"),
        (values.count, "-3"),
        (values.count, "many"),
        (values.batch_size, "501"),
        (values.workers, "0"),
        (values.identifier, "abc"),
        (values.port, "70000"),
        (values.milliseconds, "-1"),
    ],
)
def test_numbers_out_of_bounds_are_refused_with_a_sentence(read, text):
    with pytest.raises(ArgumentTypeError, match=r"does not fit|is not a whole number"):
        read(text)
