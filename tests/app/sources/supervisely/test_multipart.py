"""Bulk answers are cut apart by id, however the network chops them, and never believed when they are cut off."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.failure import FailedError, FailureKind
from app.sources.supervisely.multipart import MultipartSplitter
from tests.fakes.network import BOUNDARY, multipart

BODIES = st.binary(max_size=300) | st.sampled_from([b"", b"\r\n", b"--", b"\r\n--", f"\r\n--{BOUNDARY[:-1]}".encode()])


def split(content_type: str, body: bytes, step: int = 1 << 16, most: int = 1 << 20) -> dict[str, bytes]:
    splitter = MultipartSplitter(content_type, most_bytes_per_part=most)
    parts = []
    for at in range(0, len(body), step):
        parts += splitter.feed(body[at : at + step])
    parts += splitter.finish()
    return {part.key: part.body for part in parts}


def raises_data() -> pytest.RaisesExc[FailedError]:
    return pytest.raises(FailedError, check=lambda error: error.failure.kind is FailureKind.DATA)


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 10**9).map(str), BODIES, max_size=5), st.integers(1, 50))
def test_parts_come_back_whole_however_they_are_chopped(parts, step):
    assert split(*multipart(parts), step) == parts


@settings(max_examples=60)
@given(st.data())
def test_an_answer_that_was_cut_off_is_never_complete(data):
    """Wherever it ends, even right behind the last image."""
    content_type, body = multipart({"1": b"image one", "2": b"image two"})
    end = data.draw(st.integers(0, len(body) - 3))

    with raises_data():
        split(content_type, body[:end])


@given(st.binary(max_size=400))
def test_no_bytes_do_more_than_fail(body):
    """Nonsense gives parts or a failure of kind DATA."""
    with suppress(FailedError):
        split(multipart({})[0], body, 7)


@pytest.mark.parametrize(
    "content_type",
    ["", "application/json", "multipart/form-data", "multipart/form-data; boundary=", "text/html; boundary=x"],
)
def test_a_wrong_type_fails_before_a_byte_is_read(content_type):
    with raises_data():
        MultipartSplitter(content_type, most_bytes_per_part=1)


@pytest.mark.parametrize("subtype", ["form-data", "mixed"])
@pytest.mark.parametrize("quote", ['"', ""])
def test_any_multipart_type_will_do(subtype, quote):
    body = multipart({"5": b"x"})[1]

    assert split(f"multipart/{subtype}; boundary={quote}{BOUNDARY}{quote}", body) == {"5": b"x"}


@pytest.mark.parametrize(
    "header",
    [
        'form-data; name="image"',
        "form-data",
        'attachment; filename="17.jpg"',
    ],
    ids=["no digits", "no name", "another kind"],
)
def test_a_part_without_an_id_fails(header):
    """The name of a file is no id."""
    body = f"--{BOUNDARY}\r\nContent-Disposition: {header}\r\n\r\nx\r\n--{BOUNDARY}--\r\n".encode()

    with raises_data():
        split(multipart({})[0], body)


def test_the_id_is_found_beside_a_file_name():
    body = (
        f'--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Disposition: form-data; filename="17.jpg"; name="1001"'
        f"\r\n\r\nx\r\n--{BOUNDARY}--\r\n"
    ).encode()

    assert split(multipart({})[0], body) == {"1001": b"x"}


@pytest.mark.parametrize(("second", "is_fine"), [(b"same", True), (b"other", False)])
def test_a_double_must_bring_the_same_bytes(second, is_fine):
    one, two = multipart({"1": b"same"}, closed=False)[1], multipart({"1": second})
    splitter = MultipartSplitter(two[0], most_bytes_per_part=100)

    if not is_fine:
        with raises_data():
            splitter.feed(one + two[1])
        return

    assert [part.body for part in splitter.feed(one + two[1])] == [b"same"]


def test_a_part_that_never_ends_is_cut():
    with raises_data():
        split(*multipart({"1": b"x" * 1000}), most=999)
