"""The coverage of a service on the map: asks for tiles, keeps them within bounds, finds what is under the pointer.

Two steps, so that moving about costs nothing: while the map moves only what is cached is asked for; once it rests, the
tiles that are still missing are fetched.
"""

import asyncio
import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter
from shiboken6 import isValid

from app.model.coverage import CoverageTile
from app.model.failure import Failure, FailureKind
from app.model.mercator import LISTING_ZOOM, Tile, fraction_of
from app.model.queries import ShowCoverage
from ui.desk import Desk
from ui.map.coverage_paint import ColorBy, Scene, dot_colors, draw_coverage
from ui.map.coverage_points import EXTENT, IS_PANORAMA, TilePoints, band_words, unpack
from ui.map.picture import PictureMaker
from ui.map.viewport import Viewport

# From here on single images are shown, nearer out the lines of sequences.
POINTS_ZOOM = 13.5
MOST_BYTES = 64_000_000
MOST_ASKED = 4
REST_MS = 300
QUIET_SECONDS = 30.0
REACH_PX = 10.0
MOST_STAND_INS = 4
ABOUT_ONE_TILE = (FailureKind.NOT_FOUND, FailureKind.REFUSED, FailureKind.DATA)


@dataclass(frozen=True, slots=True)
class PickedPoint:
    """One image of the coverage.

    Attributes:
        id: The service's number, as text.
        lon, lat: Where it was taken, as listed; degrees.
        captured_at_ms: When, in milliseconds since 1970.
        compass_angle: Degrees clockwise from north; None when unknown.
        is_panorama: It looks all around.
    """

    id: str
    lon: float
    lat: float
    captured_at_ms: int
    compass_angle: float | None
    is_panorama: bool

    def words(self) -> str:
        """Return "4 May 2023 · 360° · looking north-east"."""
        when = datetime.fromtimestamp(self.captured_at_ms / 1000, UTC)
        parts = [f"{when.day} {when:%b %Y}", "360°" if self.is_panorama else "flat"]
        if self.compass_angle is not None:
            winds = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
            parts.append(f"looking {winds[round(self.compass_angle / 45) % 8]}")
        return " · ".join(parts)


def source_zoom(zoom: float) -> int:
    """Return the zoom of the tiles that a view is drawn from: 14 for images, else that of the view."""
    return LISTING_ZOOM if zoom >= POINTS_ZOOM else min(LISTING_ZOOM - 1, max(0, int(zoom)))


class CoverageLayer(QObject):
    """Asks for coverage and paints it.

    Signals:
        changed(): There is something else to paint or to say.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self._desk = desk
        self._most = most_bytes
        self._account: str | None = None
        self._view = Viewport()
        self._ratio = 1.0
        self._kept: OrderedDict[Tile, TilePoints] = OrderedDict()
        self._asked: dict[Tile, str] = {}
        self._uncached: set[Tile] = set()
        self._missing: set[Tile] = set()
        self._quiet_until: float | None = None
        self._era = 0
        self._is_full = False
        self.note = ""
        self.color_by = ColorBy.YEAR
        self._maker = PictureMaker(desk.tasks, draw_coverage, self)
        self._maker.made.connect(self.changed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask_missing)

    @property
    def is_on(self) -> bool:
        """Return whether coverage is shown."""
        return self._account is not None

    @property
    def size_bytes(self) -> int:
        """Return how much memory the tiles take."""
        return sum(points.size_bytes for points in self._kept.values())

    def use(self, account: str | None) -> None:
        """Show the coverage that an account may see; None shows none."""
        if account == self._account:
            return
        self._account = account
        self.start_anew()

    def start_anew(self) -> None:
        """Forget every tile; the next `show` asks again."""
        self._era += 1
        self._forget(tuple(self._asked))
        self._kept.clear()
        self._uncached.clear()
        self._missing.clear()
        self._quiet_until, self.note, self._is_full = None, "", False
        self._maker.drop()
        self.changed.emit()

    def show(self, view: Viewport, ratio: float, is_moved: bool = False) -> None:
        """Ask for what a view needs and have it drawn.

        Args:
            view: What is seen.
            ratio: Physical pixels per logical one.
            is_moved: A person moved the map just now: after a failure this is when it is tried again.
        """
        self._view, self._ratio = view, ratio
        if not self.is_on:
            return
        wanted = set(self._wanted())
        if self._is_full:
            self._is_full, self.note = False, ""
        self._forget(tuple(tile for tile in self._asked if tile not in wanted))
        if is_moved and self._quiet_until is not None and self._desk.clock.monotonic() >= self._quiet_until:
            self._quiet_until, self.note = None, ""
        self._ask_cached()
        self._rest.start()
        self._draw()

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw the latest picture."""
        if self.is_on:
            self._maker.paint(painter, view)

    def pick(self, view: Viewport, x: float, y: float) -> PickedPoint | None:
        """Return the image nearest to a pixel, if one is within reach."""
        if not self.is_on or source_zoom(view.zoom) != LISTING_ZOOM:
            return None
        column, row = fraction_of(*view.place_at(x, y), LISTING_ZOOM)
        reach = REACH_PX / (view.world_px / 2**LISTING_ZOOM) * EXTENT
        best: tuple[float, TilePoints, int] | None = None
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                tile = Tile(LISTING_ZOOM, (int(column // 1) + dx) % 2**LISTING_ZOOM, int(row // 1) + dy)
                points = self._kept.get(tile)
                if points is None:
                    continue
                found = points.nearest((column - column // 1 - dx) * EXTENT, (row - row // 1 - dy) * EXTENT, reach)
                if found is not None and (best is None or found[1] < best[0]):
                    best = (found[1], points, found[0])
        return None if best is None else _picked(best[1], best[2])

    def legend(self) -> tuple[tuple[str, str], ...]:
        """Return the words and colours of the dots; empty where there are none."""
        if not self.is_on or source_zoom(self._view.zoom) != LISTING_ZOOM:
            return ()
        year = datetime.fromtimestamp(self._desk.clock.utc(), UTC).year
        words = band_words(year) if self.color_by is ColorBy.YEAR else ("good quality", "other or unknown")
        return tuple(zip(words, dot_colors(self._desk.theme.tokens, self.color_by), strict=True))

    def _wanted(self) -> tuple[Tile, ...]:
        return tuple(dict.fromkeys(placed.tile for placed in self._view.visible_tiles(source_zoom(self._view.zoom))))

    def _ask_cached(self) -> None:
        self._ask(only_cached=True)

    def _ask_missing(self) -> None:
        self._ask(only_cached=False)

    def _ask(self, *, only_cached: bool) -> None:
        if self._account is None or self._quiet_until is not None or self._is_full:
            return
        for tile in self._wanted():
            if len(self._asked) >= MOST_ASKED:
                return
            if tile in self._kept or tile in self._asked or tile in self._missing:
                continue
            if only_cached and tile in self._uncached:
                continue
            # What is not known to be missing from the cache is looked for there first.
            is_cheap = only_cached or tile not in self._uncached
            self._asked[tile] = f"coverage {tile.key}"
            self._desk.ask.ask(
                self,
                ShowCoverage(self._account, tile.z, tile.x, tile.y, is_cheap),
                object,
                partial(self._on_tile, tile),
                partial(self._on_failure, tile),
                self._asked[tile],
            )

    def _on_tile(self, tile: Tile, answer: object) -> None:
        if answer is None:
            self._asked.pop(tile, None)
            # Nothing from the service itself: it is not asked again and again.
            (self._missing if tile in self._uncached else self._uncached).add(tile)
            self._go_on()
            return
        if not isinstance(answer, CoverageTile):
            raise TypeError(f"A tile of the coverage came as {type(answer).__name__}")
        self._desk.tasks.run(self._unpack(tile, answer, self._era), "unpack a tile")

    async def _unpack(self, tile: Tile, answer: CoverageTile, era: int) -> None:
        year = datetime.fromtimestamp(self._desk.clock.utc(), UTC).year
        points = await asyncio.get_running_loop().run_in_executor(None, unpack, answer, year)
        if not isValid(self) or era != self._era:
            return
        self._asked.pop(tile, None)
        self._keep(points)
        self._draw()
        self._go_on()

    def _go_on(self) -> None:
        """Ask for the next ones: the cached at once, the others when the map has come to rest."""
        self._ask_cached()
        if not self._rest.isActive():
            self._ask_missing()

    def _keep(self, points: TilePoints) -> None:
        """Keep a tile; what is not seen goes first when there is too much, and then the new one is left out."""
        self._kept[points.tile] = points
        wanted = set(self._wanted())
        size = self.size_bytes
        for tile in [tile for tile in self._kept if tile not in wanted]:
            if size <= self._most:
                break
            size -= self._kept.pop(tile).size_bytes
        if size > self._most and len(self._kept) > 1:
            self._kept.pop(points.tile, None)
            self._is_full = True
            self.note = "Too many images to show at once. Zoom in to see all."

    def _on_failure(self, tile: Tile, failure: Failure) -> None:
        self._asked.pop(tile, None)
        if failure.kind in ABOUT_ONE_TILE:
            self._missing.add(tile)
            self._go_on()
            return
        self._forget(tuple(self._asked))
        self._quiet_until = self._desk.clock.monotonic() + max(QUIET_SECONDS, failure.retry_after or 0.0)
        self.note = f"Coverage cannot be shown. {failure.title}"
        self.changed.emit()

    def _forget(self, tiles: tuple[Tile, ...]) -> None:
        for tile in tiles:
            self._desk.ask.forget(self, self._asked.pop(tile))

    def _draw(self) -> None:
        """Have the tiles of the view drawn; for those that are not here yet, lines of others nearby in zoom."""
        shown: dict[Tile, TilePoints] = {}
        for tile in self._wanted():
            points = self._kept.get(tile)
            if points is not None:
                self._kept.move_to_end(tile)
                shown[tile] = points
            else:
                shown.update(self._stand_ins(tile))
        self._maker.want(self._view, self._ratio, Scene(tuple(shown.values()), self._desk.theme.tokens, self.color_by))
        self.changed.emit()

    def _stand_ins(self, tile: Tile) -> dict[Tile, TilePoints]:
        for up in range(1, min(MOST_STAND_INS, tile.z) + 1):
            above = Tile(tile.z - up, tile.x >> up, tile.y >> up)
            if above in self._kept:
                return {above: self._kept[above]}
        below = [Tile(tile.z + 1, tile.x * 2 + dx, tile.y * 2 + dy) for dx in (0, 1) for dy in (0, 1)]
        return {one: self._kept[one] for one in below if one in self._kept}


def _picked(points: TilePoints, index: int) -> PickedPoint:
    lon, lat = points.place(index)
    angle = float(points.compass_angle[index])
    return PickedPoint(
        str(int(points.ids[index])),
        lon,
        lat,
        int(points.captured_at_ms[index]),
        None if math.isnan(angle) else angle,
        bool(points.flags[index] & IS_PANORAMA),
    )
