import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.receipt import (
    FileLine,
    Line,
    Receipt,
    decode_line,
    encode_line,
    full_path,
    image_beside,
    receipt_text,
    short_name,
    spec_of_receipt,
)

LINE = Line("1", "ds/img/a.jpg", 7, "ab", "v1", 12, "hash", (FileLine("ann", 2, "cd", 13),))


def test_a_line_is_plain_json_and_comes_back():
    text = encode_line(LINE)

    assert json.loads(text)["p"] == "ds/img/a.jpg"
    assert decode_line(text) == LINE


@given(st.integers(0, 300), st.integers(0, 255))
def test_a_damaged_line_is_never_believed(position, value):
    text = bytearray(encode_line(LINE).rstrip(b"\n"))
    position %= len(text)
    is_same = text[position] == value
    text[position] = value

    found = decode_line(bytes(text))

    assert found == LINE if is_same else found in (None, LINE)


@given(st.binary(max_size=200))
def test_nonsense_is_no_line(text):
    assert decode_line(text) is None
    assert decode_line(b'{"crc":"' + text) is None


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("ds/ann/a.jpg.json", "ann"),
        ("ds/img_info/a.jpg.json", "img_info"),
        ("ds/meta/a.jpg.json", "meta"),
        ("ds/ann/b.jpg.json", "ds/ann/b.jpg.json"),
        ("extra/a.txt", "extra/a.txt"),
    ],
)
def test_a_sidecar_is_named_by_its_kind_where_the_layout_says_so(path, name):
    assert short_name("ds/img/a.jpg", path) == name
    assert full_path("ds/img/a.jpg", name) == path


def test_the_image_of_a_sidecar_is_found_by_the_layout():
    assert image_beside("p/datasets/ds/ann/a.jpg.json") == "p/datasets/ds/img/a.jpg"
    assert image_beside("ds/img/a.jpg") is None
    assert image_beside("meta.json") is None


def test_the_receipt_holds_what_a_reader_asks_for():
    receipt = Receipt(
        "Windrow 1", "2026-01-01T00:00:00Z", "https://x", "{}", "Town", "MIT", {"done": 1}, 7, [("a/b", "a_b")]
    )

    assert json.loads(receipt_text(receipt))["renamed"] == [["a/b", "a_b"]]


@pytest.mark.parametrize("body", [None, b"", b"[]", b'{"spec": 5}', b'{"spec": "no"}', b'{"spec": "[]"}'])
def test_the_spec_of_a_folder_without_a_readable_receipt_is_empty(body, tmp_path):
    if body is not None:
        (tmp_path / ".windrow_meta").mkdir()
        (tmp_path / ".windrow_meta/receipt.json").write_bytes(body)

    assert spec_of_receipt(tmp_path) == {}
