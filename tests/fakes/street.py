"""A Mapillary account with images everywhere: a thousand in each square kilometre, all tiles in the cache."""

from dataclasses import replace

from app.model.account import Account, AccountCheck
from app.model.annotation import Annotation
from app.model.answers import DestinationCheck, Look
from app.model.gallery import PaintLook
from app.model.harvest import MapillarySpec
from app.model.mercator import LISTING_ZOOM
from app.model.queries import (
    CheckAccount,
    CheckDestination,
    ListJobs,
    ListTiles,
    LookAround,
    MakeSurvey,
    ReadRegions,
    ShowBasemap,
    ShowCoverage,
)
from app.model.region import area_km2, box, tile_count
from app.model.survey import ByteRange, Survey
from tests.fakes.tree import paint_look, png

ACCOUNT = Account("mapillary", "mapillary", "https://graph.mapillary.com", "Mapillary", False, "https://tiles")
DISK = DestinationCheck(True, "", "", False, 200 * 10**9, 500 * 10**9)
IMAGE_BYTES = 250_000
# 1,124 images.
SMALL = box(4.80, 45.75, 4.81, 45.763, "Small")
# 225 square kilometres: more images than anybody needs at once.
HUGE = box(4.80, 45.70, 5.00, 45.83, "Huge")


def survey(query: MakeSurvey) -> Survey:
    spec = query.spec
    assert isinstance(spec, MapillarySpec)
    items = round(1000 * sum(area_km2(region) for region in spec.regions))
    if spec.spacing:
        items = round(items / spec.spacing)
    if spec.creator:
        items = 0
    if spec.max_images is not None:
        items = min(items, spec.max_images)
    size = items * IMAGE_BYTES
    tiles = sum(tile_count(region, LISTING_ZOOM) for region in spec.regions)
    return Survey(
        items, 0, ByteRange(size // 2, size, size * 2), {"tile": tiles, "image": items}, "CC BY-SA 4.0",
        tiles=tiles, tiles_read=tiles, quota_share=tiles / 50_000, quota_text=f"{tiles} of 50,000 tile calls today",
    )  # fmt: skip


def here(count: int):
    """Return a survey function for a destination that has some images already."""
    return lambda query: replace(survey(query), already_here=count if query.destination else 0)


def looks(query: LookAround) -> tuple[Look, ...]:
    return tuple(Look(f"mly_{n}.jpg", png(64, 36, (90, 120, 150)), Annotation(64, 36)) for n in range(query.count))


def answers() -> dict[object, object]:
    """Return answers for a `FakeHost` that has all this."""
    return {
        MakeSurvey: survey,
        LookAround: looks,
        PaintLook: paint_look,
        ShowCoverage: lambda _: None,
        ShowBasemap: lambda _: None,
        ListTiles: (),
        ListJobs: (),
        ReadRegions: (SMALL,),
        CheckDestination: DISK,
        CheckAccount: AccountCheck(ACCOUNT, "", (), 0.12, ""),
    }
