"""Writes a filtered copy in the Supervisely format: chosen images and labels, and everything that we do not understand.

An object of the project is copied as it stands in its annotation file, under the name of its class in the export. Only
what a remedy cut is written anew, and what comes without a file.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from app.formats.json_text import JsonError, read_json
from app.formats.sly_copy_layout import IMAGES, META, NESTED, CopyPlaces
from app.formats.sly_copy_read import CopyVerifier
from app.model.annotation import Annotation
from app.model.exporter import ExportImage, ExportLabel, ExportPlan, Fate, Format, Made, Verdict
from app.model.figure_json import annotation_from_json
from app.model.figure_write import annotation_to_json, geometry_to_json, label_to_json
from app.model.geometry import UnknownGeometry
from app.model.geometry_measure import bounds
from app.model.label_class import LabelClass
from app.model.layout import SidecarKind
from app.model.meta_json import meta_from_json
from app.model.meta_write import meta_to_json

Json = dict[str, Any]

_KEPT = Verdict(Fate.KEPT)
_CUT = Verdict(Fate.CHANGED, "cut at the edge of the picture")
_NO_CLASS = Verdict(Fate.LOST, "its class is not in the export")
_NO_NUMBERS = Verdict(Fate.LOST, "its coordinates are no numbers")
_NO_FORM = Verdict(Fate.LOST, "this format cannot say its shape")
_GONE = Verdict(Fate.LOST, "it is not in its annotation file any more")
# What says the shape of an object; all else belongs to the object whatever its shape.
_SHAPE_KEYS = frozenset(
    {"geometryType", "shape", "points", "parts", "bitmap", "nodes", "vertices", "faces", "angle", "classTitle", "tags"}
)


class SlyCopy:
    """Writes a copy."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._plan = plan
        self._root = folder
        self._places = CopyPlaces(plan.datasets)
        self._known = {known.name: known for known in plan.classes}
        self._renames = dict(plan.spec.renames)
        self._meta: Json | None = None

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return tuple(verdict for verdict, _ in self._objects(image, self._document(image)))

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture belongs: under its own name."""
        return self._places.picture(image)

    def make(self, image: ExportImage) -> Made:
        """Write the annotation of an image and what else lies beside it.

        Raises:
            OSError: The disk refuses.
        """
        document = self._document(image)
        found = self._objects(image, document)
        objects = [entry for _, entry in found if entry is not None]
        bare = annotation_to_json(Annotation(image.width, image.height, tags=image.tags), self._plan.tags)
        written = dict(document) or bare
        if not _has_size(written):
            written["size"] = bare["size"]
        written["objects"] = objects
        self._write(self._places.sidecar(image, SidecarKind.ANNOTATION), written)
        self._copy_sidecars(image)
        pairs = list(zip(image.labels, found, strict=True))
        kept = sum(len(label.label.tags) for label, (_, entry) in pairs if entry is not None)
        lost = sum(len(label.label.tags) for label, (_, entry) in pairs if entry is None)
        return Made(tuple(verdict for verdict, _ in found), len(image.tags) + kept, lost, len(objects))

    def begin(self) -> None:
        """Write the classes and make the folders of all datasets, of parents without images as well.

        Raises:
            OSError: The disk refuses.
        """
        for folder in self._places.folders.values():
            parts = folder.split(f"/{NESTED}/")
            for depth in range(1, len(parts) + 1):
                for kind in (IMAGES, SidecarKind.ANNOTATION.value):
                    (self._root / f"/{NESTED}/".join(parts[:depth]) / kind).mkdir(parents=True, exist_ok=True)
        self._write(META, self._classes())

    def add(self, image: ExportImage, made: Made) -> None:
        """Take nothing: no file is shared but the meta."""

    def end(self) -> None:
        """Complete nothing."""

    # Objects.

    def _objects(self, image: ExportImage, document: Json) -> list[tuple[Verdict, Json | None]]:
        """Return the fate of each label and what is written for it."""
        sources = self._sources(document)
        seen: set[int] = set()
        found: list[tuple[Verdict, Json | None]] = []
        for label in image.labels:
            source = sources[label.place] if document and label.place < len(sources) else None
            found.append(self._object(label, source, has_document=bool(document), is_first=label.place not in seen))
            seen.add(label.place)
        return found

    def _object(
        self, label: ExportLabel, source: Json | None, *, has_document: bool, is_first: bool
    ) -> tuple[Verdict, Json | None]:
        name = label.label.class_name
        if name not in self._known:
            return _NO_CLASS, None
        if has_document and source is None:
            return _GONE, None
        if source is not None and not label.was_clipped:
            return _KEPT, _renamed(source, name)
        place = bounds(label.label.geometry)
        if place is not None and not all(isfinite(edge) for edge in place):
            return _NO_NUMBERS, None
        entry = label_to_json(label.label, self._plan.tags)
        if isinstance(label.label.geometry, UnknownGeometry) or not self._is_read_again(label, entry):
            return _NO_FORM, None
        if source is not None:
            others = {key: value for key, value in _renamed(source, name).items() if key not in _SHAPE_KEYS}
            entry = {**others, **entry, "tags": source.get("tags", entry["tags"])}
            if not is_first:
                # Two pieces of one label are two objects: only one of them can be the one that has this id.
                entry.pop("id", None)
        return (_CUT if label.was_clipped else _KEPT), entry

    def _is_read_again(self, label: ExportLabel, entry: Json) -> bool:
        labels = annotation_from_json({"objects": [entry]}, self._plan.classes).labels
        return [geometry_to_json(one.geometry) for one in labels] == [geometry_to_json(label.label.geometry)]

    def _document(self, image: ExportImage) -> Json:
        """Return the annotation file of an image; empty when there is none that can be read."""
        if not image.source:
            return {}
        try:
            document = read_json(Path(image.source)).document
        except (OSError, JsonError):
            return {}
        return document if isinstance(document, dict) else {}

    def _sources(self, document: Json) -> list[Json]:
        """Return the objects of a document that are labels, in their order: so labels are counted."""
        entries = document.get("objects")
        if not isinstance(entries, list):
            return []
        classes = meta_from_json(self._source_meta()).classes
        if len(annotation_from_json(document, classes).labels) == len(entries):
            return entries
        return [entry for entry in entries if annotation_from_json({"objects": [entry]}, classes).labels]

    # Classes.

    def _source_meta(self) -> Json:
        """Return the meta file of the project; empty when there is none that can be read."""
        if self._meta is None:
            try:
                document = read_json(Path(self._plan.spec.folder) / META).document
            except (OSError, JsonError):
                document = None
            self._meta = document if isinstance(document, dict) else {}
        return self._meta

    def _classes(self) -> Json:
        """Return the meta of the copy: that of the project with the classes of the export."""
        meta = self._source_meta()
        usual = meta_to_json(self._plan.classes, self._plan.tags)
        entries = meta.get("classes")
        by_name: dict[str, Json] = {}
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(title := entry.get("title"), str):
                by_name.setdefault(self._renames.get(title, title), entry)
        classes = [
            _class(by_name.get(known.name), known, plain)
            for known, plain in zip(self._plan.classes, usual["classes"], strict=True)
        ]
        return {**(meta or usual), "classes": classes, "tags": meta.get("tags", usual["tags"])}

    # Files.

    def _copy_sidecars(self, image: ExportImage) -> None:
        """Copy what else is known of an image: its info and its metadata."""
        if not image.source:
            return
        around = Path(image.source).parent.parent
        for kind in SidecarKind:
            path = around / kind.value / f"{image.name}.json"
            if kind is not SidecarKind.ANNOTATION and path.is_file():
                target = self._root / self._places.sidecar(image, kind)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)

    def _write(self, name: str, document: Json) -> None:
        try:
            body = json.dumps(document, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            # Half a letter, which only an escape can hold.
            body = json.dumps(document).encode()
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(body)


def _renamed(entry: Json, name: str) -> Json:
    """Return an object under the name of its class in the export."""
    if entry.get("classTitle") == name:
        return entry
    # The id is that of the class before.
    return {key: value for key, value in entry.items() if key != "classId"} | {"classTitle": name}


def _class(entry: Json | None, known: LabelClass, plain: Json) -> Json:
    if entry is None:
        return plain
    made = {**entry, "title": known.name, "shape": known.shape}
    if entry.get("title") != known.name:
        made.pop("id", None)
    return made


def _has_size(document: Mapping[str, Any]) -> bool:
    size = document.get("size")
    sides: Sequence[object] = [size.get("width"), size.get("height")] if isinstance(size, dict) else []
    return len(sides) == 2 and all(isinstance(side, int) and side > 0 for side in sides)


SLY_COPY = Format(
    key="supervisely",
    title="Supervisely (filtered copy)",
    cannot_hold="Nothing is lost but labels that cannot be read.",
    exporter=SlyCopy,
    verifier=CopyVerifier,
    keeps_tags=True,
)
