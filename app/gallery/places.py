"""Where the pictures of a harvest were taken."""

import numpy as np

from app.gallery.found import Searches
from app.gallery.index import Index
from app.model.gallery import PicturePlace


def places(index: Index, searches: Searches, search: str) -> tuple[PicturePlace, ...]:
    """Return where the pictures that a search finds were taken; those without a place are left out."""
    with index.lock:
        numbers = searches.found(search).numbers
        numbers = numbers[np.isfinite(index.lon.view[numbers]) & np.isfinite(index.lat.view[numbers])]
        lon, lat = index.lon.view[numbers].tolist(), index.lat.view[numbers].tolist()
        names = [index.names[number] for number in numbers]
    return tuple(map(PicturePlace, numbers.tolist(), names, lon, lat))
