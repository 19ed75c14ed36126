import io

import pytest
from PIL import Image

from app.store.sink_proof import Shape, prove, prove_by_shape, shape
from app.store.sink_records import Level


def picture(kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((64, 48), 80).convert("RGB").save(file, kind, **options)
    return file.getvalue()


KINDS = {
    "jpeg": picture("JPEG"),
    "progressive": picture("JPEG", progressive=True),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
}


@pytest.mark.parametrize("body", KINDS.values(), ids=KINDS.keys())
def test_a_cut_picture_is_noticed_and_trailing_bytes_are_not_minded(body):
    assert shape(body) is Shape.WHOLE
    assert shape(body + b"motion photo") is Shape.WHOLE
    assert shape(body[: len(body) // 2]) is Shape.BROKEN
    assert shape(body[:-2]) is Shape.BROKEN
    assert shape(body[:20]) is Shape.BROKEN


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture():
    thumbnail = b"\xff\xe1" + (2 + len(KINDS["jpeg"])).to_bytes(2, "big") + KINDS["jpeg"]
    body = b"\xff\xd8" + thumbnail + KINDS["jpeg"][2:]

    assert shape(body) is Shape.WHOLE
    assert shape(body[:-40]) is Shape.BROKEN


@pytest.mark.parametrize("body", [b"", b"  <html>", b'{"error": 1}', b"\xef\xbb\xbf<!doctype"], ids=repr)
def test_a_page_or_nothing_is_no_image(body):
    level, failure = prove_by_shape(body)

    assert level is None
    assert failure.title == "The server sent something else than an image."


def test_an_unknown_format_stays_unverified():
    assert prove_by_shape(b"NRRD0004") == (Level.UNVERIFIED, None)
    assert prove_by_shape(KINDS["png"]) == (Level.STRUCTURE, None)
    assert prove_by_shape(KINDS["png"][:-9])[0] is None


@pytest.mark.parametrize(
    ("size", "sha256", "level"),
    [(7, "aa", Level.HASH), (None, "aa", Level.HASH), (7, None, Level.LENGTH), (None, None, None), (8, "aa", None)],
)
def test_the_strongest_proof_that_the_listing_allows_is_asked_for(size, sha256, level):
    assert prove(7, "aa", size, sha256)[0] is level
