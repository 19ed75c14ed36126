"""What a finished harvest gets beside its pictures: tables, map, credits, and the classes of its labels.

Everything is made from the records beside the pictures and from the spec, into an empty folder, file by file: a file is
there whole or not at all. The same folder gives the same bytes, whenever and wherever that is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app.formats.attribution import attribution_text, credits_of
from app.formats.geotable import write_table
from app.formats.geotable_columns import columns_of
from app.formats.harvest_map import map_html
from app.formats.harvest_records import Harvested, harvested
from app.model.class_color import class_color
from app.model.harvest import HarvestLayout, MapillarySpec
from app.model.harvest_record import HarvestRecord
from app.model.layout import META_FILE
from app.store.disk_words import disk_errors

ATTRIBUTION = "ATTRIBUTION.md"
MAP = "map.html"
TABLE_STEM = "images"


@dataclass(frozen=True, slots=True)
class FinishReport:
    """What was made.

    Attributes:
        files: Names in the folder, in the order in which they were made.
        images: Pictures in the tables.
        missing: Pictures of the receipt that do not lie there any more.
        broken: Pictures whose record cannot be read; they are in no table.
        notes: Sentences about them for people.
    """

    files: tuple[str, ...]
    images: int
    missing: int = 0
    broken: int = 0
    notes: tuple[str, ...] = ()


def read_records(folder: Path) -> Iterator[HarvestRecord]:
    """Yield the record of every picture in a harvested folder, by region, time and id.

    Raises:
        FailedError: DISK, the folder has no receipt or cannot be read.
    """
    with harvested(folder) as found:
        yield from found


def finish_harvest(folder: Path, spec: MapillarySpec, out: Path) -> FinishReport:
    """Make what the spec wants of a harvested folder.

    Args:
        folder: The harvest; nothing in it is changed.
        spec: Which tables and fields, map or none, which layout.
        out: An existing empty folder.

    Raises:
        FailedError: DISK, the harvest cannot be read or a file cannot be written.
    """
    with harvested(folder) as found, disk_errors(str(out)):
        files = list(_tables(found, spec, out))
        if spec.has_map:
            files.append(_write(out, MAP, map_html(found, spec.regions).encode("utf-8", "replace")))
        credits_text = attribution_text(credits_of(found), found.written_at.date())
        files.append(_write(out, ATTRIBUTION, credits_text.encode("utf-8", "replace")))
        if spec.layout is HarvestLayout.PROJECT:
            files.append(_write(out, META_FILE, meta_text(found)))
        return FinishReport(tuple(files), len(found), found.missing, found.broken, tuple(_notes(found)))


def meta_text(records: Iterator[HarvestRecord] | Sequence[HarvestRecord] | Harvested) -> bytes:
    """Return meta.json with one class per label value of the records, by name; one pass."""
    names = sorted({name for record in records for name in record.labels})
    document = {
        "classes": [
            {
                "title": name,
                "description": "",
                "shape": "polygon",
                "color": class_color(name),
                "geometry_config": {},
                "hotkey": "",
            }
            for name in names
        ],
        "tags": [],
        "projectType": "images",
        "projectSettings": {"multiView": {"enabled": False, "tagName": None, "tagId": None, "isSynced": False}},
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _tables(found: Harvested, spec: MapillarySpec, out: Path) -> Iterator[str]:
    if not spec.tables:
        return
    columns = columns_of(found, spec.fields)
    for kind in dict.fromkeys(spec.tables):
        name = f"{TABLE_STEM}.{kind.value}"
        write_table(kind, found, out / name, columns, found.written_at)
        yield name


def _write(out: Path, name: str, body: bytes) -> str:
    part = out / f".{name}.part"
    try:
        part.write_bytes(body)
        part.replace(out / name)
    finally:
        part.unlink(missing_ok=True)
    return name


def _notes(found: Harvested) -> Iterator[str]:
    if found.missing == 1:
        yield "1 image of the receipt is not in the folder any more. The tables leave it out."
    elif found.missing:
        yield f"{found.missing:,} images of the receipt are not in the folder any more. The tables leave them out."
    if found.broken == 1:
        yield "The record of 1 image is missing or damaged. The tables leave it out."
    elif found.broken:
        yield f"The records of {found.broken:,} images are missing or damaged. The tables leave them out."
