"""Regions from elsewhere: out of files, dropped or chosen, and out of text, dropped or pasted."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model.failure import Failure
from app.model.queries import ReadRegions
from app.model.region import Region
from app.model.region_text import parse_regions
from ui.desk import Desk
from ui.shell.messages import Message
from ui.text import count_text, plural

# More than this on one map helps nobody; the file can be made smaller.
MOST_REGIONS = 100
FILTER = "Areas (*.geojson *.json *.gpkg *.kml *.gpx *.shp);;All files (*)"


class Bringing(QObject):
    """Reads regions and says what became of it.

    Signals:
        brought(object): Regions came (tuple[Region, ...]), at least one.
    """

    brought = Signal(object)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def choose_file(self) -> None:
        """Let the person choose a file with areas."""
        dialog = QFileDialog(self._window, "Import regions")
        dialog.setObjectName("map.file")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(FILTER)
        dialog.filesSelected.connect(self.read_files)
        dialog.open()

    def read_files(self, paths: Sequence[str]) -> None:
        """Read the areas of some files."""
        for path in paths:
            self._read(path)

    def read_text(self, text: str) -> None:
        """Read a text of any form."""
        try:
            parsed = parse_regions(text)
        except ValueError as error:
            self._desk.messages.post(Message("regions", "warn", "The text holds no region.", str(error)))
            return
        self._bring(parsed.regions, parsed.understood)

    def _read(self, path: str) -> None:
        name = Path(path).name

        def on_regions(regions: tuple[Region, ...]) -> None:
            if regions:
                self._bring(regions, f"Read from {name}.")
            else:
                hint = "Save the areas as polygons and try again."
                self._desk.messages.post(Message("regions", "warn", f"There are no areas in {name}.", hint))

        self._desk.ask.ask(self, ReadRegions(path), tuple, on_regions, self._on_failure, name=f"read {path}")

    def _on_failure(self, failure: Failure) -> None:
        self._desk.messages.post(Message("regions", "err", failure.title, failure.hint))

    def _bring(self, regions: tuple[Region, ...], how: str) -> None:
        text = f"{plural(min(len(regions), MOST_REGIONS), 'region')} came onto the map."
        if len(regions) > MOST_REGIONS:
            how = f"{count_text(len(regions) - MOST_REGIONS)} more were left out: a map takes {MOST_REGIONS} at once."
        self._desk.messages.post(Message("regions", "info", text, how))
        self.brought.emit(regions[:MOST_REGIONS])
