"""The features of one layer as columns: attributes and points of 80,000 images in a few megabytes. Pure.

Attributes are optional and weakly typed in the tiles; a value of another kind than awaited counts as absent.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from app.sources.mapillary.frames import Features, values_of
from app.sources.mapillary.mvt import BOOL, DOUBLE, FLOAT, INT64, POINT, SINT64, TEXT, UINT64, Layer
from app.sources.mapillary.varints import chunks, packed, singles, unzigzagged

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Triples = NDArray[np.int8]
UNKNOWN = -1
_WHOLE = (INT64, UINT64, SINT64)
_MOST_PARAMETER = np.uint64(1 << 32)


class Columns:
    """The attributes of the features of one layer.

    Attributes:
        count: Features.
    """

    def __init__(self, body: bytes, layer: Layer, features: Features, wanted: Iterable[str]) -> None:
        """Read the chosen attributes.

        Args:
            body: The bytes of the tile.
            layer: Where everything lies in them.
            features: Where the parts of its features lie.
            wanted: Names of attributes; absent ones are absent for every feature.

        Raises:
            ValueError: A feature names a key or a value that the layer does not have.
        """
        self.count = len(layer)
        self._layer = layer
        self._body = body
        self._buffer = np.frombuffer(body, dtype=np.uint8)
        values = values_of(body, layer)
        self._kinds, self._from, self._to = values.kind, values.start, values.end
        self._places = {name: np.full(self.count, UNKNOWN, np.int32) for name in wanted}
        self._resolve(features, {layer.keys.index(name): name for name in self._places if name in layer.keys})
        self._ints, self._floats = self._numbers()

    def _resolve(self, features: Features, wanted: dict[int, str]) -> None:
        starts, ends = features.tags_from, features.tags_to
        keys, values = len(self._layer.keys), len(self._kinds)
        for part in chunks(starts, ends):
            numbers, counts = packed(self._buffer, starts[part], ends[part])
            if (counts % 2).any():
                raise ValueError("A feature has a key without a value.")
            names, contents = numbers[0::2], numbers[1::2]
            if len(names) and (int(names.max()) >= keys or int(contents.max()) >= values):
                raise ValueError("A feature names an attribute that is not there.")
            owners = np.repeat(np.arange(part.start, part.stop, dtype=np.int32), counts // 2)
            for number, name in wanted.items():
                chosen = names == number
                self._places[name][owners[chosen]] = contents[chosen]

    def _numbers(self) -> tuple[Ints, Floats]:
        """Return every value of the layer as a whole number and as a fraction; texts are 0 and NaN."""
        kinds, buffer = self._kinds, self._buffer
        ints = np.zeros(len(kinds), np.int64)
        floats = np.full(len(kinds), np.nan)
        for kind in (*_WHOLE, BOOL):
            chosen = np.flatnonzero(kinds == kind)
            raw = singles(buffer, self._from[chosen], self._to[chosen])
            ints[chosen] = unzigzagged(raw) if kind == SINT64 else raw.view(np.int64)
            floats[chosen] = ints[chosen]
        for kind, width, form in ((FLOAT, 4, "<f4"), (DOUBLE, 8, "<f8")):
            chosen = np.flatnonzero(kinds == kind)
            index = self._from[chosen][:, None] + np.arange(width, dtype=np.int32)
            floats[chosen] = buffer[index].view(form).reshape(-1) if len(chosen) else floats[chosen]
        return ints, floats

    def whole(self, name: str) -> Ints:
        """Return whole numbers; 0 where a feature has none. Fractions and texts count as none."""
        places = self._places[name]
        found = np.zeros(self.count, np.int64)
        has = np.flatnonzero(places >= 0)
        has = has[np.isin(self._kinds[places[has]], _WHOLE)]
        found[has] = self._ints[places[has]]
        return found

    def fraction(self, name: str) -> NDArray[np.float32]:
        """Return numbers; NaN where a feature has none that is finite."""
        places = self._places[name]
        found = np.full(self.count, np.nan, np.float32)
        has = np.flatnonzero(places >= 0)
        with np.errstate(over="ignore", invalid="ignore"):
            found[has] = self._floats[places[has]]
        found[~np.isfinite(found)] = np.nan
        return found

    def truth(self, name: str) -> Triples:
        """Return 1 for yes, 0 for no, -1 where a feature does not say; 0 and 1 count as answers."""
        places = self._places[name]
        found = np.full(self.count, UNKNOWN, np.int8)
        has = np.flatnonzero(places >= 0)
        value = self._floats[places[has]]
        found[has[value == 0]] = 0
        found[has[value == 1]] = 1
        return found

    def text(self, name: str) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        """Return for each feature a place in a table of texts, -1 where it has none, and the table."""
        places = self._places[name]
        has = np.flatnonzero(places >= 0)
        has = has[self._kinds[places[has]] == TEXT]
        used, turned = np.unique(places[has], return_inverse=True)
        texts = [self._body[self._from[place] : self._to[place]].decode("utf-8", "replace") for place in used]
        # The same text may stand in the layer several times.
        table = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        numbers = np.array([table[text] for text in texts], np.int32)
        found = np.full(self.count, UNKNOWN, np.int32)
        found[has] = numbers[turned] if len(numbers) else found[has]
        return found, tuple(table)


def points(body: bytes, features: Features) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Return the first point of every feature, and which features are points.

    Returns:
        Pixels of the layer's extent, x right and y down, shape (features, 2); and a mask of the features.

    Raises:
        ValueError: A point has no place, or one beyond any map.
    """
    buffer = np.frombuffer(body, dtype=np.uint8)
    starts, ends = features.geometry_from, features.geometry_to
    found = np.zeros((len(starts), 2), np.int32)
    is_point = features.kind == POINT
    for part in chunks(starts, ends):
        numbers, counts = packed(buffer, starts[part], ends[part])
        here = np.flatnonzero(is_point[part])
        if not len(here):
            continue
        if int(counts[here].min()) < 3:
            raise ValueError("A point has no place.")
        at = (np.cumsum(counts) - counts)[here]
        steps = numbers[np.stack((at + 1, at + 2), axis=1)]
        if ((numbers[at] & np.uint64(7)) != 1).any() or (steps >= _MOST_PARAMETER).any():
            raise ValueError("A point has no place.")
        found[here + part.start] = unzigzagged(steps)
    return found, is_point
