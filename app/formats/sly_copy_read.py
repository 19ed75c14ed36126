"""Reads a filtered copy back and compares it with the project. Written apart from the writer.

Objects are compared with the very objects of the project's annotation files; those that a remedy cut, with the labels.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from app.formats.sly_copy_layout import META, CopyPlaces
from app.model.annotation import Label
from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportLabel, ExportPlan
from app.model.figure_json import annotation_from_json
from app.model.foreign_text import shown
from app.model.geometry import Geometry, Keypoints, UnknownGeometry
from app.model.layout import SidecarKind
from app.model.meta_json import meta_from_json

Json = dict[str, Any]


class _Counted(msgspec.Struct):
    objects: list[msgspec.Raw]


class CopyVerifier:
    """Compares images with the annotation files of a copy; of pictures it reads nothing."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._plan = plan
        self._folder = folder
        self._places = CopyPlaces(plan.datasets)
        self._classes = {known.name for known in plan.classes}
        self._is_headed = False

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare images with their files."""
        checked = Checked()
        if not self._is_headed:
            self._is_headed = True
            checked += _noted(META, list(self._header()))
        for image in images:
            name = self._places.sidecar(image, SidecarKind.ANNOTATION)
            found = _document(self._folder / name)
            if found is None:
                checked += Checked(1, 0, 1, (f"{shown(name)}: the file is missing or damaged",))
                continue
            objects = [one for one in _list(found.get("objects")) if isinstance(one, dict)]
            checked += Checked(1, len(objects)) + _noted(name, list(self._image(image, found, objects)))
        return checked

    def totals(self) -> tuple[int, int]:
        """Return how many annotation files and objects the copy holds."""
        images = objects = 0
        for folder in self._places.folders.values():
            for path in (self._folder / folder / SidecarKind.ANNOTATION.value).glob("*.json"):
                images += 1
                try:
                    objects += len(msgspec.json.decode(path.read_bytes(), type=_Counted).objects)
                except (OSError, msgspec.DecodeError, UnicodeDecodeError):
                    objects += len(_list((_document(path) or {}).get("objects")))
        return images, objects

    def _header(self) -> Iterator[str]:
        document = _document(self._folder / META)
        if document is None:
            yield "the file is missing or damaged"
            return
        meta = meta_from_json(document)
        if [(one.name, one.shape, one.color, one.nodes, one.edges) for one in meta.classes] != [
            (one.name, one.shape, one.color, one.nodes, one.edges) for one in self._plan.classes
        ]:
            yield "classes differ"
        if meta.tags != self._plan.tags:
            yield "tags differ"
        source = _document(Path(self._plan.spec.folder) / META) or {}
        for key in source.keys() - {"classes"}:
            if _text(document.get(key)) != _text(source[key]):
                yield f"“{shown(key)}” differs from the project"

    def _image(self, image: ExportImage, found: Json, objects: Sequence[Json]) -> Iterator[str]:
        source = (_document(Path(image.source)) if image.source else None) or {}
        read = annotation_from_json({**found, "objects": []})
        if (read.width, read.height) != (image.width, image.height):
            yield "the size differs"
        if read.tags != image.tags:
            yield "tags of the image differ"
        for key in source.keys() - {"objects", "size", "tags"}:
            if _text(found.get(key)) != _text(source[key]):
                yield f"“{shown(key)}” differs from the project"
        expected = [label for label in image.labels if self._is_written(label, bool(source))]
        if len(objects) != len(expected):
            yield f"it has {len(objects)} objects, not {len(expected)}"
        readable = self._readable(source)
        places: set[int] = set()
        for number, (one, label) in enumerate(zip(objects, expected, strict=False)):
            raw = readable[label.place] if label.place < len(readable) else None
            problem = self._object(one, label, raw, is_piece=label.place in places)
            places.add(label.place)
            if problem:
                yield f"object {number + 1}: {problem}"

    def _readable(self, source: Json) -> list[Json]:
        meta = _document(Path(self._plan.spec.folder) / META) if source else None
        classes = meta_from_json(meta or {}).classes
        return [one for one in _list(source.get("objects")) if annotation_from_json({"objects": [one]}, classes).labels]

    def _is_written(self, label: ExportLabel, has_source: bool) -> bool:
        if label.label.class_name not in self._classes:
            return False
        if has_source and not label.was_clipped:
            return True
        return not isinstance(label.label.geometry, UnknownGeometry) and self._alike(label) is not None

    def _alike(self, label: ExportLabel) -> Label | None:
        """Return the label as the format would say it; None when it cannot."""
        from app.model.figure_write import label_to_json

        entry = json.loads(json.dumps(label_to_json(label.label, self._plan.tags)))
        labels = annotation_from_json({"objects": [entry]}, self._plan.classes).labels
        if len(labels) != 1 or not _same(labels[0].geometry, label.label.geometry):
            return None
        return labels[0]

    def _object(self, one: Json, label: ExportLabel, raw: Json | None, *, is_piece: bool) -> str:
        name = label.label.class_name
        if one.get("classTitle") != name:
            return f"its class is not “{shown(name)}”"
        if raw is not None and not label.was_clipped:
            keys = (one.keys() | raw.keys()) - {"classTitle", "classId"}
            changed = sorted(key for key in keys if _text(one.get(key)) != _text(raw.get(key)))
            return f"{', '.join(shown(key) for key in changed)} differ from the project" if changed else ""
        labels = annotation_from_json({"objects": [one]}, self._plan.classes).labels
        if len(labels) != 1:
            return "it cannot be read"
        found = labels[0]
        if not _same(found.geometry, label.label.geometry):
            return "its shape differs"
        if found.tags != label.label.tags or found.group != label.label.group:
            return "its tags or its binding differ"
        if found.key != ("" if is_piece and raw is not None else label.label.key):
            return "its id differs"
        return ""


def _same(one: Geometry, other: Geometry) -> bool:
    if isinstance(one, Keypoints) and isinstance(other, Keypoints):
        # The edges are those of the class.
        return one.nodes == other.nodes
    return one == other


def _document(path: Path) -> Json | None:
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    """Return JSON that is the same for equal values, with true and 1 told apart."""
    return json.dumps(value, sort_keys=True)


def _noted(where: str, problems: Sequence[str]) -> Checked:
    told = [f"{shown(where)}: {problem}" for problem in problems]
    return Checked(differences=len(told), first=tuple(told[:MOST_SENTENCES]))
