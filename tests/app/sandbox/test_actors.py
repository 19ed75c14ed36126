"""What moves or stands along a street."""

import random

import numpy as np
import pytest

from app.sandbox import actors
from app.sandbox.canvas import Canvas
from app.sandbox.figure_box import box_of


@pytest.mark.parametrize(
    ("draw", "kind"),
    [
        (lambda c: actors.add_car(c, 100, 150, 80, is_parked=True), "rectangle"),
        (lambda c: actors.add_van(c, 60, 150, 60), "cuboid_2d"),
        (lambda c: actors.add_person(c, 100, 180, 120), "graph"),
        (lambda c: actors.add_tree(c, 100, 190, 120), "bitmap"),
        (lambda c: actors.add_lamp(c, 100, 190, 120), "point"),
        (lambda c: actors.add_sign(c, 100, 190, 120), "rectangle"),
        (lambda c: actors.add_banner(c, 60, 60, 90), "oriented_bbox"),
        (lambda c: actors.add_bin(c, 100, 150, 60), "rectangle"),
    ],
    ids=["car", "van", "person", "tree", "lamp", "sign", "banner", "bin"],
)
def test_label_lies_on_paint(draw, kind):
    canvas = Canvas(200, 200, random.Random(3))

    draw(canvas)

    (label,) = canvas.objects
    assert label["geometryType"] == kind
    top, left, bottom, right = (int(v) for v in box_of(label))
    painted = np.asarray(canvas.finished()).max(axis=2) > 0
    assert painted[top : bottom + 1, left : right + 1].any()
