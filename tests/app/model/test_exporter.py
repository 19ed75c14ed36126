"""Tests of app.model.exporter."""

from app.model.exporter import MOST_SENTENCES, Checked


def test_what_two_readers_found_adds_up_and_keeps_the_first_sentences():
    first = Checked(1, 2, 1, ("a",))
    second = Checked(3, 4, 9, tuple("bcdefghij"))

    total = first + second

    assert (total.images, total.shapes, total.differences) == (4, 6, 10)
    assert total.first == ("a", *"bcdefghij")[:MOST_SENTENCES]
