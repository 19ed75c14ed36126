"""A first look at a selection: a few of its images, small, with their labels."""

import io
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from app.model.annotation import Annotation
from app.model.answers import Look
from app.model.call import Network
from app.model.class_color import class_color
from app.model.failure import FailedError, FailureKind
from app.model.figure_json import annotation_from_json
from app.model.harvest import HarvestLayout, MapillarySpec, Pick, ThumbSize
from app.model.item import ItemPage
from app.model.label_class import LabelClass
from app.model.layout import SidecarKind
from app.model.source import Listed, Located
from app.sources.mapillary.locating import Locator
from app.sources.mapillary.together import together

AT_ONCE = 4
# What says that one image cannot be had; a look is no download, so it is left out.
_ONE_IMAGE = frozenset({FailureKind.REFUSED, FailureKind.NOT_FOUND, FailureKind.FORBIDDEN, FailureKind.DATA})


def look_spec(spec: MapillarySpec, count: int) -> MapillarySpec:
    """Return the spec of a few images spread over a selection, as small as labels can still be seen on them."""
    size = ThumbSize.MEDIUM if spec.detections else ThumbSize.SMALL
    shown = replace(spec, size=size, layout=HarvestLayout.PROJECT, has_exif=False, fields=())
    if spec.max_images is not None and spec.max_images <= count:
        return shown
    return replace(shown, max_images=count, pick=Pick.SPREAD)


async def looks_at(spec: MapillarySpec, pages: Sequence[ItemPage], locator: Locator, network: Network) -> list[Look]:
    """Return listed images with their labels; those that cannot be had are left out.

    Raises:
        FailedError: Something that concerns more than one image.
    """
    items = [
        Listed(one.key, one.name, None, None, one.version, one.payload, page.dataset.key)
        for page in pages
        for one in page.items
    ]
    names = {listed.key: listed.name for listed in items}
    found = await locator.located(spec, items, network)

    async def look(located: Located) -> Look | None:
        if located.call is None or located.finish is None:
            return None
        try:
            answer = await network.ask(located.call)
        except FailedError as error:
            if error.failure.kind in _ONE_IMAGE:
                return None
            raise
        return Look(names[located.key], answer.body, _annotation(located, answer.body))

    return [one for one in await together(look, found, at_once=AT_ONCE) if one is not None]


def _annotation(located: Located, image: bytes) -> Annotation:
    try:
        width, height = _size(image)
    except (OSError, ValueError, SyntaxError):
        return Annotation(0, 0, problems=("The picture cannot be read.",))
    sidecars = located.finish(width, height).sidecars if located.finish is not None else ()
    body = next((one.body for one in sidecars if one.kind is SidecarKind.ANNOTATION), b"{}")
    document = msgspec.json.decode(body)
    names = dict.fromkeys(one["classTitle"] for one in document.get("objects", ()))
    return annotation_from_json(document, [LabelClass(name, "polygon", class_color(name)) for name in names])


def _size(image: bytes) -> tuple[int, int]:
    from PIL import Image  # late: only a look needs it

    with Image.open(io.BytesIO(image)) as opened:
        return opened.size
