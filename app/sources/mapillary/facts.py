"""Images that did not come from a tile, in the columns of a tile. Pure."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.sources.mapillary.columns import UNKNOWN
from app.sources.mapillary.tile_images import TileImages, no_images
from app.sources.mapillary.wire import Entity

MOST_DIGITS = 18


def is_image_id(text: str) -> bool:
    """Return whether a text may be the id of an image: digits, and no more than fit into 64 bits."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) > 0


def images_by_id(keys: Sequence[str]) -> TileImages:
    """Return images of which nothing but the id is known, in order; texts that are no ids are left out."""
    ids = np.array([int(key) for key in keys if is_image_id(key)], np.int64)
    count = len(ids)
    nowhere = np.full(count, np.nan)
    return replace(
        no_images(),
        ids=ids,
        lon=nowhere,
        lat=nowhere,
        captured_at_ms=np.zeros(count, np.int64),
        compass=nowhere.astype(np.float32),
        pano=np.full(count, UNKNOWN, np.int8),
        creator=np.zeros(count, np.int64),
        organization=np.zeros(count, np.int64),
        quality=nowhere.astype(np.float32),
        sequence=np.full(count, UNKNOWN, np.int32),
        foot=np.full(count, UNKNOWN, np.int8),
    )


def images_of(entities: Sequence[Entity]) -> TileImages:
    """Return entities as columns, in order, each id once; those without a usable id are counted as nameless."""
    rows = list({entity.id: entity for entity in entities if is_image_id(entity.id)}.values())
    table: dict[str, int] = {}
    places = [row.geometry or row.computed_geometry or (np.nan, np.nan) for row in rows]
    return TileImages(
        ids=np.array([int(row.id) for row in rows], np.int64),
        lon=np.array([place[0] for place in places], np.float64),
        lat=np.array([place[1] for place in places], np.float64),
        captured_at_ms=np.array([row.captured_at_ms or 0 for row in rows], np.int64),
        compass=np.array([_or_nan(row.compass_angle) for row in rows], np.float32),
        pano=np.array([UNKNOWN if row.is_pano is None else int(row.is_pano) for row in rows], np.int8),
        creator=np.array([_number(row.creator_id) for row in rows], np.int64),
        organization=np.array([_number(row.organization_id) for row in rows], np.int64),
        quality=np.array([_or_nan(row.quality_score) for row in rows], np.float32),
        sequence=np.array(
            [table.setdefault(row.sequence, len(table)) if row.sequence else UNKNOWN for row in rows], np.int32
        ),
        foot=np.full(len(rows), UNKNOWN, np.int8),
        sequences=tuple(table),
        nameless=sum(not is_image_id(entity.id) for entity in entities),
    )


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else value


def _number(text: str) -> int:
    return int(text) if is_image_id(text) else 0
