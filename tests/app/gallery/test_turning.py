"""How pictures lie that EXIF turns, and how labels lie on them."""

import pytest

from app.gallery.turning import is_shown_turned, orientation_of, turned_rule, turned_size

WIDE, TALL = (400, 300), (300, 400)


@pytest.mark.parametrize(
    ("stored", "orientation", "annotated", "expected"),
    [
        (WIDE, 1, WIDE, False),
        (WIDE, 6, TALL, True),
        (WIDE, 8, TALL, True),
        (WIDE, 5, WIDE, False),
        (WIDE, 6, WIDE, False),
        (WIDE, 6, (0, 0), True),
        (WIDE, 6, (100, 75), True),
        (WIDE, 3, WIDE, True),
        (WIDE, 2, WIDE, True),
        ((300, 300), 6, (300, 300), True),
    ],
    ids=[
        "upright",
        "labels on the turned one, clockwise",
        "labels on the turned one, counter-clockwise",
        "labels on the stored one, mirrored",
        "labels on the stored one",
        "annotation says no size",
        "annotation has another size",
        "upside down fits both",
        "mirrored fits both",
        "square fits both",
    ],
)
def test_the_size_of_the_annotation_decides_whether_a_picture_is_turned(stored, orientation, annotated, expected):
    assert is_shown_turned(stored, orientation, annotated) is expected


@pytest.mark.parametrize(
    ("orientation", "annotated", "words"),
    [
        (1, TALL, ""),
        (6, TALL, "labels lie on that"),
        (6, WIDE, "Shown as it is stored"),
        (3, WIDE, "same both ways"),
        (6, (0, 0), "does not say"),
        (6, (10, 10), "fits neither"),
    ],
    ids=["upright", "turned", "stored", "both", "unknown", "neither"],
)
def test_the_rule_is_told_in_a_sentence(orientation, annotated, words):
    rule = turned_rule(WIDE, orientation, annotated)

    assert words in rule
    assert bool(rule) is (orientation != 1)


@pytest.mark.parametrize("value", [0, 9, -1, None, "6", 6.0, (6,)])
def test_an_orientation_that_exif_does_not_know_counts_as_upright(value):
    assert orientation_of(value) == 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_only_quarter_turns_exchange_the_sides(orientation):
    assert turned_size(WIDE, orientation) == (TALL if orientation >= 5 else WIDE)
