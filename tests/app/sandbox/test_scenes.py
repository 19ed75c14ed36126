"""Street scenes: the same each time, labels where things are."""

import random

import numpy as np
import pytest

from app.sandbox import actors
from app.sandbox.canvas import Canvas
from app.sandbox.figure_box import box_of
from app.sandbox.scenes import HEIGHT, WIDTH, draw_scene, seeded_problems


@pytest.mark.slow
def test_same_number_gives_the_same_bytes_and_labels():
    assert draw_scene("crossings", 3) == draw_scene("crossings", 3)
    assert draw_scene("crossings", 3).body != draw_scene("crossings", 4).body


@pytest.mark.slow
def test_labels_lie_inside_the_picture():
    for place in ("streets", "crossings", "outskirts"):
        for number in range(3):
            for one in draw_scene(place, number).document["objects"]:
                top, left, bottom, right = box_of(one)
                inside = (top >= -1, left >= -30, bottom <= HEIGHT + 1, right <= WIDTH + 30)
                assert all(inside), one


def test_mask_of_a_tree_is_what_was_painted():
    canvas = Canvas(300, 300, random.Random(5))
    actors.add_tree(canvas, 150, 280, 200)
    (label,) = canvas.objects
    top, left, bottom, right = box_of(label)

    green = np.asarray(canvas.finished())[:, :, 1] > 60
    rows, columns = np.flatnonzero(green[:220].any(axis=1)), np.flatnonzero(green[:220].any(axis=0))

    assert np.abs(np.array([top, left, right]) - [rows[0], columns[0], columns[-1]]).max() <= 1
    assert bottom < 280


@pytest.mark.slow
def test_three_problems_are_seeded():
    plain = [draw_scene("streets", number) for number in range(4)]

    done = seeded_problems(plain)

    assert done[3].body == done[0].body
    assert done[3].name == plain[3].name
    assert box_of(done[1].document["objects"][-1])[3] > WIDTH
    top, left, bottom, right = box_of(done[2].document["objects"][-1])
    assert (top, left) == (bottom, right)
