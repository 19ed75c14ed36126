"""Segments are found where they are, and nothing else passes for one."""

import pytest

from app.store.jpeg_segments import (
    APP0,
    FRAMES,
    MOST_PAYLOAD,
    SCAN,
    ShortHeadError,
    frame_size,
    segment_of,
    segments,
)
from tests.fakes.jpeg import jpeg


def test_segments_join_without_a_gap_up_to_the_scan():
    body = jpeg()

    found = list(segments(body))

    assert found[0].marker == APP0
    assert found[-1].marker == SCAN
    assert [one.start for one in found[1:]] == [one.end for one in found[:-1]]


def test_fill_bytes_before_a_marker_belong_to_its_segment():
    body = jpeg()
    filled = body[:2] + b"\xff\xff" + body[2:]

    first = next(segments(filled))

    assert (first.marker, first.start) == (APP0, 2)
    assert filled[first.body : first.body + 4] == b"JFIF"


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 19, 21, 100])
def test_a_head_that_is_too_short_says_so(size):
    """The caller then reads more of the file."""
    head = jpeg()[:size]

    with pytest.raises(ShortHeadError):
        list(segments(head))


@pytest.mark.parametrize(
    "body",
    [b"<!doctype html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8junk", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe0\x00\x01xx"],
    ids=["html", "png", "no marker", "end at once", "length of one"],
)
def test_what_is_no_jpeg_is_refused_for_good(body):
    with pytest.raises(ValueError, match="JPEG") as caught:
        list(segments(body))

    assert not isinstance(caught.value, ShortHeadError)


def test_a_segment_holds_what_its_length_can_say():
    assert segment_of(0xE1, b"x" * MOST_PAYLOAD)[:4] == b"\xff\xe1\xff\xff"
    with pytest.raises(ValueError, match="65,533"):
        segment_of(0xE1, b"x" * (MOST_PAYLOAD + 1))


def test_a_frame_states_width_and_height():
    body = jpeg(48, 32)
    frame = next(one for one in segments(body) if one.marker in FRAMES)

    assert frame_size(body, frame) == (48, 32)


def test_a_height_that_follows_later_counts_as_none():
    body = bytearray(jpeg())
    frame = next(one for one in segments(bytes(body)) if one.marker in FRAMES)
    body[frame.body + 1 : frame.body + 3] = b"\0\0"

    with pytest.raises(ValueError, match="does not state its size"):
        frame_size(bytes(body), frame)
