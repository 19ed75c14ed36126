"""Tests of app.model.exporter."""

from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, converts


def test_what_two_readers_found_adds_up_and_keeps_the_first_sentences():
    first = Checked(1, 2, 1, ("a",))
    second = Checked(3, 4, 9, tuple("bcdefghij"))

    total = first + second

    assert (total.images, total.shapes, total.differences) == (4, 6, 10)
    assert total.first == ("a", *"bcdefghij")[:MOST_SENTENCES]


class Plain:
    """Has what the driver asks for here, and no more."""


class Drawing(Plain):
    def converts(self, image):
        return image.file.endswith(".png")


def test_a_writer_that_draws_no_picture_need_not_say_so():
    png, jpg = (ExportImage(0, "", name, name, 1, 1) for name in ("a.png", "a.jpg"))

    assert [converts(writer, one) for writer in (Plain(), Drawing()) for one in (png, jpg)] == [
        False,
        False,
        True,
        False,
    ]
