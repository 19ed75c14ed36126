"""Any number of images that are nowhere."""

import io

import pytest
from PIL import Image

from app.sandbox.sample import plain_meta
from app.sandbox.scaled import BODIES, ScaledShelf, body_of
from app.sandbox.shelves import sha256_of

META = plain_meta([{"id": 1, "title": "box", "shape": "rectangle", "color": "#000000"}], ())


@pytest.mark.parametrize("size", [5_000, 60_000, 200_000])
def test_body_has_the_size_and_opens(size):
    body = body_of(3, size)

    assert abs(len(body) - size) < 16
    assert Image.open(io.BytesIO(body)).convert("RGB").size == (128, 128)


@pytest.mark.slow
def test_a_million_images_cost_no_memory_and_have_honest_hashes():
    shelf = ScaledShelf(1_000_000, 5_000, META)
    shelf.place(500)
    shelf.prepare()

    (last,) = shelf.window(999_999, 2_000_000)

    assert last.sha256 == sha256_of(shelf.body(last))
    assert shelf.find(last.id) == last
    assert shelf.find(last.id + 1) is None
    assert shelf.after(last.id - 1) == 999_999
    assert shelf.by_hash(last.sha256).id == 500 + 999_999 % BODIES
    assert shelf.size == sum(one.size for one in shelf.window(0, 32)) * (1_000_000 // 32)
    assert shelf.annotation(last)["objects"][0]["id"] == last.id * 10_000
