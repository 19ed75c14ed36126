"""The engine for Python programs: async first, with a blocking face. See docs/PYTHON.md.

    async with Windrow("https://app.supervisely.com", token) as windrow:
        finished = await windrow.download(1001, "data/town", on_progress=print)

    async with Streets(token) as streets:
        images = await streets.fetch_within_bbox([139.699, 35.658, 139.7, 35.659], max_images=50)
        images = await images.download("data/streets", workers=10)

`BlockingWindrow` and `BlockingStreets` do the same without an event loop. Every failure is a `FailedError` whose text
says what happened and what to do. The libraries for tables and maps are loaded when the first frame is made.
"""

from typing import TYPE_CHECKING, Any

from app.api.blocking import BlockingStreets, BlockingWindrow
from app.api.labels import label_mask
from app.api.streets import Streets
from app.api.watch import Downloaded, Progress
from app.api.windrow import Windrow
from app.model.failure import FailedError

if TYPE_CHECKING:
    from app.api.image_frame import GeoImageFrame, open_harvest

__all__ = [
    "BlockingStreets",
    "BlockingWindrow",
    "Downloaded",
    "FailedError",
    "GeoImageFrame",
    "Progress",
    "Streets",
    "Windrow",
    "label_mask",
    "open_harvest",
]
_LATE = ("GeoImageFrame", "open_harvest")


def __getattr__(name: str) -> Any:
    """Load what needs geopandas, which takes half a second, only when it is asked for."""
    if name in _LATE:
        from app.api import image_frame

        return getattr(image_frame, name)
    raise AttributeError(f"app.api has no {name}")
