"""A large project folder to measure with: tiny pictures, each of its own bytes, and ten labels on each.

The same numbers give the same files. One label in a hundred lies partly outside its picture, so that there are problems
to count.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

WIDTH, HEIGHT = 160, 120
PER_DATASET = 10_000
CLASSES = ("sign", "car", "person", "lane", "tree", "pole", "window", "roof", "dog", "bench")
WEATHERS = ("sunny", "cloudy", "rain", "snow")
LABELS = 10
OUTSIDE_SHARE = 0.01


def make_big_folder(folder: Path, pictures: int, labels: int = LABELS) -> None:
    """Fill an empty folder.

    Args:
        folder: Made when it is missing.
        pictures: How many; every 10,000 make a dataset.
        labels: On each picture; rectangles and polygons take turns.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meta.json").write_bytes(msgspec.json.encode(_meta()))
    start, rest = _jpeg()
    for first in range(0, pictures, PER_DATASET):
        dataset = folder / f"part_{first // PER_DATASET:03}"
        (dataset / "img").mkdir(parents=True)
        (dataset / "ann").mkdir()
        for number in range(first, min(first + PER_DATASET, pictures)):
            name = f"{number:07}.jpg"
            # A comment makes the bytes differ without a new picture.
            comment = b"\xff\xfe\x00\x0a%08d" % number
            (dataset / "img" / name).write_bytes(start + comment + rest)
            (dataset / "ann" / f"{name}.json").write_bytes(msgspec.json.encode(_annotation(number, labels)))


def _jpeg() -> tuple[bytes, bytes]:
    from PIL import Image

    body = io.BytesIO()
    Image.linear_gradient("L").resize((WIDTH, HEIGHT)).convert("RGB").save(body, "JPEG", quality=60)
    return body.getvalue()[:2], body.getvalue()[2:]


def _meta() -> dict[str, object]:
    return {
        "classes": [
            {"title": name, "shape": "any", "color": f"#{40 + 20 * place:02X}80C0"}
            for place, name in enumerate(CLASSES)
        ],
        "tags": [
            {"name": "night", "value_type": "none", "color": "#202060"},
            {"name": "weather", "value_type": "oneof_string", "color": "#60A0FF", "values": list(WEATHERS)},
        ],
        "projectType": "images",
    }


def _annotation(number: int, labels: int) -> dict[str, object]:
    chance = Random(number)
    tags: list[dict[str, object]] = [{"name": "weather", "value": chance.choice(WEATHERS)}]
    if chance.random() < 0.2:
        tags.append({"name": "night", "value": None})
    return {
        "description": "",
        "size": {"width": WIDTH, "height": HEIGHT},
        "tags": tags,
        "objects": list(_objects(chance, number * labels, labels)),
    }


def _objects(chance: Random, first: int, labels: int) -> Iterator[dict[str, object]]:
    for place in range(labels):
        left, top = chance.randrange(WIDTH - 40), chance.randrange(HEIGHT - 30)
        right, bottom = left + chance.randrange(4, 30), top + chance.randrange(4, 20)
        if chance.random() < OUTSIDE_SHARE:
            right += WIDTH
        corners = [[left, top], [right, bottom]]
        ring = [[left, top], [right, top], [right, bottom], [(left + right) // 2, bottom - 2], [left, bottom]]
        is_box = place % 2 == 0
        yield {
            "id": first + place + 1,
            "classTitle": chance.choice(CLASSES),
            "geometryType": "rectangle" if is_box else "polygon",
            "tags": [],
            "points": {"exterior": corners if is_box else ring, "interior": []},
        }
