"""Pictures of streets under everything, tile by tile: asked for only where one looks, shown when they come.

The engine keeps the address, the cache on disk and the limits. Here: at most six questions at once, what scrolled
away is asked no more, and after a failure there is silence for half a minute until somebody moves the map.
"""

import asyncio
from functools import partial

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from shiboken6 import isValid

from app.model.failure import Failure, FailureKind
from app.model.mercator import Tile
from app.model.queries import ShowBasemap
from ui.desk import Desk
from ui.map.tile_memory import TileMemory, decode
from ui.map.viewport import PlacedTile, Viewport

MOST_ASKED = 6
QUIET_SECONDS = 30.0
FADE_SECONDS = 0.15
FRAME_MS = 16
OFFLINE = "Basemap offline, using the built-in map"
OSM = "© OpenStreetMap contributors"
DEMO = "Demo basemap"
# Answers about one tile; everything else is about the server.
ABOUT_ONE_TILE = (FailureKind.NOT_FOUND, FailureKind.REFUSED, FailureKind.DATA)


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
        self._came: dict[Tile, float] = {}
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
        if not self._is_wanted or self._is_off or not len(self.memory):
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
        self._came.clear()
        self.memory.clear()
        self.changed.emit()

    def show(self, view: Viewport, is_moved: bool = False) -> None:
        """Ask for what a view needs.

        Args:
            view: What is seen.
            is_moved: A person moved the map just now: after a failure this is when it is tried again.
        """
        self._placed = view.visible_tiles(min(19, max(0, round(view.zoom))))
        seen = {placed.tile for placed in self._placed}
        self._forget(tuple(tile for tile in self._asked if tile not in seen))
        if is_moved and self._quiet_until is not None and self._desk.clock.monotonic() >= self._quiet_until:
            self._quiet_until = None
            self.changed.emit()
        self._ask()

    def paint(self, painter: QPainter, view: Viewport) -> bool:
        """Draw the tiles of a view over the bundled map; return whether they cover all of it."""
        if not self._is_wanted or self._is_off:
            return False
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        now = self._desk.clock.monotonic()
        is_whole = True
        for placed in view.visible_tiles(min(19, max(0, round(view.zoom)))):
            target = _square(placed, view)
            image = self.memory.look(placed.tile)
            share = 1.0 if image is None else self._share(placed.tile, now)
            if image is None or share < 1.0:
                stand_in = self.memory.stand_in(placed.tile)
                if stand_in is not None:
                    painter.drawImage(target, stand_in.image, stand_in.part)
                is_whole = is_whole and stand_in is not None
            if image is not None:
                painter.setOpacity(share)
                painter.drawImage(target, image)
                painter.setOpacity(1.0)
        return is_whole

    def _share(self, tile: Tile, now: float) -> float:
        came = self._came.get(tile)
        return 1.0 if came is None else min(1.0, (now - came) / FADE_SECONDS)

    def _ask(self) -> None:
        if not self._is_wanted or self._is_off or self._quiet_until is not None:
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
        if not self._desk.backend.settings().reduced_motion:
            self._came[tile] = self._desk.clock.monotonic()
            self._frames.start()
        self.changed.emit()

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
        now = self._desk.clock.monotonic()
        self._came = {tile: at for tile, at in self._came.items() if now - at < FADE_SECONDS}
        if not self._came:
            self._frames.stop()
        self.changed.emit()


def _square(placed: PlacedTile, view: Viewport) -> QRectF:
    """Return the rectangle of a tile; at whole zooms without blur, else without gaps."""
    if view.zoom == round(view.zoom):
        return QRectF(round(placed.left), round(placed.top), placed.side, placed.side)
    left, top = round(placed.left), round(placed.top)
    right, bottom = round(placed.left + placed.side), round(placed.top + placed.side)
    return QRectF(left, top, right - left, bottom - top)
