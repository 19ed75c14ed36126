"""Drawn streets: what is recognised lies where it was drawn."""

import functools

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.sandbox import street_outlines as outlines
from app.sandbox.street_outlines import Found
from app.sandbox.street_scenes import Scene, draw_street, scene_size
from app.sandbox.street_town import SCENES

ACTORS = {
    outlines.CAR, outlines.VAN, outlines.PERSON, outlines.LAMP, outlines.BIN, outlines.BANNER,
    *outlines.SIGN_VALUES.values(),
}  # fmt: skip


@functools.lru_cache(maxsize=8)
def scene(number: int) -> Scene:
    return draw_street(number)


def painted(found: Found, size: tuple[int, int]) -> np.ndarray:
    mask = Image.new("L", size)
    pen = ImageDraw.Draw(mask)
    for ring in found.rings:
        pen.polygon([(x * 2, y * 2) for x, y in ring], fill=255)
    return np.asarray(mask) > 0


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 33, 41], ids=["upright", "wide", "round"])
def test_leaving_a_thing_out_changes_the_picture_inside_its_outline(number):
    """Each actor is left out of the drawing in turn: only its outline (and its shadow, its pole) may change."""
    whole = np.asarray(scene(number).image).astype(int)
    shares = []
    for place, found in enumerate(scene(number).found):
        if found.value not in ACTORS:
            continue
        without = np.asarray(draw_street(number, frozenset({place})).image).astype(int)
        changed = np.abs(whole - without).max(axis=2) > 12
        if changed.sum() < 400:
            continue  # it stands behind another one
        area = painted(found, scene(number).image.size)
        # The rest is its shadow, its pole, its hands.
        assert found.is_box or (changed & area).sum() > 0.7 * changed.sum(), found.value
        shares.append((changed & area).sum() / area.sum())
    # Where nothing stands before it a thing fills its outline.
    assert len(shares) >= 4
    assert max(shares) > 0.8


def test_scene_is_the_same_each_time():
    again = draw_street(1)

    assert again.found == scene(1).found
    assert again.image.tobytes() == scene(1).image.tobytes()


@pytest.mark.parametrize("number", [0, 27, 28, 39, 40, SCENES - 1])
def test_scene_has_the_shape_of_its_kind(number):
    width, height = scene_size(number)

    assert width == 1024
    assert height == (768 if number < 28 else 576 if number < 40 else 512)


def test_all_rings_lie_in_the_picture():
    for number in (1, 33, 41):
        width, height = scene_size(number)
        for found in scene(number).found:
            for ring in found.rings:
                assert len(ring) >= 3
                assert all(-1e-6 <= x <= width + 1e-6 and -1e-6 <= y <= height + 1e-6 for x, y in ring)


def test_car_on_the_seam_of_a_panorama_has_two_halves():
    halves = [one for one in scene(41).found if len(one.rings) == 2 and not one.has_hole]

    (left, right) = halves[0].rings
    assert min(x for x, _ in left) == 0
    assert max(x for x, _ in right) == 1024


def test_house_with_a_passage_has_a_hole():
    house = next(one for one in scene(1).found if one.has_hole)

    assert house.value == outlines.BUILDING
    assert len(house.rings) == 2


def test_sign_is_a_box_of_the_colour_of_signs():
    sign = next(one for one in scene(1).found if one.is_box)
    (left, top), _, (right, bottom), _ = sign.rings[0]
    part = np.asarray(scene(1).image)[round(top * 2) : round(bottom * 2), round(left * 2) : round(right * 2)]

    red = (part[..., 0] > 150) & (part[..., 1] < 90)
    assert red.mean() > 0.2
