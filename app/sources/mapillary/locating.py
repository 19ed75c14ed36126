"""From listed images to the addresses of their pictures and to what is written down about them.

Addresses are signed and expire after some weeks, so they are asked for just before the fetch and kept nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.model.call import Network
from app.model.failure import FailedError, Failure, FailureKind
from app.model.harvest import HarvestLayout, MapillarySpec, ThumbSize
from app.model.harvest_record import record_to_json
from app.model.layout import SidecarKind
from app.model.source import Finished, Listed, Located, Sidecar
from app.sources.mapillary.batches import Batches, Found, Wish
from app.sources.mapillary.client import Client
from app.sources.mapillary.facts import is_image_id
from app.sources.mapillary.fields import THUMBS, fields_of, in_fallback_order, wants_detections
from app.sources.mapillary.outlines import labels_of
from app.sources.mapillary.payload import payload_of, region_key, region_name
from app.sources.mapillary.record import Picture, imprint_of, record_of
from app.sources.mapillary.sizes import batch_size
from app.sources.mapillary.wire import Entity, unreadable

NO_PICTURE = Failure(
    FailureKind.NOT_FOUND,
    "Mapillary offers no picture of this image.",
    "Only its position is known.",
    code="no-picture",
)
# Seconds since 1970 that an expiry can plausibly be: from 2010 on.
EARLIEST, LATEST = 1_262_304_000, 2**33


@dataclass(slots=True)
class Locator:
    """Locates images of one account.

    Attributes:
        is_core: The service refused the chosen fields before, so only the most important ones are asked for.
    """

    client: Client
    is_core: bool = False

    async def located(self, spec: MapillarySpec, items: Sequence[Listed], network: Network) -> list[Located]:
        """Return one `Located` for each image.

        Raises:
            FailedError: Something that concerns more than one image.
        """
        keys = list(dict.fromkeys(listed.key for listed in items))
        odd = [key for key in keys if not is_image_id(key)]
        good = [key for key in keys if is_image_id(key)]
        found = await self._entities(spec, good, network)
        found |= {key: unreadable("no image id") for key in odd}
        regions = {region_key(region): region_name(region) for region in reversed(spec.regions)}
        return [self._one(spec, listed, found[listed.key], regions) for listed in items]

    async def _entities(self, spec: MapillarySpec, keys: Sequence[str], network: Network) -> Found:
        if not keys:
            return {}
        wish = Wish(fields_of(spec), THUMBS[spec.size], wants_detections(spec), self.is_core)
        batches = Batches(wish, self.client, network)
        found = await batches.entities(keys, batch_size(spec))
        self.is_core = wish.is_core
        await self._complete_thumbs(spec, found, network)
        await self._complete_detections(found, batches)
        return found

    async def _complete_thumbs(self, spec: MapillarySpec, found: Found, network: Network) -> None:
        """Ask for the other sizes of images that do not have the wanted one."""
        lacking = [key for key, one in found.items() if isinstance(one, Entity) and THUMBS[spec.size] not in one.thumbs]
        if not lacking:
            return
        first, *others = (THUMBS[size] for size in in_fallback_order(spec.size)[1:])
        wish = Wish(("id", *others), first, is_core=False)
        more = await Batches(wish, self.client, network).entities(lacking, batch_size(spec))
        for key, one in more.items():
            known = found[key]
            if isinstance(one, Entity) and isinstance(known, Entity):
                found[key] = replace(known, thumbs={**one.thumbs, **known.thumbs})
            elif isinstance(one, Failure):
                found[key] = one

    async def _complete_detections(self, found: Found, batches: Batches) -> None:
        """Ask for the detections that did not fit into the batch."""
        for key, one in found.items():
            if not isinstance(one, Entity) or not one.has_more_detections:
                continue
            try:
                found[key] = replace(one, detections=await batches.more_detections(key), has_more_detections=False)
            except FailedError as error:
                if error.failure.kind not in (FailureKind.NOT_FOUND, FailureKind.REFUSED, FailureKind.DATA):
                    raise
                found[key] = error.failure

    def _one(self, spec: MapillarySpec, listed: Listed, found: Entity | Failure, regions: Mapping[str, str]) -> Located:
        if isinstance(found, Failure):
            return Located(listed.key, failure=found)
        chosen = chosen_picture(found, spec.size)
        if chosen is None:
            return Located(listed.key, failure=NO_PICTURE)
        size, url = chosen
        picture = Picture(
            entity=found,
            payload=payload_of(listed.payload),
            name=listed.path.rpartition("/")[2] or listed.name,
            file=listed.path or listed.name,
            region=regions.get(listed.dataset_key, ""),
            asked=spec.size,
            got=size,
            is_core=self.is_core,
        )
        return Located(
            listed.key,
            call=self.client.image(url, size),
            finish=partial(finished, spec, picture),
            good_until=expiry_of(url),
            is_perishable=True,
        )


def finished(spec: MapillarySpec, picture: Picture, width: int, height: int) -> Finished:
    """Return the files beside a picture, and what is written into it, when its size is known."""
    labels = labels_of(picture.entity.detections or (), width, height)
    record = record_of(picture, width, height, labels.counts, labels.unreadable)
    sidecars = [Sidecar(SidecarKind.IMAGE_META, record_to_json(record))]
    if spec.layout is HarvestLayout.PROJECT:
        body = msgspec.json.format(msgspec.json.encode(labels.document), indent=4)
        sidecars.append(Sidecar(SidecarKind.ANNOTATION, body))
    return Finished(tuple(sidecars), imprint_of(record) if spec.has_exif else None)


def chosen_picture(entity: Entity, size: ThumbSize) -> tuple[ThumbSize, str] | None:
    """Return size and address of the best picture there is; None when there is none that can be fetched."""
    for candidate in in_fallback_order(size):
        url = entity.thumbs.get(THUMBS[candidate], "")
        try:
            parts = urlsplit(url) if url.isascii() and url.isprintable() and " " not in url else urlsplit("")
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc:
            return candidate, url
    return None


def expiry_of(url: str) -> float | None:
    """Return until when a signed address is good, UTC seconds; None when it does not say so, or says nonsense."""
    try:
        seconds = int(parse_qs(urlsplit(url).query)["oe"][0], 16)
    except (KeyError, ValueError):
        return None
    return float(seconds) if EARLIEST <= seconds < LATEST else None
