"""Signed addresses."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.street_addresses import ExpiredError, address_of, asked_picture, opaque_name, parse_name
from app.sandbox.street_pictures import Size

HOST = "http://127.0.0.1:1"
URL = address_of(HOST, 2**54 + 1, Size.MEDIUM, "s1024x768", 77, 1_000)


def read(url: str, now: float = 0) -> tuple[int, Size]:
    parts = urlsplit(url)
    return asked_picture(parts.path, dict(parse_qsl(parts.query)), now)


@given(st.integers(1, 2**63 - 1), st.sampled_from(list(Size)), st.integers(0, 2**32 - 1))
def test_name_leads_back_to_image_and_size(image_id, size, nonce):
    assert parse_name(opaque_name(image_id, size, nonce)) == (image_id, size)


def test_address_looks_like_a_real_one():
    parts = urlsplit(URL)
    values = dict(parse_qsl(parts.query))

    assert parts.path.startswith("/m1/v/t6/An")
    assert (values["stp"], values["oe"], values["ccb"]) == ("s1024x768", "3E8", "10-5")
    assert str(2**54 + 1) not in URL


def test_original_has_no_size_box():
    assert "stp=" not in address_of(HOST, 5, Size.ORIGINAL, "", 1, 1_000)


def test_address_leads_to_its_picture_until_it_expires():
    assert read(URL, 999.9) == (2**54 + 1, Size.MEDIUM)
    with pytest.raises(ExpiredError):
        read(URL, 1_000)


@pytest.mark.parametrize(
    ("old", "new"),
    [("oe=3E8", "oe=FFFFFFFF"), ("s1024x768", "s2048x1536"), ("oh=00_", "oh=00_A"), ("/An", "/Bn"), ("&oe=3E8", "")],
    ids=["later", "bigger", "signature", "name", "no expiry"],
)
def test_altered_address_is_refused(old, new):
    assert old in URL
    with pytest.raises(ExpiredError):
        read(URL.replace(old, new))


def test_each_nonce_makes_another_name():
    assert len({opaque_name(5, Size.SMALL, nonce) for nonce in range(100)}) == 100


@pytest.mark.parametrize("name", ["", "An", "AnAAAA", "An!!!"])
def test_what_is_no_name_is_nothing(name):
    assert parse_name(name) is None
