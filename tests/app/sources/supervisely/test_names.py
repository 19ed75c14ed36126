"""Names decide the files on disk, so the table of the reference holds to the letter."""

from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.sources.supervisely.names import full_name, hex_digest


@pytest.mark.parametrize(
    ("name", "mime", "full"),
    [
        ("a", "image/png", "a.png"),
        ("a.JPG", "image/jpeg", "a.JPG"),
        ("a.jfif", "image/jpeg", "a.jfif.jpeg"),
        ("a.tif", "image/tiff", "a.tif.tiff"),
        ("a.png", "image/jpeg", "a.png.jpeg"),
        ("a.v2", "image/png", "a.v2.png"),
        ("a.png", None, "a.png"),
        ("a", None, "a.None"),
        ("a.mpo", "image/jpeg", "a.mpo"),
        (".png", "image/png", ".png.png"),
        ("a.", "image/png", "a..png"),
        ("x.png/a", "image/png", "x.png/a.png"),
        ("a.png", "image", "a.png"),
    ],
)
def test_names_take_the_extension_of_their_type(name, mime, full):
    assert full_name(name, mime) == full


@given(st.text(), st.sampled_from(["image/jpeg", "image/png", "image/tiff", "image/webp"]))
def test_a_full_name_is_never_extended_again(name, mime):
    assume(name.rpartition("/")[2].strip("."))

    full = full_name(name, mime)

    assert full.startswith(name)
    assert full_name(full, mime) == full


def test_hashes_become_hex():
    digest = sha256(b"x").digest()

    assert hex_digest(b64encode(digest).decode()) == digest.hex()


@pytest.mark.parametrize("text", [None, "", "???", "YQ==", "ünï", "a" * 43])
def test_what_is_no_hash_is_none(text):
    assert hex_digest(text) is None
