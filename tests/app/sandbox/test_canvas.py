"""The drawing surface."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from app.sandbox.canvas import Canvas, encoded, points_of, shade


def test_box_fills_exactly_its_pixels():
    canvas = Canvas(10, 10, random.Random(1))
    canvas.box(2, 3, 5, 7, (255, 255, 255))

    white = np.asarray(canvas.finished())[:, :, 0] == 255

    assert white.sum() == 12
    assert white[3:7, 2:5].all()


def test_blend_follows_the_opacity():
    canvas = Canvas(8, 8, random.Random(1))

    canvas.blend(np.full((4, 4), 255, np.uint8), 2, 2, (200, 0, 0))

    assert np.asarray(canvas.finished())[2:6, 2:6, 0].tolist() == [[200] * 4] * 4


@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp"])
def test_encoded_pictures_open(mime):
    image = Image.open(io.BytesIO(encoded(Image.new("RGB", (4, 3)), mime)))

    assert (image.get_format_mimetype(), image.size, dict(image.getexif())) == (mime, (4, 3), {})


def test_labels_are_written_with_two_digits():
    canvas = Canvas(4, 4, random.Random(1))
    canvas.label("a", "point", points_of([(1.23456, 2.0)]))

    assert canvas.objects[0]["points"] == {"exterior": [[1.23, 2.0]], "interior": []}
    assert shade((200, 100, 0), 2) == (255, 200, 0)


def test_ring_is_cut_at_the_edges_of_the_picture():
    canvas = Canvas(10, 10, random.Random(1))

    assert canvas.clipped([(-5, 0), (5, 0), (5, 10), (-5, 10)]) == [(0, 0), (5, 0), (5, 10), (0, 10)]
    assert canvas.clipped([(5, 0), (15, 10), (5, 10)]) == [(5, 0), (10, 5), (10, 10), (5, 10)]
