"""What may be dropped on the map: files with areas in them, or text such as coordinates and links. Pure."""

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QMimeData

SUFFIXES = (".geojson", ".json", ".gpkg", ".kml", ".gpx", ".shp")
# Whoever drops a novel dropped it by mistake.
MOST_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped: paths of files, or text; both empty when it is nothing for the map."""

    files: tuple[str, ...] = ()
    text: str = ""


def read_drop(mime: QMimeData) -> Dropped:
    """Return what of a drop is for the map."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
    files = tuple(path for path in paths if PurePath(path).suffix.lower() in SUFFIXES)
    if files or paths:
        return Dropped(files=files)
    text = mime.text().strip() if mime.hasText() else ""
    return Dropped(text=text if len(text) <= MOST_TEXT else "")
