import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from app.model.coverage import TileStanding, TileState
from app.model.mercator import tile_at
from tests.ui.map.making import color_at
from ui.map.shape_paint import region_path
from ui.map.shapes import box_between
from ui.map.standing_layer import FILLS, ORDER, StandingLayer, state_words
from ui.map.viewport import Viewport
from ui.theme.tokens import CONTRAST, DARK, LIGHT

FIRST = tile_at(4.80, 45.77, 14)
WEST, SOUTH, EAST, NORTH = FIRST.bounds
# Five tiles beside each other, one in each state.
STANDINGS = tuple(
    TileStanding(7, f"14/{FIRST.x + number}/{FIRST.y}", state, 100, 40) for number, state in enumerate(ORDER)
)
REGION = box_between((WEST, SOUTH), (WEST + 5 * (EAST - WEST), NORTH))
VIEW = Viewport(0, 0, 13.0, 728, 573).fitted(REGION.west, REGION.south, REGION.east, REGION.north)
SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def painted(tokens, standings=STANDINGS, view=VIEW, regions=None, chosen=None, is_grid_shown=True):
    layer = StandingLayer()
    layer.is_grid_shown = is_grid_shown
    layer.show(standings)
    image = QImage(view.width, view.height, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.map_land))
    painter = QPainter(image)
    path = region_path(REGION, view) if regions is None else regions
    layer.paint(painter, view, path, chosen if chosen is not None else QPainterPath(), tokens)
    painter.end()
    return image


def in_tile(view, number, x=0.12, y=0.5):
    left, top = view.point_of(WEST, NORTH)
    side = view.world_px / 2**14
    return left + (number + x) * side, top + y * side


def mixed(color, ground, share):
    parts = [
        round(a * share + b * (1 - share))
        for a, b in zip(QColor(color).getRgb()[:3], QColor(ground).getRgb()[:3], strict=True)
    ]
    return QColor(*parts)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("state", ORDER, ids=str)
def test_each_state_has_its_colour_in_its_strength(qapp, tokens, state):
    token, share = FILLS[state]
    image = painted(tokens)
    wanted = mixed(getattr(tokens, token), tokens.map_land, share)

    # Among hatching and glyphs the plain colour is the most frequent one.
    seen = [color_at(image, *in_tile(VIEW, ORDER.index(state), x / 20, 0.15)) for x in range(2, 19)]

    close = [QColor(color) for color in seen]
    near = [c for c in close if max(abs(c.red() - wanted.red()), abs(c.green() - wanted.green()),
                                    abs(c.blue() - wanted.blue())) <= 3]  # fmt: skip
    assert len(near) > len(seen) / 3


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_colour_is_never_alone(qapp, tokens):
    """Waiting and problem carry a glyph, active is hatched; without colours the states still differ."""
    image = painted(tokens)

    def greys(number):
        return [QColor(image.pixel(*(round(part) for part in in_tile(VIEW, number, x / 40, y / 40)))).lightness()
                for x in range(6, 35) for y in range(6, 35)]  # fmt: skip

    spread = {state: max(greys(number)) - min(greys(number)) for number, state in enumerate(ORDER)}
    for state in (TileState.ACTIVE, TileState.WAITING, TileState.PROBLEM):
        assert spread[state] > 15, state
    if not tokens.is_contrast:
        assert max(spread[TileState.DONE], spread[TileState.QUEUED]) < 5


def test_tiles_are_cut_to_the_regions(qapp):
    half = QPainterPath()
    half.addRect(QRectF(0, 0, 728, in_tile(VIEW, 0, 0, 0.5)[1]))

    image = painted(LIGHT, regions=half)

    assert color_at(image, *in_tile(VIEW, 1, 0.5, 0.25)) != LIGHT.map_land
    assert color_at(image, *in_tile(VIEW, 1, 0.5, 0.75)) == LIGHT.map_land


def test_thousands_of_tiles_far_away_are_seen_as_their_colours(qapp):
    many = tuple(
        TileStanding(1, f"14/{FIRST.x + x}/{FIRST.y + y}", TileState.DONE) for x in range(50) for y in range(50)
    )
    view = Viewport(WEST, NORTH, 9.0, 400, 300)
    left, top = view.point_of(WEST, NORTH)

    image = painted(LIGHT, many, view, regions=QPainterPath())

    done = mixed(LIGHT.ok, LIGHT.map_land, 0.28)
    color = QColor(color_at(image, left + 100, top + 50))
    assert abs(color.green() - done.green()) <= 3
    assert color_at(image, left - 20, top + 50) == LIGHT.map_land


def test_of_tiles_that_share_a_pixel_the_worst_is_seen(qapp):
    some = tuple(
        TileStanding(1, f"14/{FIRST.x + x}/{FIRST.y}", TileState.PROBLEM if x == 3 else TileState.DONE)
        for x in range(8)
    )
    view = Viewport(WEST, NORTH, 5.0, 200, 200)

    image = painted(LIGHT, some, view, regions=QPainterPath())

    colors = {QColor(image.pixel(x, y)).name() for x in range(95, 106) for y in range(95, 106)}
    problem = mixed(LIGHT.err, LIGHT.map_land, 0.28)
    assert any(
        abs(QColor(c).red() - problem.red()) <= 3 and abs(QColor(c).green() - problem.green()) <= 3 for c in colors
    )


def test_the_grid_of_the_selected_region_is_shown_until_it_is_switched_off(qapp):
    path = region_path(REGION, VIEW)
    seam = in_tile(VIEW, 1, 0.0)

    def seam_color(is_shown):
        return color_at(painted(LIGHT, (), chosen=path, is_grid_shown=is_shown), *seam)

    assert seam_color(True) != LIGHT.map_land
    assert seam_color(False) == LIGHT.map_land


def test_a_tile_is_found_under_a_pixel(qapp):
    layer = StandingLayer()
    layer.show(STANDINGS)

    assert layer.at(VIEW, *in_tile(VIEW, 4)).state is TileState.PROBLEM
    assert layer.at(VIEW, *in_tile(VIEW, -1)) is None
    assert layer.states == ORDER


def test_a_new_picture_replaces_the_old_one(qapp):
    layer = StandingLayer()
    layer.show(STANDINGS)

    layer.show(())

    assert layer.at(VIEW, *in_tile(VIEW, 4)) is None
    assert layer.states == ()


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (TileStanding(1, "14/1/1", TileState.QUEUED), "Queued"),
        (TileStanding(1, "14/1/1", TileState.ACTIVE, 1200, 40), "40 of 1,200 images"),
        (TileStanding(1, "14/1/1", TileState.PROBLEM, 9, 8, 1), "8 of 9 images, 1 problem. Click to try again."),
        (
            TileStanding(1, "14/1/1", TileState.PROBLEM, title="The tile could not be read."),
            "The tile could not be read. Click to try again.",
        ),
        (TileStanding(1, "14/1/1", TileState.WAITING, title="Waiting for quota."), "Waiting for quota."),
    ],
    ids=["queued", "active", "problems", "unread", "waiting"],
)
def test_tiles_speak_when_the_pointer_rests(standing, words):
    assert state_words(standing) == words
