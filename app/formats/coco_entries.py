"""The entries of a COCO file as JSON: one line each, keys in the order in which people read them. Pure.

Source: the COCO data format; "attributes" as CVAT and Datumaro read it, on annotations and on images.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from app.formats.coco_shapes import POINT_NODE, CocoShape
from app.formats.coco_stream import CocoFrame
from app.formats.plain_text import plain
from app.model.annotation import Tag
from app.model.exporter import ExportImage, ExportLabel, ExportPlan
from app.model.geometry import Ring
from app.model.label_class import LabelClass, TagMeta

_encode = msgspec.json.Encoder().encode


def frame(plan: ExportPlan) -> CocoFrame:
    """Return what stands around the entries: facts, licences and categories come first, so that a reader has them."""
    facts = {
        "description": plain(plan.title),
        "version": "1.0",
        "year": int(plan.date[:4]),
        "contributor": "Windrow",
        "date_created": plan.date,
    }
    categories = b",\n".join(_encode(category(place, one)) for place, one in enumerate(plan.classes, 1))
    head = b'{"info":' + _encode(facts) + b',\n"licenses":[],\n"categories":[\n' + categories + b'\n],\n"images":'
    return CocoFrame(head, middle=b',\n"annotations":', tail=b"}\n")


def category(number: int, known: LabelClass) -> dict[str, object]:
    """Return a category; keypoints and skeleton stand in those that have a template, and in classes of points.

    Args:
        number: Its id, from 1.
        known: The class.
    """
    entry: dict[str, object] = {"id": number, "name": plain(known.name), "supercategory": plain(known.name)}
    if known.nodes:
        places = {key: place for place, (key, _) in enumerate(known.nodes, 1)}
        entry["keypoints"] = [plain(label or key) for key, label in known.nodes]
        entry["skeleton"] = [[places[a], places[b]] for a, b in known.edges if a in places and b in places]
    elif known.shape == POINT_NODE:
        entry |= {"keypoints": [POINT_NODE], "skeleton": []}
    return entry


def image_entry(image: ExportImage, tags: Mapping[str, TagMeta]) -> bytes:
    """Return the entry of an image; its id is its number in the export and one."""
    entry: dict[str, object] = {
        "id": image.number + 1,
        "file_name": plain(image.file),
        "width": image.width,
        "height": image.height,
        "dataset": plain(image.dataset),
        "name": plain(image.name),
    }
    if image.key:
        entry["source_id"] = plain(image.key)
    if image.tags:
        entry["attributes"] = attributes(image.tags, tags)
    return _encode(entry)


def annotation_entry(
    image: ExportImage, label: ExportLabel, shape: CocoShape, category_id: int, tags: Mapping[str, TagMeta]
) -> bytes:
    """Return the entry of an annotation without its id, from the first key on."""
    entry: dict[str, object] = {
        "image_id": image.number + 1,
        "category_id": category_id,
        "bbox": numbers(shape.bbox),
        "area": number(shape.area),
        "segmentation": {"size": [image.height, image.width], "counts": shape.counts}
        if shape.counts
        else [flat(ring) for ring in shape.rings],
        "iscrowd": 0,
    }
    if shape.keypoints is not None:
        entry["keypoints"] = numbers(shape.keypoints)
        entry["num_keypoints"] = sum(seen > 0 for seen in shape.keypoints[2::3])
    if label.label.tags:
        entry["attributes"] = attributes(label.label.tags, tags)
    if label.group:
        entry["group"] = plain(label.group)
    return _encode(entry)[1:]


def attributes(tags: Sequence[Tag], known: Mapping[str, TagMeta]) -> dict[str, object]:
    """Return tags as name and value: true for one without value, a number where the tag is one, else text.

    A tag that is there several times has a list of its values.
    """
    found: dict[str, list[object]] = {}
    for tag in tags:
        found.setdefault(plain(tag.name), []).append(_value(tag, known.get(tag.name)))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(tag: Tag, known: TagMeta | None) -> object:
    if not tag.value and (known is None or known.value_type == "none"):
        return True
    if known is not None and known.value_type == "any_number":
        try:
            return msgspec.json.decode(tag.value, type=int | float)
        except (msgspec.DecodeError, UnicodeEncodeError):
            pass
    return plain(tag.value)


def flat(ring: Ring) -> list[float]:
    """Return a ring as x, y of one point after the other."""
    return numbers(value for point in ring for value in point)


def numbers(values: Iterable[float]) -> list[float]:
    """Return numbers, whole ones without a point."""
    return [number(value) for value in values]


def number(value: float) -> float:
    """Return a number, a whole one without a point."""
    whole = int(value)
    return whole if whole == value else value
