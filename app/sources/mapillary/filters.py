"""Which images of a tile are wanted: dates, type, creator, organisation, quality. Pure.

A filter that is set leaves out what does not say; how many that were is counted and told.
"""

import datetime
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.model.harvest import MapillarySpec, Pano
from app.sources.mapillary.tile_images import TileImages

_DAY_END = datetime.time(23, 59, 59, 999_000)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many images of the regions were left out, by reason."""

    dates: int = 0
    undated: int = 0
    pano: int = 0
    unknown_pano: int = 0
    creator: int = 0
    organization: int = 0
    quality: int = 0
    unscored: int = 0
    spacing: int = 0
    surplus: int = 0

    def __add__(self, other: "LeftOut") -> "LeftOut":
        """Return the sums."""
        return LeftOut(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(LeftOut)))

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return sum(getattr(self, f.name) for f in fields(LeftOut))

    def notes(self) -> tuple[str, ...]:
        """Return one sentence for each reason that applies."""
        counts = ((getattr(self, name), words) for name, words in _REASONS.items())
        return tuple(
            f"{count:,} pictures {words} were left out." if count > 1 else f"1 picture {words} was left out."
            for count, words in counts
            if count
        )


_REASONS = {
    "dates": "from other dates",
    "undated": "without a date",
    "pano": "of the other type",
    "unknown_pano": "without a known type",
    "creator": "by other people",
    "organization": "of other organisations",
    "quality": "of lower quality",
    "unscored": "without a quality score",
    "spacing": "closer together than the spacing",
    "surplus": "beyond the maximum",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters in the units of the tiles.

    Attributes:
        from_ms, until_ms: Milliseconds since 1970 UTC, inclusive; None is open.
        pano: Which kinds.
        creator, organization: Ids; None takes all.
        min_quality: None takes all.
    """

    from_ms: int | None = None
    until_ms: int | None = None
    pano: Pano = Pano.ANY
    creator: int | None = None
    organization: int | None = None
    min_quality: float | None = None

    def apply(self, images: TileImages) -> tuple[TileImages, LeftOut]:
        """Return the wanted images, and why the others are not among them."""
        reasons: dict[str, int] = {}
        if self.from_ms is not None or self.until_ms is not None:
            time = images.captured_at_ms
            images = _keep(images, time != 0, "undated", reasons)
            time = images.captured_at_ms
            fits = np.ones(len(images), np.bool_)
            if self.from_ms is not None:
                fits &= time >= self.from_ms
            if self.until_ms is not None:
                fits &= time <= self.until_ms
            images = _keep(images, fits, "dates", reasons)
        if self.pano is not Pano.ANY:
            images = _keep(images, images.pano >= 0, "unknown_pano", reasons)
            images = _keep(images, images.pano == (1 if self.pano is Pano.YES else 0), "pano", reasons)
        if self.creator is not None:
            images = _keep(images, images.creator == self.creator, "creator", reasons)
        if self.organization is not None:
            images = _keep(images, images.organization == self.organization, "organization", reasons)
        if self.min_quality is not None:
            images = _keep(images, ~np.isnan(images.quality), "unscored", reasons)
            # The tiles hold single precision: 0.7 there is a little less than 0.7 here.
            images = _keep(images, images.quality >= np.float32(self.min_quality), "quality", reasons)
        return images, LeftOut(**reasons)


def _keep(images: TileImages, mask: NDArray[np.bool_], reason: str, reasons: dict[str, int]) -> TileImages:
    kept = int(mask.sum())
    if kept == len(images):
        return images
    reasons[reason] = len(images) - kept
    return images.chosen(mask)


def filters_of(spec: MapillarySpec, creator: int | None = None) -> Filters:
    """Return the filters of a spec; the id of its creator was looked up before.

    Raises:
        ValueError: A date or an id cannot be read; the text says which, and what to do.
    """
    organization = spec.organization.strip()
    if organization and not (organization.isascii() and organization.isdigit() and len(organization) < 19):
        raise ValueError(f"“{organization}” is no organisation id. It is a number.")
    from_ms, until_ms = moment(spec.captured_from), moment(spec.captured_until, is_end=True)
    if from_ms is not None and until_ms is not None and from_ms > until_ms:
        raise ValueError("The first date lies after the last one. Swap the two dates.")
    return Filters(from_ms, until_ms, spec.pano, creator, int(organization) if organization else None, spec.min_quality)


def moment(text: str, *, is_end: bool = False) -> int | None:
    """Return an ISO date or time as milliseconds since 1970 UTC; None for an empty text.

    A date means its whole day. A time without a zone is UTC.

    Raises:
        ValueError: It is neither.
    """
    text = text.strip()
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        try:
            when = datetime.datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"“{text}” is no date. It looks like 2024-05-31.") from None
    else:
        when = datetime.datetime.combine(day, _DAY_END if is_end else datetime.time())
    if when.tzinfo is None:
        when = when.replace(tzinfo=datetime.UTC)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (when - epoch) // datetime.timedelta(milliseconds=1)
