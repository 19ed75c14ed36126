"""Delays and Retry-After."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.net.backoff import CAP, MOST_SECONDS, delay, retry_after

DATE = "Tue, 14 Nov 2023 22:13:20 GMT"


@given(st.integers(0, 10_000), st.floats(0, 0.999999))
def test_a_delay_stays_within_its_bound(attempt, chance):
    assert 0 <= delay(attempt, chance) <= CAP


def test_bounds_double():
    assert [delay(attempt, 1.0) for attempt in (1, 2, 3, 8, 99)] == [0.5, 1.0, 2.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("value", "seconds", "is_huge"),
    [
        ("7", 7.0, False),
        (" 0 ", 0.0, False),
        ("-5", 0.0, False),
        ("1.5", 1.5, False),
        ("soon", 30.0, False),
        ("", 30.0, False),
        ("90000", 90000.0, True),
        ("9" * 400, MOST_SECONDS, True),
        ("Tue, 14 Nov 2023 22:13:27 GMT", 7.0, False),
        ("Tue, 14 Nov 2023 22:13:00 GMT", 0.0, False),
    ],
)
def test_retry_after_is_read(value, seconds, is_huge):
    pause = retry_after(value, date=DATE, now=0.0)

    assert (pause.seconds, pause.is_huge) == (seconds, is_huge)


def test_a_date_counts_from_our_clock_when_the_answer_has_none():
    assert retry_after(DATE, date=None, now=1_700_000_000.0 - 9).seconds == 9.0
    assert retry_after(None, date=DATE, now=0.0) is None


@given(st.text())
def test_no_text_breaks_the_parser(text):
    pause = retry_after(text, date=text, now=1.7e9)

    assert 0 <= pause.seconds <= MOST_SECONDS
    assert pause.gate <= 6 * 3600
