import pytest

from app.model.region import box, polygon_region
from tests.ui.map.making import LYON, TRIANGLE
from ui.map.shapes import Corner, Edge
from ui.map.words import area_text, corner_words, edge_words, measure_text, middle_words, size_text, tiles_text


@pytest.mark.parametrize(
    ("region", "words"),
    [
        (LYON, "3.9 × 4.4 km"),
        (box(4.80, 45.73, 4.802, 45.733), "156 × 333 m"),
        (box(0, 0, 3, 3), "334 × 332 km"),
    ],
    ids=["km", "m", "far"],
)
def test_sizes_have_three_figures(region, words):
    assert size_text(region) == words


@pytest.mark.parametrize(
    ("region", "words"),
    [
        (LYON, "17.3 km²"),
        (box(139.699, 35.658, 139.7, 35.659), "0.0100 km²"),
        (box(0, 0, 3, 3), "110,732 km²"),
    ],
    ids=["town", "corner", "country"],
)
def test_areas_are_those_of_the_ellipsoid(region, words):
    assert area_text(region) == words


def test_a_box_counts_its_tiles():
    assert tiles_text(LYON) == "12 tiles"
    assert measure_text(LYON) == "3.9 × 4.4 km · 17.3 km² · 12 tiles"


def test_a_large_polygon_estimates_its_tiles_from_its_share():
    large = polygon_region([[[(0, 0), (2, 0), (0, 2)]]])
    whole = box(0, 0, 2, 2)

    words = tiles_text(large)

    assert words.startswith("≈ ")
    count = int(words.removeprefix("≈ ").removesuffix(" tiles").replace(",", ""))
    assert count == pytest.approx(int(tiles_text(whole).removesuffix(" tiles").replace(",", "")) / 2, rel=0.02)


def test_edges_and_corners_are_said_with_four_digits():
    assert edge_words(LYON, Edge.EAST) == "East edge 4.8500"
    assert corner_words(TRIANGLE, Corner(0, 0, 1)) == "Corner 2 of 3, 4.8500, 45.7300"
    assert middle_words(LYON) == "Middle 4.8250, 45.7500"
