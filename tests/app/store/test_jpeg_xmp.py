"""Viewers find in a panorama what they need to show it as a sphere."""

import xml.etree.ElementTree as ET

import pytest

from app.store.jpeg_segments import XMP
from app.store.jpeg_xmp import panorama_segment

PANO = "{http://ns.google.com/photos/1.0/panorama/}"


def properties(segment: bytes) -> dict[str, str]:
    packet = segment[4 + len(XMP) :].decode()
    document = ET.fromstring(packet[packet.index("<x:") : packet.rindex("<?xpacket")])
    return {one.tag.removeprefix(PANO): one.text or "" for one in document.iter() if one.tag.startswith(PANO)}


def test_the_sphere_is_as_large_as_the_file():
    found = properties(panorama_segment(1024, 512, 87.5))

    assert found == {
        "ProjectionType": "equirectangular",
        "UsePanoramaViewer": "True",
        "FullPanoWidthPixels": "1024",
        "FullPanoHeightPixels": "512",
        "CroppedAreaImageWidthPixels": "1024",
        "CroppedAreaImageHeightPixels": "512",
        "CroppedAreaLeftPixels": "0",
        "CroppedAreaTopPixels": "0",
        "PoseHeadingDegrees": "87.5",
    }


@pytest.mark.parametrize(
    ("heading", "expected"),
    [(0.0, "0"), (-90.0, "270"), (359.99999, "0"), (None, None), (float("nan"), None)],
    ids=["north", "west by minus", "a hair before north", "unknown", "no number"],
)
def test_a_heading_lies_within_one_turn(heading, expected):
    found = properties(panorama_segment(1024, 512, heading))

    assert found.get("PoseHeadingDegrees") == expected


def test_the_segment_carries_the_header_of_xmp():
    segment = panorama_segment(1024, 512, None)

    assert segment[:2] == b"\xff\xe1"
    assert int.from_bytes(segment[2:4], "big") == len(segment) - 2
    assert segment[4:].startswith(XMP)
