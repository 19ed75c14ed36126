"""Where the map was last time, kept with the other states of the window."""

import math

from PySide6.QtCore import QSettings

from app.model.mercator import MOST_LAT
from ui.map.viewport import Viewport

KEY = "map/place"


class PlaceMemory:
    """Keeps middle and zoom of a view."""

    def __init__(self, state: QSettings) -> None:
        """Keep them in this file."""
        self._state = state

    def keep(self, view: Viewport) -> None:
        """Remember where a view is."""
        self._state.setValue(KEY, f"{view.lon:.6f} {view.lat:.6f} {view.zoom:.3f}")

    def recall(self, view: Viewport) -> Viewport:
        """Return a view of the remembered place; the same view when none is remembered or it cannot be read."""
        try:
            lon, lat, zoom = (float(part) for part in str(self._state.value(KEY, "")).split())
        except ValueError:
            return view
        if not (math.isfinite(lon) and math.isfinite(zoom) and abs(lat) <= MOST_LAT):
            return view
        return view.moved_to(lon, lat, zoom)
