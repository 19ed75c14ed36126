"""Real images from a folder; the recorded ones lie beside the checkout."""

import io
from pathlib import Path

import mapbox_vector_tile
import msgspec
import numpy as np
import pytest
from PIL import Image

from app.model.failure import FailedError
from app.model.mercator import tile_at
from app.sandbox.server import Sandbox, SandboxSettings
from app.sandbox.street_folder import FREE_TILE, RecordedTile, StreetFolder, tile_bounds, tile_roll
from app.sandbox.street_index import Index
from app.sandbox.street_mvt import Column, Kind, Shape, layer, points
from app.sandbox.street_settings import StreetSettings
from tests.fakes.sandbox import ask_graph, ask_street, running_sandbox

RECORDED = Path(__file__).resolve().parents[4] / "shared" / "data" / "mapillary"
needs_recorded = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded images beside this checkout")

LINE = {
    "id": "77", "lon": 139.5, "lat": 35.8, "captured_at": "2022-11-07T01:11:41.352000+09:00", "altitude": 3.5,
    "camera_type": "spherical", "quality_score": 0.25, "compass_angle": 304.154,
    "computed_compass_angle": 308.1, "computed_geometry_wkt": "POINT (139.5001 35.8001)",
}  # fmt: skip


def tile_body() -> bytes:
    return layer(
        "image", Shape.POINT, points(np.array([[1, 2], [3, 4], [4095, 4095]])),
        [
            Column("id", Kind.INT, np.array([501, 502, 503])),
            Column("captured_at", Kind.INT, np.array([30, 10, 20])),
            Column("is_pano", Kind.BOOL, np.array([True, False, False]), np.array([True, True, False])),
            Column("creator_id", Kind.INT, np.array([9, 9, 0]), np.array([True, True, False])),
            Column("sequence_id", Kind.TEXT, np.array([0, 0, 1]), texts=("b", "a")),
        ],
    )  # fmt: skip


def folder_at(root: Path, tile_name: str = "14_100_200") -> Path:
    (root / "thumbs").mkdir()
    (root / "tiles").mkdir()
    (root / "thumbs.json").write_bytes(msgspec.json.encode([LINE, {**LINE, "id": "78"}]))
    Image.new("RGB", (1024, 512), (90, 120, 40)).save(root / "thumbs" / "mly_77.jpg")
    (root / "tiles" / f"{tile_name}.mvt").write_bytes(tile_body())
    return root


def served(root: Path) -> SandboxSettings:
    return SandboxSettings(street=StreetSettings(folder=root, dense=0))


async def test_line_of_the_list_becomes_an_image(tmp_path):
    fields = "geometry,computed_geometry,captured_at,altitude,compass_angle,quality_score,width,height,is_pano,creator"
    async with running_sandbox(served(folder_at(tmp_path))) as sandbox:
        one = await ask_graph(sandbox, f"/77?fields={fields}")
        lost = await ask_street(sandbox, "/78")

    assert one == {
        "id": "77", "geometry": {"type": "Point", "coordinates": [139.5, 35.8]},
        "computed_geometry": {"type": "Point", "coordinates": [139.5001, 35.8001]}, "captured_at": 1_667_751_101_352,
        "altitude": 3.5, "compass_angle": 304.154, "quality_score": 0.25, "width": 1024, "height": 512, "is_pano": True,
    }  # fmt: skip
    assert lost.status == 400  # it has no picture


async def test_picture_is_the_file_and_the_small_one_is_made(tmp_path):
    root = folder_at(tmp_path)
    async with running_sandbox(served(root)) as sandbox:
        one = await ask_graph(sandbox, "/77?fields=thumb_256_url,thumb_1024_url,thumb_original_url")
        small, middle, original = [
            await ask_street(sandbox, one[f"thumb_{size}_url"]) for size in ("256", "1024", "original")
        ]

    assert middle.body == original.body == (root / "thumbs" / "mly_77.jpg").read_bytes()
    assert Image.open(io.BytesIO(small.body)).size == (256, 128)


async def test_recorded_tile_is_served_byte_for_byte_and_its_images_too(tmp_path):
    async with running_sandbox(served(folder_at(tmp_path))) as sandbox:
        tile = await ask_street(sandbox, "/maps/vtp/mly1_public/2/14/100/200")
        one = await ask_graph(sandbox, "/501?fields=captured_at,creator,sequence,is_pano,geometry,thumb_256_url")
        other = await ask_graph(sandbox, "/503?fields=creator,is_pano")
        picture = await ask_street(sandbox, one["thumb_256_url"])

    assert tile.body == tile_body()
    assert (one["captured_at"], one["creator"]["id"], one["sequence"], one["is_pano"]) == (30, "9", "b", True)
    assert other == {"id": "503"}
    assert Image.open(io.BytesIO(picture.body)).size == (256, 128)


async def test_images_of_the_list_get_a_tile_of_our_own(tmp_path):
    tile = tile_at(139.5, 35.8, 14)
    async with running_sandbox(served(folder_at(tmp_path))) as sandbox:
        heard = await ask_street(sandbox, f"/maps/vtp/mly1_public/2/{tile.key}")

    (feature,) = mapbox_vector_tile.decode(heard.body)["image"]["features"]
    assert feature["properties"]["id"] == 77


def test_rows_of_a_tile_are_sorted_and_fall_on_their_pixels():
    roll = tile_roll_of(tile_body())

    assert roll.ids.tolist() == [503, 502, 501]
    assert {place: len(rows) for place, rows in Index(roll).original.tiles.items()} == {(100, 200): 3}


def tile_roll_of(body: bytes):
    class OneFile:
        def read_bytes(self) -> bytes:
            return body

    return tile_roll(RecordedTile(OneFile(), 100, 200), 11)  # type: ignore[arg-type]


def test_tile_without_a_place_gets_one(tmp_path):
    folder = StreetFolder(folder_at(tmp_path, "unknown"))

    assert [(one.x, one.y) for one in folder.tiles] == [FREE_TILE]
    assert tile_bounds(folder.tiles[0])[0] == pytest.approx(8.4155, abs=0.001)


def test_tile_without_a_place_stands_east_of_the_first(tmp_path):
    root = folder_at(tmp_path)
    (root / "tiles" / "somewhere.mvt").write_bytes(tile_body())

    assert [(one.x, one.y) for one in StreetFolder(root).tiles] == [(100, 200), (101, 200)]


@pytest.mark.parametrize("text", [None, "{", "[]"], ids=["missing", "broken", "empty"])
def test_folder_without_images_is_refused_in_words(tmp_path, text):
    if text is not None:
        (tmp_path / "thumbs.json").write_text(text)

    with pytest.raises(FailedError, match=r"street images|cannot be read"):
        Sandbox(served(tmp_path))


@needs_recorded
@pytest.mark.slow
async def test_recorded_folder_is_served_as_it_is():
    async with running_sandbox(served(RECORDED)) as sandbox:
        known = await ask_street(sandbox, "/maps/vtp/mly1_public/2/14/8574/5735")
        homeless = await ask_street(sandbox, "/maps/vtp/mly1_public/2/14/8575/5735")
        batch = await ask_graph(sandbox, "/?ids=656828185851650,1045225492773348&fields=thumb_1024_url,sequence")
        real = await ask_street(sandbox, batch["656828185851650"]["thumb_1024_url"])
        drawn = await ask_street(sandbox, batch["1045225492773348"]["thumb_1024_url"])

    assert known.body == (RECORDED / "tiles" / "14_8574_5735.mvt").read_bytes()
    assert homeless.body == (RECORDED / "tiles" / "unknown_zxy_10231_images.mvt").read_bytes()
    assert real.body == (RECORDED / "thumbs" / "mly_656828185851650.jpg").read_bytes()
    assert drawn.body.startswith(b"\xff\xd8")


@needs_recorded
@pytest.mark.slow
def test_all_recorded_thumbs_have_a_place():
    roll = StreetFolder(RECORDED).thumbs_roll()

    assert len(roll) == 100
    assert sum(len(rows) for rows in Index(roll).original.tiles.values()) == 100
    assert (np.diff(roll.sequence) >= 0).all()
