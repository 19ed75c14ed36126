"""Reads a COCO export back and compares it with what should be in it; written apart from the writer.

Small files are handed to pycocotools as a whole, too, as every user of them will do.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats.coco_expected import differences, expected_attributes, is_written
from app.formats.coco_layout import CocoPlaces
from app.formats.coco_lines import AnnotationLine, CocoText, DamagedError, ImageLine
from app.formats.coco_tools import drawn, loaded
from app.formats.plain_text import plain
from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportLabel, ExportPlan

if TYPE_CHECKING:
    from pycocotools.coco import COCO

# A file of some hundred images: pycocotools takes all of it into memory.
_SMALL_BYTES = 4 * 1024 * 1024
# Each open file is a handle of the process; datasets come one after the other.
_MOST_OPEN = 8


class CocoVerifier:
    """Compares images with the lines of a COCO export; of pictures it reads nothing."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._places = CocoPlaces(plan)
        self._classes = {known.name: known for known in plan.classes}
        self._numbers = {known.name: number for number, known in enumerate(plan.classes, 1)}
        self._tags = {tag.name: tag for tag in plan.tags}
        self._texts: dict[str, CocoText] = {}
        self._whole: dict[str, COCO | None] = {}
        self._headed: set[str] = set()
        self._ends: dict[str, tuple[int, int]] = {}

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare consecutive images with the files."""
        checked = Checked()
        if not images:
            return checked
        annotations: list[tuple[AnnotationLine, str]] = []
        for name, group in groupby(sorted(images, key=self._places.file), key=self._places.file):
            mine = sorted(group, key=lambda image: image.number)
            try:
                text = self._text(name)
                checked += self._check_header(name, text)
                checked += self._check_file(name, text, mine, annotations)
            except DamagedError as error:
                checked += Checked(len(mine), 0, 1, (f"{name}: {error}",))
        for name in self._places.always():
            if name not in self._headed:
                try:
                    checked += self._check_header(name, self._text(name))
                except DamagedError as error:
                    checked += Checked(differences=1, first=(f"{name}: {error}",))
        wrong = tuple(self._ids(images[0], annotations))
        return checked + Checked(differences=len(wrong), first=wrong)

    def totals(self) -> tuple[int, int]:
        """Return how many images and annotations all files hold."""
        images = annotations = 0
        for name in self._places.every():
            if (self._folder / name).is_file():
                try:
                    text = self._text(name)
                except DamagedError:
                    continue
                images += text.images.count()
                annotations += text.annotations.count()
        return images, annotations

    def _check_file(
        self, name: str, text: CocoText, images: Sequence[ExportImage], annotations: list[tuple[AnnotationLine, str]]
    ) -> Checked:
        first, last = images[0].number + 1, images[-1].number + 1
        entries: dict[int, list[ImageLine]] = {}
        for entry in text.images.between(first, last):
            entries.setdefault(entry.id, []).append(entry)
        lines: dict[int, list[AnnotationLine]] = {}
        for line in text.annotations.between(first, last):
            annotations.append((line, name))
            lines.setdefault(line.image_id, []).append(line)
        checked = Checked()
        whole = self._pycocotools(name)
        for image in images:
            number = image.number + 1
            problems = list(self._image(entries.pop(number, []), image))
            shapes = lines.pop(number, [])
            problems += self._shapes(shapes, image)
            if whole is not None:
                problems += self._as_others_read(whole, image, shapes)
            checked += Checked(1, len(shapes)) + _noted(f"{name}, {plain(image.file)}", problems)
        strangers = [f"image {number} should not be in it" for number in sorted(entries.keys() | lines.keys())]
        return checked + _noted(name, strangers)

    def _image(self, found: Sequence[ImageLine], image: ExportImage) -> Iterator[str]:
        if len(found) != 1:
            yield f"the image is there {len(found)} times"
        for line in found[:1]:
            truth = (plain(image.file), image.width, image.height)
            if (line.file_name, line.width, line.height) != truth:
                yield "file name or size differ"
            if (line.dataset, line.name) != (plain(image.dataset), plain(image.name)):
                yield "dataset or name differ"
            if line.source_id != plain(image.key):
                yield "source id differs"
            if line.attributes != expected_attributes(image.tags, self._tags):
                yield "attributes differ from its tags"

    def _shapes(self, found: Sequence[AnnotationLine], image: ExportImage) -> Iterator[str]:
        expected = [label for label in image.labels if is_written(label, self._classes, image)]
        if len(found) != len(expected):
            yield from [f"it has {len(found)} annotations, not {len(expected)}"] * abs(len(found) - len(expected))
        for line, label in zip(found, expected, strict=False):
            yield from (f"annotation {line.id}: {problem}" for problem in self._shape(line, label, image))

    def _shape(self, line: AnnotationLine, label: ExportLabel, image: ExportImage) -> Iterator[str]:
        name = label.label.class_name
        if line.category_id != self._numbers[name]:
            yield f"category is {line.category_id}, not {self._numbers[name]}"
        yield from differences(line, label, self._classes[name], image, self._tags)

    def _ids(self, first: ExportImage, annotations: Sequence[tuple[AnnotationLine, str]]) -> Iterator[str]:
        """Compare ids: they run from 1 in the order of the images, over all files."""
        try:
            before = max((self._id_before(name, first.number + 1) for name in self._places.every()), default=0)
        except DamagedError:
            return  # whoever checks the images of that file says so
        ordered = sorted(annotations, key=lambda found: found[0].image_id)
        for expected, (line, name) in enumerate(ordered, before + 1):
            if line.id != expected:
                yield f"{name}: annotation {line.id} should have the id {expected}"
                return

    def _id_before(self, name: str, image: int) -> int:
        """Return the id of the last annotation in a file that belongs to an earlier image; 0 when there is none."""
        if name not in self._ends:
            if not (self._folder / name).is_file():
                return 0
            end = self._text(name).annotations.before(2**62)
            self._ends[name] = (0, 0) if end is None else (end.image_id, end.id)
        last_image, last_id = self._ends[name]
        if last_image < image:
            return last_id
        line = self._text(name).annotations.before(image)
        return 0 if line is None else line.id

    def _check_header(self, name: str, text: CocoText) -> Checked:
        """Compare what stands before the lists, once."""
        if name in self._headed:
            return Checked()
        self._headed.add(name)
        return _noted(name, self._header(text))

    def _header(self, text: CocoText) -> Iterator[str]:
        facts, licences, categories = text.facts
        plan = self._plan
        truth = {
            "description": plain(plan.title),
            "version": "1.0",
            "year": int(plan.date.partition("-")[0]),
            "contributor": "Windrow",
            "date_created": plan.date,
        }
        if facts != truth or licences != []:
            yield "info or licences differ"
        expected: list[dict[str, object]] = []
        for known in plan.classes:
            entry: dict[str, object] = {"id": len(expected) + 1, "name": plain(known.name)}
            entry["supercategory"] = entry["name"]
            keys = [key for key, _ in known.nodes]
            if keys:
                entry["keypoints"] = [plain(word) or plain(key) for key, word in known.nodes]
                ends = [(a, b) for a, b in known.edges if a in keys and b in keys]
                entry["skeleton"] = [[keys.index(a) + 1, keys.index(b) + 1] for a, b in ends]
            elif known.shape == "point":
                entry |= {"keypoints": ["point"], "skeleton": []}
            expected.append(entry)
        if categories != expected:
            yield "categories differ"

    def _as_others_read(self, whole: "COCO", image: ExportImage, found: Sequence[AnnotationLine]) -> Iterator[str]:
        """Let pycocotools find the annotations of an image and draw them."""
        entries = whole.loadAnns(whole.getAnnIds(imgIds=[image.number + 1]))
        if [entry["id"] for entry in entries] != [line.id for line in found]:
            yield "pycocotools finds other annotations"
        for entry in entries:
            if entry["category_id"] not in whole.cats:
                yield f"annotation {entry['id']} is of an unknown category"
            if image.width and image.height and not _is_drawn(whole, entry, image):
                yield f"pycocotools cannot draw annotation {entry['id']}"

    def _pycocotools(self, name: str) -> "COCO | None":
        if name not in self._whole:
            path = self._folder / name
            try:
                self._whole[name] = loaded(path) if path.stat().st_size <= _SMALL_BYTES else None
            except ValueError as error:
                raise DamagedError(str(error)) from None
        return self._whole[name]

    def _text(self, name: str) -> CocoText:
        if name not in self._texts:
            if len(self._texts) >= _MOST_OPEN:
                self._texts.pop(next(iter(self._texts))).close()
            self._texts[name] = CocoText(self._folder / name)
        return self._texts[name]


def _is_drawn(whole: "COCO", entry: Mapping[str, object], image: ExportImage) -> bool:
    try:
        return drawn(whole, entry).shape == (image.height, image.width)
    except ValueError:
        return False


def _noted(where: str, problems: Iterator[str] | Sequence[str]) -> Checked:
    told = [f"{where}: {problem}" for problem in problems]
    return Checked(differences=len(told), first=tuple(told[:MOST_SENTENCES]))
