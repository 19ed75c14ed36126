"""A coverage tile becomes columns: exact, complete, within a bounded memory."""

import base64
import gzip
import subprocess
import sys
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.mercator import Tile
from app.sources.mapillary.tile_images import TileImages, joined, no_images, tile_images
from tests.fakes import tile_writer as w

ROOT = Path(__file__).resolve().parents[4]
RECORDED = ROOT.parent / "shared" / "data" / "mapillary" / "tiles"
TILE = Tile(14, 14549, 6452)
# The self-made tile of reference B.4.
SAMPLE = base64.b64decode(
    "GpgBeAIKCHNlcXVlbmNlEhsIABIKAAABAQICAwMEBBgCIgkJ8Da6PQqwASIaC2NhcHR1cmVkX2F0GgpjcmVhdG9yX2lkGgJpZBoI"
    "aW1hZ2VfaWQaB2lzX3Bhbm8iByD70JX/vDEiCCDLidWTqIIXIhgKFmFCM2RFNWZHN2hJOWpLMWxNM25PNXAiCSD5/NuHw8jgASIC"
    "OAAogCAa7gF4AgoFaW1hZ2USGQgAEgwAAAEBAgIDAwQEBQUYASIFCfA2uj0SGQgBEgwABgEHAgIDCAQJBQUYASIFCaA43D0aC2Nh"
    "cHR1cmVkX2F0Gg1jb21wYXNzX2FuZ2xlGgpjcmVhdG9yX2lkGgJpZBoHaXNfcGFubxoLc2VxdWVuY2VfaWQiByD70JX/vDEiCRkA"
    "AAAAAOBVQCIIIMuJ1ZOoghciCSD5/NuHw8jgASICOAAiGAoWYUIzZEU1Zkc3aEk5aksxbE0zbk81cCIHIMvglf+8MSIJGQAAAAAA"
    "AFZAIgkg+vzbh8PI4AEiAjgBKIAg"
)


def test_the_sample_of_the_reference_is_read_to_the_last_digit():
    """Trap 37 of the reference: y runs southward."""
    images = tile_images(SAMPLE, TILE)

    assert images.ids.tolist() == [987654321012345, 987654321012346]
    assert images.captured_at_ms.tolist() == [1700000000123, 1700000002123]
    assert images.compass.tolist() == [87.5, 88.0]
    assert images.pano.tolist() == [0, 1]
    assert images.creator.tolist() == [101234567890123] * 2
    assert images.organization.tolist() == [0, 0]
    assert np.isnan(images.quality).all()
    assert [images.sequence_of(row) for row in (0, 1)] == ["aB3dE5fG7hI9jK1lM3nO5p"] * 2
    assert images.lon == pytest.approx([139.6990156174, 139.6994876862], abs=1e-10)
    assert images.lat == pytest.approx([35.6580067110, 35.6579326139], abs=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["14_8574_5735.mvt", "unknown_zxy_10231_images.mvt"])
def test_recorded_tiles_are_read_as_another_reader_reads_them(name):
    path = RECORDED / name
    if not path.exists():
        pytest.skip("the recorded tiles are not beside this checkout")
    body = path.read_bytes()
    layer = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})["image"]
    others = {f["properties"]["id"]: f for f in layer["features"]}

    images = tile_images(body, Tile(14, 8574, 5735))

    assert images.ids.tolist() == list(others)
    for row, feature in enumerate(others.values()):
        facts = feature["properties"]
        assert images.captured_at_ms[row] == facts.get("captured_at", 0)
        assert images.sequence_of(row) == facts["sequence_id"]
        assert images.pano[row] == facts.get("is_pano", -1)
        assert images.organization[row] == facts.get("organization_id", 0)
        assert np.isclose(images.compass[row], facts.get("compass_angle", np.nan), equal_nan=True)
        assert images.lon[row] == pytest.approx(
            (8574 + feature["geometry"]["coordinates"][0] / 4096) / 2**14 * 360 - 180
        )


def test_gzip_makes_no_difference():
    assert tile_images(gzip.compress(SAMPLE), TILE).ids.tolist() == tile_images(SAMPLE, TILE).ids.tolist()


@pytest.mark.parametrize(
    "body", [b"", w.tile_bytes(sequence=[]), w.tile_bytes(image=[])], ids=["empty", "no images", "empty layer"]
)
def test_nothing_is_no_error(body):
    assert len(tile_images(body, TILE)) == 0


def test_an_image_counts_once_and_what_has_no_id_is_counted_apart():
    """Trap 5 of the reference: one id is one image."""
    body = w.tile_bytes(
        image=[w.image(7, 1, 1), w.image(9, 2, 2), w.image(7, 3, 3), w.Feature(1, w.point(4, 4)), w.image(-5, 1, 1)]
    )

    images = tile_images(body, TILE)

    assert images.ids.tolist() == [7, 9]
    assert images.nameless == 2


def test_tiles_are_joined_without_doubles_and_with_one_table_of_sequences():
    first = tile_images(
        w.tile_bytes(image=[w.image(1, 1, 1, sequence_id="a"), w.image(2, 1, 1, sequence_id="b")]), TILE
    )
    second = tile_images(w.tile_bytes(image=[w.image(2, 9, 9, sequence_id="b"), w.image(3, 1, 1)]), TILE)

    both = joined([first, no_images(), second])

    assert both.ids.tolist() == [1, 2, 3]
    assert [both.sequence_of(row) for row in range(3)] == ["a", "b", ""]
    assert joined([]).ids.tolist() == []


@pytest.mark.slow
@given(st.binary(max_size=200), st.integers(0, 300), st.binary(max_size=4))
def test_a_damaged_tile_is_a_value_error_and_nothing_else(noise, at, patch):
    """Whatever byte is changed, cut or added: a value error, or a tile no larger than what came."""
    damaged = SAMPLE[:at] + patch + SAMPLE[at + len(patch) :] + noise

    try:
        images = tile_images(damaged, TILE)
    except ValueError:
        return
    assert isinstance(images, TileImages)
    assert len(images) <= len(damaged)


CHILD = """
import resource, sys, time
from app.model.mercator import Tile
from app.sources.mapillary.tile_images import tile_images
from tests.fakes.tile_writer import dense_images, tile_bytes
body = sys.stdin.buffer.read()
tile_images(tile_bytes(image=dense_images(10)), Tile(14, 1, 1))
before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
images = tile_images(body, Tile(14, 1, 1))
seconds = time.process_time() - began
print(len(images), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, images.size_bytes, seconds)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="counts kilobytes as Linux does")
def test_the_densest_tile_costs_less_than_64_mb():
    """Trap 6 of the reference: 83,737 images in one tile; measured 26 MB and half a second."""
    body = w.tile_bytes(image=w.dense_images(83_737))

    result = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=ROOT, input=body, capture_output=True, check=True, timeout=60
    )
    count, kilobytes, kept_bytes, seconds = map(float, result.stdout.split())

    assert count == 83_737
    assert kilobytes < 64 * 1024
    assert kept_bytes < 6_000_000
    assert seconds < 10  # a guard against a slow path, not a benchmark
