"""The file with the regions of a harvest, for commands whose regions do not fit into a line.

It lies in the private home: in the destination it would be somebody else's file, and in a temporary folder it would be
gone when the command is run.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from app.model.region import Region
from app.model.region_geojson import geojson_of
from ui.plan.choice import folder_name

FOLDER = "regions"


def regions_path(regions: Sequence[Region], home: Path) -> Path | None:
    """Return where the file of these regions lies; None for one box, which fits into a line. Nothing is written.

    The same regions are the same file.
    """
    if not regions or (len(regions) == 1 and regions[0].is_box):
        return None
    mark = hashlib.sha256(_text(regions).encode()).hexdigest()[:8]
    return home / FOLDER / f"{folder_name(regions[0].name, 'region')}-{mark}.geojson"


def keep_regions(regions: Sequence[Region], home: Path) -> Path | None:
    """Write the file of these regions if they need one, and return where it lies. Raises OSError."""
    path = regions_path(regions, home)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(regions), encoding="utf-8")
    return path


def _text(regions: Sequence[Region]) -> str:
    return json.dumps(geojson_of(regions), ensure_ascii=False)
