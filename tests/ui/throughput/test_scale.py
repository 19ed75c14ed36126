import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.throughput.scale import RateScale, age_text, ticks, time_labels

MB = 1e6


@pytest.mark.parametrize(
    ("top", "labels", "unit"),
    [
        (61.3 * MB, ("0", "20", "40", "60", "80"), "MB/s"),
        (1.8 * MB, ("0", "0.5", "1", "1.5", "2"), "MB/s"),
        (900e3, ("0", "0.5", "1"), "MB/s"),
        (0, ("0", "0.5", "1"), "kB/s"),
        (2.2e9, ("0", "1", "2", "3"), "GB/s"),
    ],
)
def test_lines_stand_at_round_numbers(top, labels, unit):
    found = ticks(top)

    assert (found.labels, found.unit) == (labels, unit)
    assert found.top >= top


@given(st.floats(0, 1e11))
def test_every_rate_fits_under_few_lines(top):
    found = ticks(top)

    assert found.top >= top
    assert 3 <= len(found.values) <= 6
    assert found.values[0] == 0
    assert found.values[-1] == pytest.approx(found.top)


def test_the_axis_grows_at_once_and_shrinks_after_ten_seconds():
    scale = RateScale()

    tall = scale.fit(60 * MB, 0.0).top
    soon = scale.fit(5 * MB, 5.0).top
    still = scale.fit(7 * MB, 14.0).top
    late = scale.fit(5 * MB, 15.0).top

    assert tall >= 60 * MB
    assert soon == still == tall
    assert 7 * MB <= late < tall


def test_a_new_height_starts_the_wait_again():
    scale = RateScale()
    scale.fit(60 * MB, 0.0)
    scale.fit(5 * MB, 5.0)

    tall = scale.fit(61 * MB, 9.0).top

    assert scale.fit(5 * MB, 16.0).top == tall


def test_another_window_fits_at_once():
    scale = RateScale()
    scale.fit(60 * MB, 0.0)

    assert scale.jump(1 * MB).top < 3 * MB


@pytest.mark.parametrize(
    ("window", "labels"),
    [
        (60, ["−1 min", "−30 s", "now"]),
        (300, ["−5 min", "−2:30", "now"]),
        (1800, ["−30 min", "−15 min", "now"]),
        (10800, ["−3 h", "−1:30 h", "now"]),
        (86400, ["−24 h", "−12 h", "now"]),
    ],
)
def test_the_time_axis_is_labelled_at_ends_and_middle(window, labels):
    assert [words for _, words in time_labels(window)] == labels
    assert age_text(0) == "0 s"
