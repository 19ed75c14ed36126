"""How option values are read."""

from argparse import ArgumentTypeError

import pytest

from app.cli import values
from app.model.harvest import TableKind


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


@pytest.mark.parametrize(
    ("read", "text", "expected"),
    [
        (values.fetch_workers, "auto", None),
        (values.fetch_workers, "64", 64),
        (values.metadata_batch, "50", 50),
        (values.image_ids, "1234567890123456,25000000000000001", ("1234567890123456", "25000000000000001")),
        (values.words, "id,geometry, thumb_1024_url,id", ("id", "geometry", "thumb_1024_url")),
        (values.day, "2024-05-31", "2024-05-31"),
        (values.day, "2024-05-31T10:00:00+02:00", "2024-05-31T10:00:00+02:00"),
        (values.metres, "5", 5.0),
        (values.metres, "2.5m", 2.5),
        (values.share, "0.7", 0.7),
        (values.tables, "geojson,csv", (TableKind.GEOJSON, TableKind.CSV)),
        (values.tables, "none", ()),
    ],
)
def test_values_of_a_harvest_are_read(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (values.fetch_workers, "65", "does not fit"),
        (values.metadata_batch, "51", "does not fit"),
        (values.image_ids, "12,x", "not a whole number"),
        (values.day, "31.5.2024", "no date"),
        (values.metres, "-1", "distance"),
        (values.metres, "nan", "distance"),
        (values.metres, "far", "not a number"),
        (values.share, "1.5", "from 0 to 1"),
        (values.tables, "geojson,xlsx", "no form of a table"),
    ],
)
def test_values_that_a_harvest_cannot_use_are_refused_with_a_sentence(read, text, words):
    with pytest.raises(ArgumentTypeError, match=words):
        read(text)


def test_formats_that_may_follow_are_read_with_commas():
    assert values.formats("coco,yolo-pose coco") == ("coco", "yolo-pose")
    with pytest.raises(ArgumentTypeError, match="no format 'supervisely'"):
        values.formats("supervisely")


@pytest.mark.parametrize("text", ["car", "=car", "car=", ""])
def test_a_pair_has_two_sides(text):
    with pytest.raises(ArgumentTypeError, match="OLD=NEW"):
        values.pair(text)


def test_a_pair_is_parted_at_the_first_sign():
    assert values.pair("a=b=c") == ("a", "b=c")


def test_a_name_may_have_an_equals_sign_of_its_own():
    assert values.pair(r"a\=b=c=d") == ("a=b", "c=d")
    assert values.pair(r"a\b=c") == (r"a\b", "c")
