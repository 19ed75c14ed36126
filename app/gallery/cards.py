"""Everything about one picture and its labels, for lists and tool tips."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.formats.json_text import JsonError, read_json
from app.gallery.folder import Folder
from app.gallery.picture import PictureFacts
from app.gallery.reading import place_of
from app.gallery.turning import turned_rule
from app.model.annotation import Annotation, Label, Tag
from app.model.foreign_text import plain_text
from app.model.gallery import LabelCard, PictureCard
from app.model.geometry import Geometry
from app.model.geometry_measure import area, bounds, shape_word
from app.model.harvest_record import HarvestRecord
from app.model.problem import Problem

# Shape, class and tags have places of their own on a card.
_TOLD = frozenset({"classTitle", "classId", "geometryType", "shape", "tags"})
MOST_FIELDS = 40


def picture_card(folder: Folder, number: int, facts: PictureFacts) -> PictureCard:
    """Return the card of a picture.

    Args:
        folder: Where it is.
        number: Which it is.
        facts: Of its file; empty ones when it cannot be read.
    """
    dataset, name = folder.key(number)
    annotation = folder.annotation(number)
    item = folder.item(number)
    width, height = folder.size(number)
    problems = folder.problems(number)
    record = folder.record(number)
    stored = (facts.stored_width, facts.stored_height)
    return PictureCard(
        number=number,
        dataset=dataset,
        name=name,
        width=width or facts.width,
        height=height or facts.height,
        file_width=facts.width,
        file_height=facts.height,
        size_bytes=facts.size_bytes,
        format=facts.format,
        is_turned=facts.is_turned,
        turned_rule=turned_rule(stored, facts.orientation, (annotation.width, annotation.height)),
        tags=_tags(annotation.tags),
        labels=tuple(_label_cards(annotation, problems, _fields(item.annotation))),
        problems=problems,
        facts=() if record is None else tuple(_facts(record)),
        place=None if record is None else place_of(record),
        page="" if record is None else record.page,
    )


def _label_cards(
    annotation: Annotation, problems: Sequence[Problem], fields: Sequence[tuple[tuple[str, str], ...]]
) -> Iterator[LabelCard]:
    by_place: dict[int | None, list[Problem]] = {}
    for problem in problems:
        by_place.setdefault(problem.label, []).append(problem)
    for place, label in enumerate(annotation.labels):
        further = fields[place] if place < len(fields) else ()
        yield _label_card(place, label, tuple(by_place.get(place, ())), further)


def _label_card(
    place: int, label: Label, problems: tuple[Problem, ...], fields: tuple[tuple[str, str], ...]
) -> LabelCard:
    return LabelCard(
        place=place,
        class_name=label.class_name,
        color=label.color,
        shape=shape_word(label.geometry),
        bounds=bounds(label.geometry),
        area=_area(label.geometry),
        tags=_tags(label.tags),
        fields=fields,
        problems=problems,
    )


def _area(geometry: Geometry) -> float:
    try:
        return area(geometry)
    except ValueError:
        return 0.0  # a mask that does not decode: its problem says so


def _tags(tags: Sequence[Tag]) -> tuple[tuple[str, str], ...]:
    return tuple((tag.name, tag.value) for tag in tags)


def _fields(path: Path | None) -> list[tuple[tuple[str, str], ...]]:
    """Return the simple fields of each label's JSON, in the order of the labels of its annotation."""
    if path is None:
        return []
    try:
        document = read_json(path).document
    except (OSError, JsonError):
        return []
    objects = document.get("objects") if isinstance(document, dict) else None
    # Objects that are none become no label.
    return [tuple(_simple(one)) for one in objects if isinstance(one, dict)] if isinstance(objects, list) else []


def _simple(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in list(entry.items())[:MOST_FIELDS]:
        text = plain_text(value)
        if text and name not in _TOLD:
            yield name, text


def _facts(record: HarvestRecord) -> Iterator[tuple[str, str]]:
    """Yield what is known of a harvested picture, in words for people."""
    place = place_of(record)
    seen = _day_and_time(record)
    values = (
        ("Captured", seen),
        ("Position", "" if place is None else f"{place[1]:.6f}, {place[0]:.6f}"),
        ("Heading", _degrees(record.computed_compass_angle if record.compass_angle is None else record.compass_angle)),
        ("Altitude", "" if record.altitude is None else f"{record.altitude:.1f} m"),
        ("Camera", " ".join(filter(None, (record.make, record.model)))),
        ("Camera type", record.camera_type),
        ("Panorama", {True: "yes", False: "no"}.get(record.is_pano, "") if record.is_pano is not None else ""),
        ("Quality", "" if record.quality_score is None else f"{record.quality_score:.2f}"),
        ("Sequence", record.sequence),
        ("Creator", record.creator or record.creator_id),
        ("Region", record.region),
        ("Size asked for", record.size_asked if record.size_asked != record.size_got else ""),
        ("Size", record.size_got),
        ("Licence", record.licence),
        ("Id", record.id),
    )
    for name, value in values:
        if value:
            yield name, value


def _day_and_time(record: HarvestRecord) -> str:
    text = record.captured_at
    if not text:
        return ""
    moment = datetime.datetime.fromisoformat(text)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _degrees(angle: float | None) -> str:
    return "" if angle is None else f"{angle:.0f}°"
