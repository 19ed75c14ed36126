"""Pictures of streets under everything, tile by tile: asked for only where one looks, shown when they come.

The engine keeps the address, the cache on disk and the limits. Here: at most six questions at once, what scrolled
away is asked no more, and after a failure there is silence for half a minute until somebody moves the map.
"""

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from shiboken6 import isValid

from app.model.failure import Failure, FailureKind
from app.model.mercator import Tile
from app.model.queries import ShowBasemap
from ui.desk import Desk
from ui.map.picture import MARGIN_PX, Picture, PictureMaker, holds
from ui.map.tile_memory import StandIn, TileMemory, decode
from ui.map.viewport import MOST_ZOOM, PlacedTile, Viewport

MOST_ASKED = 6
QUIET_SECONDS = 30.0
FADE_SECONDS = 0.15
FRAME_MS = 16
OFFLINE = "Basemap offline, using the built-in map"
OSM = "© OpenStreetMap contributors"
DEMO = "Demo basemap"
# Answers about one tile; everything else is about the server.
ABOUT_ONE_TILE = (FailureKind.NOT_FOUND, FailureKind.REFUSED, FailureKind.DATA)


@dataclass(frozen=True, slots=True)
class Tiles:
    """What a picture is made of besides the view; other tiles are another picture.

    Attributes:
        here: The tiles that are here.
        near: The tiles for which a part of another one stands in.
        images: Those of `here`.
        parts: Those of `near`.
    """

    here: tuple[Tile, ...]
    near: tuple[Tile, ...]
    images: tuple[QImage, ...] = field(compare=False)
    parts: tuple[StandIn, ...] = field(compare=False)


def tile_zoom(zoom: float) -> int:
    """Return the zoom of the tiles that are nearest to their own size in a view."""
    return min(int(MOST_ZOOM), max(0, round(zoom)))


def draw_tiles(view: Viewport, ratio: float, tiles: object) -> QImage:
    """Return a picture of tiles, clear where there are none; runs in a worker, smooth scaling takes a while."""
    assert isinstance(tiles, Tiles)
    placed_tiles = view.visible_tiles(tile_zoom(view.zoom))
    # Without holes the picture needs no alpha, and is painted in half the time.
    is_whole = {placed.tile for placed in placed_tiles} <= {*tiles.here, *tiles.near} and _reaches_poles(view)
    kind = QImage.Format.Format_RGB32 if is_whole else QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(round(view.width * ratio), round(view.height * ratio), kind)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    whole = {tile: (picture, QRectF(picture.rect())) for tile, picture in zip(tiles.here, tiles.images, strict=True)}
    parts = {tile: (one.image, one.part) for tile, one in zip(tiles.near, tiles.parts, strict=True)}
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for placed in placed_tiles:
        found = whole.get(placed.tile) or parts.get(placed.tile)
        if found is not None:
            painter.drawImage(_square(placed), *found)
    painter.end()
    return image


class Basemap(QObject):
    """Asks for tiles and paints them.

    Signals:
        changed(): There is something else to paint: a tile, the note or the credit.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._account = ""
        self._is_wanted = False
        self._is_off = False
        self._quiet_until: float | None = None
        self._placed: tuple[PlacedTile, ...] = ()
        self._asked: dict[Tile, str] = {}
        self._missing: set[Tile] = set()
        self._is_dirty = True
        self._whole: Viewport | None = None
        self._came = 0.0
        self._before: Picture | None = None
        self._latest: Picture | None = None
        self._view = Viewport()
        self._ratio = 1.0
        self._maker = PictureMaker(desk.tasks, draw_tiles, self)
        self._maker.made.connect(self._on_made)
        self._era = 0
        self.memory = TileMemory()
        self._frames = QTimer(self)
        self._frames.setInterval(FRAME_MS)
        self._frames.timeout.connect(self._fade)

    @property
    def note(self) -> str:
        """Return what is to be said about the basemap; mostly nothing."""
        return OFFLINE if self._quiet_until is not None else ""

    @property
    def credit(self) -> str:
        """Return whose map is seen; empty while none is."""
        if not self._is_shown or not len(self.memory):
            return ""
        is_demo = any(account.key == self._account and account.is_demo for account in self._desk.backend.accounts())
        return DEMO if is_demo else OSM

    @property
    def asked_count(self) -> int:
        """Return how many questions are under way."""
        return len(self._asked)

    def use(self, account: str | None) -> None:
        """Show the basemap of an account; empty is the usual one, None shows none."""
        self._is_wanted = account is not None
        self._account = account or ""
        self.start_anew()

    def start_anew(self) -> None:
        """Forget every tile and ask again: another theme, or the basemap was switched on."""
        self._era += 1
        self._forget(tuple(self._asked))
        self._is_off = False
        self._quiet_until = None
        self._missing.clear()
        self.memory.clear()
        self._is_dirty = True
        self._whole = None
        self._maker.drop()
        self._before, self._latest = None, None
        self.changed.emit()

    def is_whole(self, view: Viewport) -> bool:
        """Return whether nothing of the bundled map is seen through."""
        picture = self._maker.picture
        if not self._is_shown or picture is None or self._frames.isActive():
            return False
        if picture.covers(view):
            tiles = picture.key
            assert isinstance(tiles, Tiles)
            is_whole = {placed.tile for placed in self._placed} <= {*tiles.here, *tiles.near} and _reaches_poles(view)
            self._whole = view if is_whole else None
            return is_whole
        # Until the next picture is there this one is stretched: whoever zooms in sees a part of what was whole.
        return self._whole is not None and holds(self._whole, view)

    def show(self, view: Viewport, ratio: float, is_moved: bool = False) -> None:
        """Ask for what a view needs and have it drawn.

        Args:
            view: What is seen.
            ratio: Physical pixels per logical one.
            is_moved: A person moved the map just now: after a failure this is when it is tried again.
        """
        self._view, self._ratio = view, ratio
        self._placed = view.visible_tiles(tile_zoom(view.zoom))
        seen = {placed.tile for placed in self._placed}
        self._forget(tuple(tile for tile in self._asked if tile not in seen))
        if is_moved and self._quiet_until is not None and self._desk.clock.monotonic() >= self._quiet_until:
            self._quiet_until = None
            self.changed.emit()
        self._ask()
        picture = self._maker.picture
        if self._is_dirty or picture is None or not picture.covers(view):
            self._draw()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the tiles over the bundled map; new ones come softly."""
        if not self._is_shown:
            return
        share = min(1.0, (self._desk.clock.monotonic() - self._came) / FADE_SECONDS)
        if share < 1.0 and self._before is not None and self._frames.isActive():
            self._before.paint(painter, view)
            painter.setOpacity(share)
        self._maker.paint(painter, view)
        painter.setOpacity(1.0)

    @property
    def _is_shown(self) -> bool:
        return self._is_wanted and not self._is_off

    def _draw(self) -> None:
        """Have the tiles that are here drawn, and those just beyond the edges."""
        if not self._is_shown:
            return
        self._is_dirty = False
        wide = replace(self._view, width=self._view.width + 2 * MARGIN_PX, height=self._view.height + 2 * MARGIN_PX)
        here: dict[Tile, QImage] = {}
        near: dict[Tile, StandIn] = {}
        for placed in reversed(wide.visible_tiles(tile_zoom(wide.zoom))):
            image = self.memory.look(placed.tile)
            stand_in = self.memory.stand_in(placed.tile) if image is None else None
            if image is not None:
                here[placed.tile] = image
            elif stand_in is not None:
                near[placed.tile] = stand_in
        tiles = Tiles(tuple(here), tuple(near), tuple(here.values()), tuple(near.values()))
        self._maker.want(self._view, self._ratio, tiles)

    def _on_made(self) -> None:
        self._before, self._latest = self._latest, self._maker.picture
        is_calm = self._desk.backend.settings().reduced_motion
        # While the map moves nothing fades: that would only blur it.
        if not is_calm and self._before is not None and self._before.covers(self._view):
            self._came = self._desk.clock.monotonic()
            self._frames.start()
        self.changed.emit()

    def _ask(self) -> None:
        if not self._is_shown or self._quiet_until is not None:
            return
        for placed in self._placed:
            tile = placed.tile
            if len(self._asked) >= MOST_ASKED:
                return
            if tile in self.memory or tile in self._asked or tile in self._missing:
                continue
            self._asked[tile] = f"basemap {tile.key}"
            self._desk.ask.ask(
                self,
                ShowBasemap(tile.z, tile.x, tile.y, self._account),
                object,
                partial(self._on_tile, tile),
                partial(self._on_failure, tile),
                self._asked[tile],
            )

    def _on_tile(self, tile: Tile, answer: object) -> None:
        if answer is None:
            self._is_off = True
            self._forget(tuple(self._asked))
            self.changed.emit()
            return
        if not isinstance(answer, bytes):
            raise TypeError(f"A tile of the basemap came as {type(answer).__name__}")
        self._desk.tasks.run(self._decode(tile, answer, self._era), "decode a tile")

    async def _decode(self, tile: Tile, body: bytes, era: int) -> None:
        is_dark = self._desk.theme.tokens.is_dark
        image = await asyncio.get_running_loop().run_in_executor(None, decode, body, is_dark)
        if not isValid(self) or era != self._era:
            return
        self._asked.pop(tile, None)
        self._keep(tile, image)
        self._ask()

    def _keep(self, tile: Tile, image: QImage) -> None:
        if image.isNull():
            self._missing.add(tile)
            return
        self.memory.keep(tile, image)
        self._draw()

    def _on_failure(self, tile: Tile, failure: Failure) -> None:
        self._asked.pop(tile, None)
        if failure.kind in ABOUT_ONE_TILE:
            self._missing.add(tile)
            self._ask()
            return
        self._forget(tuple(self._asked))
        self._quiet_until = self._desk.clock.monotonic() + max(QUIET_SECONDS, failure.retry_after or 0.0)
        self.changed.emit()

    def _forget(self, tiles: tuple[Tile, ...]) -> None:
        for tile in tiles:
            self._desk.ask.forget(self, self._asked.pop(tile))

    def _fade(self) -> None:
        if self._desk.clock.monotonic() - self._came >= FADE_SECONDS:
            self._frames.stop()
            self._before = None
        self.changed.emit()


def _reaches_poles(view: Viewport) -> bool:
    """Return whether the world is as high as the view."""
    top = view.origin[1]
    return top >= 0 and top + view.height / view.world_px <= 1


def _square(placed: PlacedTile) -> QRectF:
    """Return the rectangle of a tile in whole pixels: without gaps, and without blur where it has its own size."""
    left, top = round(placed.left), round(placed.top)
    return QRectF(left, top, round(placed.left + placed.side) - left, round(placed.top + placed.side) - top)
