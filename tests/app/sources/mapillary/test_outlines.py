"""Detections become polygons in pixels of the file; what cannot be read is left out and counted."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.figure_json import annotation_from_json
from app.model.geometry import Polygon
from app.sources.mapillary.outlines import labels_of, outlines_of
from app.sources.mapillary.wire import Detection, detection_of
from tests.fakes.small_street import detection, outline
from tests.fakes.tile_writer import Feature, layer_bytes, path, span

# The example of reference C.5: layer version 1, rectangle of a sign.
POLE = (
    "Gjp4AQoGbXB5LW9yEhoIABICAAAYAyIQCYAQgAgagAgAAIAI/wcADxoEdHlwZSIJCgdwb2x5Z29uKIAg",
    [(1024, 512), (1536, 512), (1536, 1024), (1024, 1024)],
)
SQUARE = [(0, 0), (2048, 0), (2048, 2048), (0, 2048)]
HOLE = [(512, 512), (512, 1024), (1024, 1024), (1024, 512)]
OTHER = [(3000, 3000), (4096, 3000), (4096, 4096), (3000, 4096)]


def exterior(label: object) -> list[list[int]]:
    return label["points"]["exterior"]  # type: ignore[index,no-any-return] # a label of the file


def objects(document: dict[str, object]) -> list[dict[str, object]]:
    return document["objects"]  # type: ignore[return-value] # a list of labels


def test_the_example_of_the_reference_is_read():
    """Trap 37 of the reference: y runs down from the top of the picture."""
    text, corners = POLE

    (found,) = outlines_of(text)
    labels = labels_of([Detection("500000000000001", "object--support--utility-pole", text)], 4032, 3024)

    assert [(x * 4096, y * 4096) for x, y in found.exterior] == corners
    assert exterior(objects(labels.document)[0]) == [[1008, 378], [1512, 378], [1512, 756], [1008, 756]]
    assert labels.counts == {"object--support--utility-pole": 1}


def test_pixels_are_those_of_the_file_not_of_the_original():
    """Trap 34 of the reference."""
    labels = labels_of([Detection("1", "a", POLE[0])], 1024, 768)

    assert labels.document["size"] == {"height": 768, "width": 1024}
    assert exterior(objects(labels.document)[0])[0] == [256, 96]


def test_a_ring_that_turns_the_other_way_is_a_hole():
    (found,) = outlines_of(outline(SQUARE, HOLE))

    assert len(found.holes) == 1
    assert [(x * 4096, y * 4096) for x, y in found.holes[0]] == HOLE


def test_winding_counts_against_the_first_ring():
    """Encoders that turn everything around mean the same."""
    (found,) = outlines_of(outline(SQUARE[::-1], HOLE[::-1]))

    assert len(found.holes) == 1


def test_several_parts_are_labels_that_belong_together():
    geometry = base64.b64encode(
        span(
            3,
            layer_bytes(
                "mpy-or", [Feature(3, path(SQUARE, is_closed=True) + path(OTHER, start=SQUARE[-1], is_closed=True))]
            ),
        )
    ).decode()

    labels = labels_of([Detection("77", "a", geometry)], 4096, 4096)

    first, second = objects(labels.document)
    assert (first["id"], "id" in second) == (77, False)
    assert first["instance"] == second["instance"] == "77"
    assert labels.counts == {"a": 1}
    assert exterior(second)[1] == [4095, 3000]


BROKEN = {
    "no base64": "§§§",
    "no tile": base64.b64encode(b"noise").decode(),
    "empty": "",
    "a line": base64.b64encode(span(3, layer_bytes("mpy-or", [Feature(2, path([(0, 0), (5, 5)]))]))).decode(),
    "two corners": outline([(0, 0), (5, 5)]),
    "no area": outline([(0, 0), (5, 5), (10, 10)]),
    "open ring": base64.b64encode(span(3, layer_bytes("mpy-or", [Feature(3, path(SQUARE))]))).decode(),
}


@pytest.mark.parametrize("geometry", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_outline_is_counted_never_silent(geometry):
    labels = labels_of([Detection("1", "a", geometry), detection_of(detection(2, "b", SQUARE))], 100, 100)

    assert labels.counts == {"b": 1}
    assert labels.unreadable == 1
    assert len(objects(labels.document)) == 1


def test_a_detection_without_a_value_is_counted():
    assert labels_of([Detection("1", "", POLE[0])], 10, 10).unreadable == 1


def test_corners_on_one_pixel_become_one_while_three_are_left():
    shape = [(0, 0), (1, 0), (2, 0), (4000, 0), (4000, 4000)]

    labels = labels_of([detection_of(detection(1, "a", shape))], 10, 10)
    tiny = labels_of([detection_of(detection(1, "a", [(0, 0), (3, 0), (3, 3)]))], 10, 10)

    assert exterior(objects(labels.document)[0]) == [[0, 0], [9, 0], [9, 9]]
    assert len(exterior(objects(tiny.document)[0])) == 3


def test_our_own_reader_sees_polygons():
    labels = labels_of([detection_of(detection(5, "a--b", SQUARE, HOLE))], 4096, 4096)

    annotation = annotation_from_json(labels.document)

    assert (annotation.width, annotation.height) == (4096, 4096)
    assert annotation.labels[0].geometry == Polygon(tuple(SQUARE), (tuple(HOLE),))
    assert annotation.labels[0].key == "5"
    assert annotation.problems == ()


@given(st.binary(max_size=80))
def test_noise_is_a_value_error_and_nothing_else(noise):
    try:
        outlines_of(base64.b64encode(noise).decode())
    except ValueError:
        return


def test_a_picture_without_detections_still_has_a_file():
    labels = labels_of((), 640, 480)

    assert labels.document == {
        "description": "",
        "size": {"height": 480, "width": 640},
        "tags": [],
        "objects": [],
        "customBigData": {},
    }
