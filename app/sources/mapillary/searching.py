"""Images of a region by the search of the service. For small areas; coverage tiles are complete, this may not be.

A search answers for boxes under 0.01 degrees, is not paged, and stops silently at its limit; where images are dense it
refuses. So a full answer and a refusal split the box into four, down to some ten metres. What cannot be split
further is raised at the end, after everything else was handed out. Source: reference C.2.
"""

import itertools
import math
from collections.abc import AsyncGenerator, Iterator

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import MapillarySpec, Pano
from app.model.harvest_record import iso_time
from app.model.region import boxes, degrees_text
from app.sources.mapillary.client import SEARCH_LIMIT, Box, Client
from app.sources.mapillary.clipping import Clip
from app.sources.mapillary.facts import images_of
from app.sources.mapillary.fields import LISTED
from app.sources.mapillary.filters import Filters
from app.sources.mapillary.tile_images import TileImages, joined
from app.sources.mapillary.together import together
from app.sources.mapillary.wire import document_of, entity_of, rows_of

SIDE_DEG = 0.0099
SMALLEST_DEG = 1e-4
MOST_BOXES = 20_000
AT_ONCE = 4
FIELDS = (*LISTED, "quality_score")


class Search:
    """One region being searched.

    Attributes:
        asked: Calls so far.
        missed: Boxes whose images could not all be had.
    """

    def __init__(self, clip: Clip, spec: MapillarySpec, filters: Filters, client: Client, network: Network) -> None:
        """Take what is wanted, and who is asked."""
        self._clip = clip
        self._client = client
        self._network = network
        self._narrowed = _narrowed(spec, filters)
        self.asked = 0
        self.missed: list[Box] = []

    def boxes(self) -> list[Box]:
        """Return the boxes to ask for, row by row from the north-west.

        Raises:
            FailedError: REFUSED, when there are too many.
        """
        region = self._clip.region
        count = sum(math.ceil((e - w) / SIDE_DEG) * math.ceil((n - s) / SIDE_DEG) for w, s, e, n in boxes(region))
        if count > MOST_BOXES:
            raise FailedError(
                Failure(FailureKind.REFUSED, "The region is too large to be searched.", "Find its images by tiles.")
            )
        return [box for part in boxes(region) for box in _cut(part) if self._clip.meets(*box)]

    async def images(self) -> AsyncGenerator[TileImages, None]:
        """Yield what is found, some boxes at a time; images on shared edges come more than once."""
        todo = self.boxes()
        for at in range(0, len(todo), AT_ONCE):
            found = await together(self._box, todo[at : at + AT_ONCE], at_once=AT_ONCE)
            yield joined(found)

    async def _box(self, box: Box) -> TileImages:
        call = self._client.search(box, FIELDS, self._narrowed)
        self.asked += 1
        try:
            document = document_of(await self._network.ask(call), call.route)
        except FailedError as error:
            if error.failure.code != "reduce":
                raise
            return await self._parts(box, [])
        rows = list(rows_of(document))
        found = images_of([entity_of(row) for row in rows])
        return found if len(rows) < SEARCH_LIMIT else await self._parts(box, [found])

    async def _parts(self, box: Box, found: list[TileImages]) -> TileImages:
        """Ask for the quarters of a box; keep what its whole answer brought, too."""
        west, south, east, north = box
        if max(east - west, north - south) <= SMALLEST_DEG:
            self.missed.append(box)
            return joined(found)
        x, y = (west + east) / 2, (south + north) / 2
        quarters = ((west, y, x, north), (x, y, east, north), (west, south, x, y), (x, south, east, y))
        return joined([*found, *[await self._box(quarter) for quarter in quarters]])

    def refuse_missed(self) -> None:
        """Raise FailedError (REFUSED) when a part of the region could not be searched whole."""
        if not self.missed:
            return
        first = ",".join(degrees_text(value) for value in self.missed[0])
        count = len(self.missed)
        places = f"The place {first} holds" if count == 1 else f"{count:,} places, such as {first}, hold"
        raise FailedError(
            Failure(FailureKind.REFUSED, f"{places} more pictures than a search can list.", "Find them by tiles.")
        )


def _cut(part: Box) -> Iterator[Box]:
    west, south, east, north = part
    columns, rows = max(1, math.ceil((east - west) / SIDE_DEG)), max(1, math.ceil((north - south) / SIDE_DEG))
    xs = [west + (east - west) * at / columns for at in range(columns)] + [east]
    ys = [north + (south - north) * at / rows for at in range(rows)] + [south]
    for top, bottom in itertools.pairwise(ys):
        for left, right in itertools.pairwise(xs):
            yield left, bottom, right, top


def _narrowed(spec: MapillarySpec, filters: Filters) -> dict[str, str]:
    """Return the filters that the service applies itself; all of them are applied here again."""
    found = {}
    for name, time in (("start_captured_at", filters.from_ms), ("end_captured_at", filters.until_ms)):
        if time and (text := iso_time(time)):
            found[name] = text.replace("+00:00", "Z")
    if spec.pano is not Pano.ANY:
        found["is_pano"] = "true" if spec.pano is Pano.YES else "false"
    return found
