"""All street images that are served: each roll is made or read when something of it is first asked for."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from app.model.mercator import LISTING_ZOOM, Tile
from app.sandbox.street_dense import DENSE_ROLL, DENSE_TILE, FIRST_ID, STEP, dense_roll
from app.sandbox.street_detections import Detection, Detections, place_of
from app.sandbox.street_features import FIRST_FEATURE, FeatureBook, MapFeature
from app.sandbox.street_folder import THUMBS_ROLL, StreetFolder, tile_bounds, tile_roll
from app.sandbox.street_index import Index
from app.sandbox.street_kept import Kept
from app.sandbox.street_pictures import Pictures, Size
from app.sandbox.street_plan import TOWN_BBOX
from app.sandbox.street_roll import FIRST_DETECTION, Camera, Roll
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_tiles import coverage_tile
from app.sandbox.street_town import CAMERAS, TOWN_ROLL, scenes_of, town_roll
from app.sandbox.wire import FileSlice, Piece
from app.sandbox.world import UnreadyError

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Stand:
    """A roll that is made when it is needed.

    Attributes:
        number: Of its roll.
        bounds: West, south, east, north of all its images.
        load: Makes it.
        ids: Lowest and highest id, so that others need not be made to be asked; None when that is not known.
        recorded: Bodies of tiles that are served as they were recorded.
    """

    number: int
    bounds: Box
    load: Callable[[], Roll]
    ids: tuple[int, int] | None = None
    recorded: Mapping[tuple[int, int, int], Piece] = field(default_factory=dict)
    _index: Index | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def prepare(self) -> None:
        """Make it; a second call waits for the first."""
        with self._lock:
            if self._index is None:
                self._index = Index(self.load())

    @property
    def index(self) -> Index:
        """Return the roll. Raises UnreadyError."""
        if self._index is None:
            raise UnreadyError([self])
        return self._index

    def touches(self, box: Box) -> bool:
        """Return whether a box may hold images of it."""
        west, south, east, north = self.bounds
        return box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south

    def may_hold(self, image_id: int) -> bool:
        """Return whether an id may be one of its images."""
        return self.ids is None or self.ids[0] <= image_id <= self.ids[1]


TileKey = tuple[bool, int, int, int]


class StreetWorld:
    """What the street half serves. `gone` may be changed while it runs: ids of images that were deleted."""

    def __init__(self, settings: StreetSettings) -> None:
        """Make nothing yet."""
        self._folder = None if settings.folder is None else StreetFolder(settings.folder)
        self.stands = stands_of(settings, self._folder)
        self.pictures = Pictures()
        self.detections = Detections(self.pictures.scene)
        self.gone: set[int] = set()
        # Set when the server ends: drawing stops at the next picture.
        self.over = threading.Event()
        self._features: Kept[int, FeatureBook] = Kept(self._make_features, 4)
        self._tiles: Kept[TileKey, bytes] = Kept(self._make_tile, 256)

    def find(self, image_id: int) -> tuple[Index, int] | None:
        """Return where an image is; None when it is not served. Raises UnreadyError."""
        for stand in self.stands:
            if stand.may_hold(image_id):
                row = stand.index.roll.row_of(image_id)
                if row is not None:
                    return None if image_id in self.gone else (stand.index, row)
        return None

    def sequence(self, key: str) -> tuple[Index, range] | None:
        """Return the rows of a sequence. Raises UnreadyError."""
        for index in self.indexes():
            rows = index.sequence(key)
            if rows is not None:
                return index, rows
        return None

    def detection(self, detection_id: int) -> Detection | None:
        """Return a detection by id. Raises UnreadyError."""
        place = place_of(detection_id)
        if place is None:
            return None
        number, row, which = place
        for stand in self.stands:
            if stand.number == number and row < len(stand.index.roll):
                found = self.detections.of(stand.index, row)
                return found[which] if which < len(found) else None
        return None

    def features(self) -> FeatureBook | None:
        """Return the map features; None where the town is not served. Raises UnreadyError."""
        return self._features.get(TOWN_ROLL) if self.stands and self.stands[0].number == TOWN_ROLL else None

    def feature(self, number: int) -> tuple[FeatureBook | None, MapFeature | None]:
        """Return a map feature and its book by id. Raises UnreadyError."""
        if not FIRST_FEATURE <= number < FIRST_DETECTION:
            return None, None
        book = self.features()
        return book, book.find(number) if book is not None else None

    def _make_features(self, number: int) -> FeatureBook:
        stand = next(one for one in self.stands if one.number == number)
        stand.prepare()
        return FeatureBook(stand.index, self.detections)

    def feature_tile(self, name: str, z: int, x: int, y: int) -> Piece:
        """Return the body of a tile of map features. Raises UnreadyError."""
        book = self.features() if z == LISTING_ZOOM else None
        return b"" if book is None else book.tile(name, x, y)

    def indexes(self, box: Box | None = None) -> Iterator[Index]:
        """Yield the rolls that a box touches, all without one. Raises UnreadyError."""
        for stand in self.stands:
            if box is None or stand.touches(box):
                yield stand.index

    def tile(self, is_computed: bool, z: int, x: int, y: int) -> Piece:
        """Return the body of a coverage tile. Raises UnreadyError."""
        if not is_computed:
            for stand in self.stands:
                found = stand.recorded.get((z, x, y))
                if found is not None:
                    return found
        return self._tiles.get((is_computed, z, x, y))

    def picture(self, index: Index, row: int, size: Size) -> tuple[Piece, ...]:
        """Return the bytes of an image in pieces. Raises UnreadyError."""
        roll = index.roll
        if self._folder is not None and roll.number == THUMBS_ROLL:
            return (self._folder.piece(int(roll.ids[row]), size),)
        camera = roll.cameras[int(roll.camera[row])]
        return self.pictures.pieces(int(roll.ids[row]), int(roll.scene[row]), camera, size)

    def _make_tile(self, key: TileKey) -> bytes:
        is_computed, z, x, y = key
        stands = [stand for stand in self.stands if stand.touches(Tile(z, x, y).bounds)]
        for stand in stands:
            stand.prepare()
        return coverage_tile([stand.index for stand in stands], z, x, y, is_computed)

    def prewarm(self) -> Iterator[Callable[[], None]]:
        """Yield what is worth doing before it is asked for."""
        for stand in self.stands:
            if stand.number != DENSE_ROLL:
                yield stand.prepare
        if self._folder is None:
            for camera in (CAMERAS[0], CAMERAS[1], CAMERAS[3]):
                first, count = scenes_of(camera)
                for scene in range(first, first + count):
                    yield partial(self._prewarm_scene, scene, camera)

    def _prewarm_scene(self, scene: int, camera: Camera) -> None:
        if not self.over.is_set():
            self.pictures.prepare(scene, camera, Size.MEDIUM)
            self.detections.make(scene)


def stands_of(settings: StreetSettings, folder: StreetFolder | None) -> Sequence[Stand]:
    """Return the rolls of a server; none of them is made."""
    stands = []
    if folder is None:
        stands.append(Stand(TOWN_ROLL, TOWN_BBOX, town_roll, (10**15, FIRST_ID - 1)))
    elif folder.lines:
        stands.append(Stand(THUMBS_ROLL, folder.bounds(), folder.thumbs_roll))
    for place, recorded in enumerate(folder.tiles if folder is not None else ()):
        number = THUMBS_ROLL + 1 + place
        body = FileSlice(recorded.path, 0, recorded.path.stat().st_size)
        where = {(LISTING_ZOOM, recorded.x, recorded.y): body}
        stands.append(Stand(number, tile_bounds(recorded), partial(tile_roll, recorded, number), recorded=where))
    if settings.dense:
        count = settings.dense
        bounds = Tile(LISTING_ZOOM, *DENSE_TILE).bounds
        stands.append(Stand(DENSE_ROLL, bounds, partial(dense_roll, count), (FIRST_ID, FIRST_ID + count * STEP)))
    return stands
