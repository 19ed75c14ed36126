import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter

from app.model.region import box, polygon_region
from tests.ui.map.making import LYON, TRIANGLE, VIEW, a_sheet, color_at
from ui.map.shape_paint import paint_draft, paint_regions, region_path
from ui.map.shapes import Edge, ShownRegion, handles
from ui.map.sheet import Draft
from ui.map.viewport import Viewport
from ui.theme.tokens import CONTRAST, DARK, LIGHT

SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def painted(sheet, tokens=LIGHT, is_filled=True):
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.map_land))
    painter = QPainter(image)
    paths = {n: region_path(one.region, sheet.view) for n, one in enumerate(sheet.regions) if one.is_visible}
    paint_regions(painter, sheet, paths, tokens, is_filled=is_filled)
    painter.end()
    return image


def colors_around(image, x, y, reach=6):
    span = range(-reach, reach + 1)
    return {color_at(image, x + dx, y + dy) for dx in span for dy in span}


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_the_selected_region_has_eight_handles(qapp, tokens):
    sheet = a_sheet(LYON)

    image = painted(sheet, tokens)

    for _, lon, lat in handles(LYON):
        x, y = VIEW.point_of(lon, lat)
        assert color_at(image, x, y) == tokens.base
        assert tokens.accent in colors_around(image, x, y)


def test_a_region_that_is_not_selected_has_its_colour_and_no_handles(qapp):
    sheet = a_sheet(LYON, selected=-1)
    x, y = VIEW.point_of(4.85, 45.75)

    image = painted(sheet)

    assert sheet.regions[0].color in colors_around(image, x, y, 2)
    assert LIGHT.accent not in colors_around(image, x, y)


def test_the_active_edge_is_seen(qapp):
    sheet = a_sheet(LYON)
    x, y = VIEW.point_of(4.85, 45.74)

    def thickness():
        return sum(color_at(painted(sheet), x + dx, y) == LIGHT.accent for dx in range(-8, 9))

    before = thickness()
    sheet.activate(Edge.EAST)

    assert thickness() > before


def test_an_invisible_region_is_not_drawn(qapp):
    sheet = a_sheet(LYON)
    sheet.show_as(0, ShownRegion(LYON, is_visible=False))

    assert color_at(painted(sheet), *VIEW.point_of(4.80, 45.75)) == LIGHT.map_land


def test_a_region_that_is_not_ticked_is_dashed(qapp):
    sheet = a_sheet(LYON, selected=-1)
    y = round(VIEW.point_of(0, 45.77)[1])
    left, right = round(VIEW.point_of(4.81, 0)[0]), round(VIEW.point_of(4.84, 0)[0])

    def inked():
        image = painted(sheet)
        return sum(sheet.regions[0].color in colors_around(image, x, y, 1) for x in range(left, right))

    solid = inked()
    sheet.show_as(0, ShownRegion(LYON, sheet.regions[0].color, is_checked=False))

    assert solid == right - left
    assert 0 < inked() < solid


def test_a_tint_fills_regions_unless_tiles_do(qapp):
    sheet = a_sheet(LYON, selected=-1)
    middle = VIEW.point_of(4.83, 45.74)

    assert color_at(painted(sheet), *middle) != LIGHT.map_land
    assert color_at(painted(sheet, is_filled=False), *middle) == LIGHT.map_land


def test_the_name_stands_over_the_corner(qapp):
    sheet = a_sheet(LYON, selected=-1)
    x, y = VIEW.point_of(4.80, 45.77)

    image = painted(sheet)

    above = {color_at(image, x + dx, y - dy) for dx in range(2, 60) for dy in range(8, 20)}
    assert sheet.regions[0].color in above


def test_a_hole_is_left_open(qapp):
    outer = [(4.80, 45.73), (4.85, 45.73), (4.85, 45.77), (4.80, 45.77)]
    hole = [(4.82, 45.74), (4.83, 45.74), (4.83, 45.76), (4.82, 45.76)]
    path = region_path(polygon_region([[outer, hole]]), VIEW)

    assert path.contains(QPointF(*VIEW.point_of(4.81, 45.75)))
    assert not path.contains(QPointF(*VIEW.point_of(4.825, 45.75)))


def test_a_box_across_the_antimeridian_is_one_shape_on_both_sides():
    fiji = box(179.0, -18.0, -179.0, -16.0)

    for lon in (179.5, -179.5):
        view = Viewport(lon, -17.0, 8.0, 728, 573)
        path = region_path(fiji, view)
        assert path.contains(QPointF(*view.point_of(view.near(179.5), -17.0)))
        assert path.contains(QPointF(*view.point_of(view.near(-179.5), -17.0)))


def test_a_huge_shape_is_cut_near_the_edges_of_the_widget():
    path = region_path(box(-170, -80, 170, 80), Viewport(4.8, 45.7, 19.0, 728, 573))

    assert path.boundingRect().width() < 1000


@pytest.mark.parametrize(
    "draft",
    [
        Draft(((4.80, 45.77),), (4.85, 45.73), is_box=True),
        Draft(((4.80, 45.77), (4.85, 45.76)), (4.85, 45.73), is_box=False),
    ],
    ids=["box", "polygon"],
)
def test_what_is_being_drawn_is_dashed_with_its_set_corners(qapp, draft):
    image = QImage(VIEW.width, VIEW.height, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.map_land))
    painter = QPainter(image)

    paint_draft(painter, draft, VIEW, LIGHT)

    painter.end()
    x = VIEW.point_of(4.85, 0)[0]
    rows = range(round(VIEW.point_of(0, 45.755)[1]), round(VIEW.point_of(0, 45.735)[1]))
    dashes = [LIGHT.accent in colors_around(image, x, y, 1) for y in rows]
    assert LIGHT.accent in colors_around(image, *VIEW.point_of(4.80, 45.77))
    assert 0 < sum(dashes) < len(dashes)


def test_handles_of_a_polygon_are_drawn_on_corners_and_middles(qapp):
    image = painted(a_sheet(TRIANGLE))

    for _, lon, lat in handles(TRIANGLE):
        assert LIGHT.accent in colors_around(image, *VIEW.point_of(lon, lat))
