"""Coverage tiles as an independent decoder reads them."""

import functools

import mapbox_vector_tile
import numpy as np
import pytest

from app.model.mercator import lon_lat_of
from app.sandbox.street_dense import DENSE_TILE, dense_roll
from app.sandbox.street_index import Index
from app.sandbox.street_tiles import clipped, coverage_tile
from app.sandbox.street_town import CREATORS, town_roll

TOWN = Index(town_roll())
KNOWN = {
    "image": {
        "captured_at", "compass_angle", "creator_id", "foot", "id", "is_pano", "organization_id", "quality_score",
        "sequence_id",
    },
    "sequence": {"captured_at", "creator_id", "id", "image_id", "is_pano", "organization_id"},
    "overview": {"captured_at", "id", "is_pano", "sequence_id"},
}  # fmt: skip


def decoded(*place: int, is_computed: bool = False) -> dict:
    body = coverage_tile([TOWN], *place, is_computed)
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True}) if body else {}


@functools.lru_cache(maxsize=1)
def all_tiles() -> dict[tuple[int, int], dict]:
    return {(x, y): decoded(14, x, y) for x, y in TOWN.original.tiles}


@pytest.mark.parametrize(
    ("place", "layers"),
    [
        ((14, 8411, 5844), {"sequence", "image"}), ((13, 4205, 2922), {"sequence"}), ((6, 32, 22), {"sequence"}),
        ((5, 16, 11), {"overview"}), ((0, 0, 0), {"overview"}), ((14, 0, 0), set()),
    ],
)  # fmt: skip
def test_layers_and_their_attributes_are_those_of_the_zoom(place, layers):
    tile = decoded(*place)

    assert set(tile) == layers
    for name, layer in tile.items():
        assert (layer["version"], layer["extent"]) == (2, 4096)
        assert set().union(*(one["properties"] for one in layer["features"])) <= KNOWN[name]


@pytest.mark.slow
def test_images_of_all_tiles_are_all_images_where_they_are():
    roll = TOWN.roll
    seen: dict[int, tuple[int, int, list[int]]] = {}
    for (x, y), tile in all_tiles().items():
        for one in tile["image"]["features"]:
            seen[one["properties"]["id"]] = (x, y, one["geometry"]["coordinates"])

    assert set(seen) == set(roll.ids.tolist())
    for row in range(0, len(roll), 53):
        x, y, (px, py) = seen[int(roll.ids[row])]
        assert 0 <= px <= 4095
        assert 0 <= py <= 4095
        lon, lat = lon_lat_of(x + px / 4096, y + py / 4096, 14)
        assert (lon, lat) == pytest.approx((roll.lon[row], roll.lat[row]), abs=1e-5)


def test_attributes_are_those_of_the_image_and_absent_when_unknown():
    roll = TOWN.roll
    features = [one["properties"] for tile in all_tiles().values() for one in tile["image"]["features"]]
    by_id = {one["id"]: one for one in features}
    row = 1_000

    plain = by_id[int(roll.ids[row])]
    assert plain["captured_at"] == roll.at_ms[row]
    assert plain["sequence_id"] == roll.keys[int(roll.sequence[row])]
    assert plain["creator_id"] == CREATORS[int(roll.creator[row])].id
    assert by_id[roll.specials["time-zero"]]["captured_at"] == 0
    assert "compass_angle" not in by_id[roll.specials["no-heading"]]
    assert "is_pano" not in by_id[roll.specials["no-pano-flag"]]
    assert "quality_score" not in by_id[roll.specials["no-quality"]]
    assert by_id[roll.specials["pano"]]["is_pano"] is True
    assert by_id[roll.specials["foot"]]["foot"] is True


def test_sequences_of_one_image_have_no_line():
    lines = {one["properties"]["id"] for tile in all_tiles().values() for one in tile["sequence"]["features"]}

    # The camera that stood still has none either.
    assert len(lines) == len(TOWN.roll.keys) - 44 - 1


def test_line_that_leaves_and_comes_back_has_parts():
    kinds = {one["geometry"]["type"] for tile in all_tiles().values() for one in tile["sequence"]["features"]}

    assert kinds == {"LineString", "MultiLineString"}


def test_computed_set_has_other_places():
    plain = decoded(14, 8411, 5844)["image"]["features"]
    computed = decoded(14, 8411, 5844, is_computed=True)["image"]["features"]

    assert [one["geometry"] for one in plain[:200]] != [one["geometry"] for one in computed[:200]]


def test_two_rolls_in_one_tile_are_one_layer():
    body = coverage_tile([TOWN, Index(dense_roll(700))], 0, 0, 0, False)

    layers = mapbox_vector_tile.decode(body)
    assert len(layers["overview"]["features"]) == len(TOWN.roll.keys) + 3
    assert body.count(b"overview") == 1


@pytest.mark.slow
def test_dense_tile_lists_all():
    tile = coverage_tile([Index(dense_roll(2_000))], 14, *DENSE_TILE, False)

    features = mapbox_vector_tile.decode(tile)["image"]["features"]
    assert len({one["properties"]["id"] for one in features}) == 2_000


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ([(10, 10), (20, 20)], [[[10, 10], [20, 20]]]),
        ([(-10, 5), (10, 5)], [[[0, 5], [10, 5]]]),
        ([(10, 10), (10, -10), (30, -10), (30, 10)], [[[10, 10], [10, 0]], [[30, 0], [30, 10]]]),
        ([(-5, 5000), (5000, 5000)], []),
        ([(7.2, 7.2), (7.8, 7.4)], []),
        ([(4000, 1), (5000, 1)], [[[4000, 1], [4096, 1]]]),
        ([(-10, -10), (-5, 5000)], []),
    ],
    ids=["inside", "enters", "leaves and returns", "outside", "one pixel", "reaches the edge", "passes by"],
)
def test_line_is_cut_at_the_edges_of_the_tile(line, parts):
    assert [part.tolist() for part in clipped(np.array(line, float))] == parts
