"""What stands still in a scene."""

import random

import pytest

from app.sandbox.canvas import Canvas
from app.sandbox.scenery import Street, draw_ground, draw_houses, draw_lanes, draw_sky


def scene() -> tuple[Canvas, Street]:
    return Canvas(960, 640, random.Random(2)), Street(280, 480, 480, 380, 640)


def test_street_narrows_to_the_vanishing_point():
    _, street = scene()

    assert street.at(0, 1) == (860, 640)
    assert street.at(1, 1) == (480, 280)


@pytest.mark.slow
def test_scenery_brings_its_labels():
    canvas, street = scene()

    draw_sky(canvas, "cloudy", 280)
    draw_houses(canvas, 280, "1900-01-01")
    draw_ground(canvas, street, is_country=False)
    draw_lanes(canvas, street, has_crossing=True)

    kinds = {one["geometryType"] for one in canvas.objects}
    assert kinds == {"alpha_mask", "polygon", "multipolygon", "line"}
    assert any(one["geometryType"] == "polygon" and one["points"]["interior"] for one in canvas.objects)
