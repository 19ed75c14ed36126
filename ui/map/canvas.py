"""Paints the map from back to front: bundled map, basemap, coverage, tiles, regions, edges.

The slow layers are pictures made elsewhere. What lies under the pointer changes with every move of the mouse: all the
rest is kept as one picture meanwhile.
"""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from ui.desk import Desk
from ui.map.basemap import Basemap
from ui.map.coverage_layer import CoverageLayer, PickedPoint
from ui.map.land_layer import LandLook, draw_land, paint_degree_words
from ui.map.margins import Margins, paint_margins
from ui.map.picture import PictureMaker
from ui.map.shape_paint import paint_draft, paint_regions, region_path
from ui.map.sheet import Sheet
from ui.map.standing_layer import StandingLayer
from ui.theme.theme import RAIL_PX

FOCUS_PX = 2
HOVER_PX = 7.0
DOT_PX = 6.0
PIN_PX = 36


class Canvas(QObject):
    """The layers of the map.

    Signals:
        stale(): Something is to be painted again.
    """

    stale = Signal()

    def __init__(self, desk: Desk, sheet: Sheet, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet = sheet
        self._ratio = 1.0
        self.land = PictureMaker(desk.tasks, draw_land, self)
        self.basemap = Basemap(desk, self)
        self.coverage = CoverageLayer(desk, self)
        self.standings = StandingLayer()
        self._scene = QPixmap()
        self._is_stale = True
        self.pointer = ""
        self.hovered: PickedPoint | None = None
        self.marked: tuple[float, float] | None = None
        self._places: Sequence[tuple[float, float]] = ()
        for change in (self.land.made, self.basemap.changed, self.coverage.changed, sheet.touched):
            change.connect(self.touch)
        desk.theme.changed.connect(self._on_theme)

    def follow(self, ratio: float, is_moved: bool = False) -> None:
        """Have the pictures of the present view made.

        Args:
            ratio: Physical pixels per logical one.
            is_moved: A person moved the map just now.
        """
        self._ratio = ratio
        view = self._sheet.view
        self.basemap.show(view, ratio, is_moved)
        if not self.basemap.is_whole(view):
            # What is not seen is not drawn: the worker would only hold up the window.
            self.land.want(view, ratio, LandLook(self._desk.theme.tokens))
        self.coverage.show(view, ratio, is_moved)
        self.touch()

    def touch(self) -> None:
        """Have everything painted again."""
        self._is_stale = True
        self.stale.emit()

    def show_places(self, places: Sequence[tuple[float, float]]) -> None:
        """Dot these places (longitude and latitude in degrees); none takes the dots away."""
        self._places = places
        self.touch()

    def paint(self, painter: QPainter, has_focus: bool) -> None:
        """Draw everything; the painter is at the origin of the widget."""
        view, theme = self._sheet.view, self._desk.theme
        if self._is_stale:
            self._is_stale = False
            self._make_room(view.width, view.height)
            inner = QPainter(self._scene)
            inner.setFont(theme.font(RAIL_PX))
            self._paint_scene(inner)
            inner.end()
        painter.drawPixmap(0, 0, self._scene)
        self._paint_hovered(painter)
        self._paint_marked(painter)
        painter.setFont(theme.font(RAIL_PX))
        paint_margins(painter, self.margins(), view, theme.tokens)
        if has_focus:
            painter.setPen(QPen(theme.color("accent"), FOCUS_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, view.width - 2, view.height - 2))

    def _make_room(self, width: int, height: int) -> None:
        size = QSize(round(width * self._ratio), round(height * self._ratio))
        if self._scene.size() != size or self._scene.devicePixelRatio() != self._ratio:
            self._scene = QPixmap(size)
            self._scene.setDevicePixelRatio(self._ratio)

    def _paint_scene(self, painter: QPainter) -> None:
        view, tokens = self._sheet.view, self._desk.theme.tokens
        is_covered = self.basemap.is_whole(view)
        if not is_covered:
            painter.fillRect(0, 0, view.width, view.height, QColor(tokens.map_water))
            self.land.paint(painter, view)
        self.basemap.paint(painter, view)
        if not is_covered:
            paint_degree_words(painter, view, QColor(tokens.muted))
        self.coverage.paint(painter, view)
        shown = enumerate(self._sheet.regions)
        paths = {index: region_path(one.region, view) for index, one in shown if one.is_visible}
        everywhere = QPainterPath()
        for path in paths.values():
            # United: where two regions lie on each other neither makes a hole in the other.
            everywhere = everywhere.united(path)
        chosen = paths.get(self._sheet.history.selected, QPainterPath())
        self.standings.paint(painter, view, everywhere, chosen, tokens)
        paint_regions(painter, self._sheet, paths, tokens, is_filled=not self.standings.states)
        if self._sheet.draft is not None:
            paint_draft(painter, self._sheet.draft, view, tokens)
        self._paint_places(painter)

    def margins(self) -> Margins:
        """Return what stands along the edges now."""
        notes = tuple(note for note in (self.basemap.note, self.coverage.note) if note)
        return Margins(self.basemap.credit, notes, self.pointer, self.standings.states, self.coverage.legend())

    def _paint_hovered(self, painter: QPainter) -> None:
        if self.hovered is None:
            return
        view = self._sheet.view
        middle = QPointF(*view.point_of(view.near(self.hovered.lon), self.hovered.lat))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for token, width in (("base", 4.5), ("text", 2.0)):
            painter.setPen(QPen(self._desk.theme.color(token), width))
            painter.drawEllipse(middle, HOVER_PX, HOVER_PX)
        painter.restore()

    def _paint_places(self, painter: QPainter) -> None:
        """Dot where pictures were taken: all in one call each for halo and dot."""
        view = self._sheet.view
        dots = QPolygonF([QPointF(*view.point_of(view.near(lon), lat)) for lon, lat in self._places])
        for token, width in (("base", DOT_PX + 3), ("err", DOT_PX)):
            painter.setPen(QPen(self._desk.theme.color(token), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPoints(dots)

    def _paint_marked(self, painter: QPainter) -> None:
        """Put a pin where something from elsewhere was taken."""
        if self.marked is None:
            return
        lon, lat = self.marked
        x, y = self._sheet.view.point_of(self._sheet.view.near(lon), lat)
        # The tip of the pin is at the foot of the icon, in its middle.
        box = QRectF(x - PIN_PX / 2, y - PIN_PX * 0.92, PIN_PX, PIN_PX).toRect()
        self._desk.theme.icon("map-marker", "err").paint(painter, box)

    def _on_theme(self) -> None:
        self.basemap.start_anew()
        self.follow(self._ratio)
