import pytest

from ui import text


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, "—"),
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (4_900_000_000, "4.9 GB"),
        (999_960, "1.0 MB"),
        (99_940_000, "99.9 MB"),
        (99_960_000, "100 MB"),
        (212_400_000_000, "212 GB"),
    ],
)
def test_sizes_are_si_and_roll_over(size, expected):
    assert text.bytes_text(size) == expected


@pytest.mark.parametrize(
    ("done", "total", "expected"),
    [
        (2_700_000_000, 5_900_000_000, "2.7 / 5.9 GB"),
        (100_000, 900_000_000, "0.1 / 900 MB"),
        (5, 5, "5 B"),
        (9_000, 9_000, "9.0 kB"),
    ],
)
def test_a_pair_of_sizes_has_one_unit(done, total, expected):
    assert text.bytes_pair_text(done, total) == expected


@pytest.mark.parametrize(("rate", "expected"), [(None, "—"), (0.0, "—"), (48_200_000, "48.2 MB/s"), (12.0, "12 B/s")])
def test_a_rate_of_nothing_is_a_dash(rate, expected):
    assert text.rate_text(rate) == expected


@pytest.mark.parametrize(("rate", "expected"), [(None, "—"), (0.01, "—"), (6.61, "6.6"), (66.4, "66"), (3100, "3,100")])
def test_item_rates_have_a_decimal_only_when_small(rate, expected):
    assert text.items_rate_text(rate) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(None, "—"), (8, "8 s"), (280, "4 m 40 s"), (59.6, "1 m 00 s"), (4200, "1 h 10 m"), (183600, "2 d 3 h")],
)
def test_durations_have_two_units_at_most(seconds, expected):
    assert text.duration_text(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(10, "under a minute"), (300, "≈ 5 min"), (4200, "≈ 1 h 10 min"), (7200, "≈ 2 h")],
)
def test_a_rough_time_is_marked_as_rough(seconds, expected):
    assert text.about_text(seconds) == expected


@pytest.mark.parametrize(("seconds", "expected"), [(41, "0:41"), (0, "0:00"), (40.2, "0:41"), (3723, "1:02:03")])
def test_a_countdown_ends_at_zero(seconds, expected):
    assert text.countdown_text(seconds) == expected


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(None, None, "—"), (60, 60, "1 m 00 s"), (120, 240, "2 m 00 s – 4 m 00 s"), (100, 105, "1 m 40 s")],
)
def test_time_left_is_a_range_while_it_is_vague(low, high, expected):
    assert text.left_text(low, high) == expected


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((5, 5, 5), "5 B"),
        ((4_800_000_000, 5_900_000_000, 7_100_000_000), "≈ 5.9 GB (4.8 – 7.1 GB)"),
        ((14_000_000_000, 17_500_000_000, 20_100_000_000), "≈ 17.5 GB (14 – 20 GB)"),
        ((900_000, 1_000_000, 1_200_000), "≈ 1.0 MB (900 kB – 1.2 MB)"),
        ((995, 1000, 1005), "≈ 1.0 kB"),
    ],
)
def test_an_estimate_shows_how_sure_it_is(sizes, expected):
    assert text.range_text(*sizes) == expected


@pytest.mark.parametrize(
    ("done", "total", "expected"), [(0, 0, "0 %"), (46, 100, "46 %"), (9_999, 10_000, "99 %"), (7, 7, "100 %")]
)
def test_a_hundred_percent_is_said_only_when_nothing_is_left(done, total, expected):
    assert text.percent_text(done, total) == expected


def test_counts_are_separated_and_plural():
    assert text.count_text(12431) == "12,431"
    assert text.count_text(None) == "—"
    assert text.plural(1, "item") == "1 item"
    assert text.plural(2, "class", "classes") == "2 classes"


@pytest.fixture
def german():
    text.use_marks(".", ",")
    yield
    text.use_marks(",", ".")


def test_numbers_have_the_marks_of_the_region(german):
    assert text.bytes_text(4_900_000_000) == "4,9 GB"
    assert text.bytes_pair_text(2_700_000_000, 5_900_000_000) == "2,7 / 5,9 GB"
    assert text.plural(12431, "item") == "12.431 items"
    assert text.items_rate_text(6.6) == "6,6"
    assert text.items_rate_text(1234.0) == "1.234"
    assert text.range_text(4_800_000_000, 5_900_000_000, 7_100_000_000) == "≈ 5,9 GB (4,8 – 7,1 GB)"


def test_a_name_without_spaces_can_be_broken_and_others_stay_as_they_are():
    assert text.breakable_text("street-signs-v7, whole project") == "street-signs-v7, whole project"
    assert text.breakable_text("x" * 45) == f"{'x' * 20}\u200b{'x' * 20}\u200b{'x' * 5}"


ABOUT = {0: "≈ 0", 57: "≈ 57", 1934: "≈ 1,900", 46_123: "≈ 46,000", 9_960: "≈ 10,000"}


@pytest.mark.parametrize(("count", "words"), ABOUT.items(), ids=str)
def test_an_estimated_count_has_two_figures(count, words):
    assert text.about_count_text(count) == words
