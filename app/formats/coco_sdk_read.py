"""Reads back an export that follows the official SDK's COCO converter; written apart from the writer.

The files are laid out over many lines, as that converter lays them out, so each is taken into memory whole, one at a
time: who asks for the converter's files has projects of its size.
"""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from app.formats.coco_sdk_expected import Entry, expected_entries
from app.formats.plain_text import plain
from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportPlan
from app.model.label_class import LabelClass
from app.store.names import collision_key, safe_dataset_name

_INSTANCES = ("annotations", "coco_instances.json")


class CocoSdkVerifier:
    """Compares images with the files of an export like the SDK's."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._files = dict(zip(plan.datasets, _paths(plan.datasets), strict=True))
        self._categories = [_category(number, known) for number, known in enumerate(plan.classes, 1)]
        self._opened: tuple[str, _File | str] | None = None
        self._is_headed = False

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare consecutive images with the files."""
        checked = Checked()
        if not self._is_headed:
            self._is_headed = True
            for name in self._files.values():
                checked += _noted(name, self._header(self._file(name)))
        for dataset, group in groupby(images, key=lambda image: image.dataset):
            mine = list(group)
            name = self._files[dataset]
            file = self._file(name)
            if isinstance(file, str):
                checked += Checked(len(mine), 0, 1, (f"{name}: {file}",))  # even if it was whole a moment ago
                continue
            for image in mine:
                place = file.places.get(plain(image.name))
                if place is None:
                    checked += Checked(1, 0, 1, (f"{name}: {plain(image.name)} is missing",))
                    continue
                found = file.annotations.get(place + 1, [])
                problems = (f"{plain(image.name)} {problem}" for problem in self._image(file, place, image, found))
                checked += Checked(1, len(found)) + _noted(name, problems)
        return checked

    def totals(self) -> tuple[int, int]:
        """Return how many images and annotations all files hold."""
        images = annotations = 0
        for name in self._files.values():
            if (self._folder / name).is_file():
                file = self._file(name)
                if not isinstance(file, str):
                    images += len(file.images)
                    annotations += file.count
        return images, annotations

    def _file(self, name: str) -> "_File | str":
        """Return a file, or what is wrong with it."""
        if self._opened is None or self._opened[0] != name:
            self._opened = (name, _read(self._folder / name))
        return self._opened[1]

    def _header(self, file: "_File | str") -> Iterator[str]:
        if isinstance(file, str):
            yield file
            return
        facts: Entry = {
            "description": "COCO dataset converted from Supervisely",
            "url": "None",
            "version": "1.0",
            "year": int(self._plan.date.partition("-")[0]),
            "contributor": "Supervisely",
            "date_created": self._plan.date,
        }
        truth = {
            "info": facts,
            "licenses": [{"url": "None", "id": 0, "name": "None"}],
            "categories": self._categories,
        }
        for key, value in truth.items():
            if json.dumps(file.document[key]) != json.dumps(value):
                yield f"{key} differ"
        yield from file.problems

    def _image(self, file: "_File", place: int, image: ExportImage, found: Sequence[Entry]) -> Iterator[str]:
        key = image.key
        truth: Entry = {
            "license": "None",
            "file_name": plain(image.name),
            "url": "None",
            "height": image.height,
            "width": image.width,
            "date_captured": None,
            "id": place + 1,
            "sly_id": int(key) if key and set(key) <= set("0123456789") else None,
        }
        if json.dumps(file.images[place]) != json.dumps(truth):
            yield "has another entry"
        expected = list(expected_entries(image, {known.name: known for known in self._plan.classes}))
        if len(found) != len(expected):
            yield f"has {len(found)} annotations, not {len(expected)}"
        for entry, other in zip(found, expected, strict=False):
            bare = {key: value for key, value in entry.items() if key not in ("id", "image_id")}
            if json.dumps(bare) != json.dumps(other):
                wrong = [key for key in other if json.dumps(bare.get(key)) != json.dumps(other[key])]
                yield f"has an annotation {entry['id']} with another {', '.join(wrong) or 'order of keys'}"


class _File:
    """One parsed file."""

    def __init__(self, text: str) -> None:
        self.document: dict[str, object] = json.loads(text)
        images, annotations = self.document["images"], self.document["annotations"]
        if not isinstance(images, list) or not isinstance(annotations, list):
            raise TypeError
        self.images: list[Entry] = images
        self.places = {str(image["file_name"]): place for place, image in enumerate(images)}
        self.count = len(annotations)
        self.annotations: dict[int, list[Entry]] = {}
        for entry in annotations:
            self.annotations.setdefault(entry["image_id"], []).append(entry)
        self.problems = list(self._problems(text, annotations))

    def _problems(self, text: str, annotations: Sequence[Entry]) -> Iterator[str]:
        if [entry["id"] for entry in annotations] != list(range(1, len(annotations) + 1)):
            yield "ids of annotations do not run from 1"
        if len(self.places) != len(self.images):
            yield "a file name is there twice"
        if list(self.document) != ["info", "licenses", "images", "annotations", "categories"]:
            yield "it has other keys"
        if not self.annotations.keys() <= set(range(1, len(self.images) + 1)):
            yield "an annotation belongs to no image"
        if json.dumps(self.document, indent=4) != text:
            yield "it is laid out otherwise"


def _read(path: Path) -> "_File | str":
    try:
        return _File(path.read_text(encoding="ascii"))
    except OSError:
        return "the file is missing"
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "the file is damaged"


def _noted(where: str, problems: Iterator[str]) -> Checked:
    told = [f"{where}: {problem}" for problem in problems]
    return Checked(differences=len(told), first=tuple(told[:MOST_SENTENCES]))


def _paths(datasets: Sequence[str]) -> Iterator[str]:
    taken: list[str] = []
    for dataset in datasets:
        short = dataset.split("/")[-1] or "dataset"
        base = safe_dataset_name(short, short)
        names = (base if n == 0 else f"{base}_{n:02d}" for n in range(len(datasets) + 1))
        name = next(name for name in names if collision_key(name) not in taken)
        taken.append(collision_key(name))
        yield "/".join((name, *_INSTANCES))


def _category(number: int, known: LabelClass) -> Entry:
    name = plain(known.name)
    entry: Entry = {"supercategory": name, "id": number, "name": name}
    keys = [key for key, _ in known.nodes]
    if keys:
        entry["keypoints"] = [plain(word) for _, word in known.nodes]
        entry["skeleton"] = [[keys.index(a) + 1, keys.index(b) + 1] for a, b in known.edges if a in keys and b in keys]
    return entry
