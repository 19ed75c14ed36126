"""Statistics of a project folder: its annotation files read once, only as far as counting needs."""

from pathlib import Path
from typing import Any

import msgspec

from app.formats.supervisely import ProjectFolder, read_project
from app.model.statistics import Statistics, Tag, Tally, value_text


class _TagEntry(msgspec.Struct):
    name: str = ""
    value: Any = None


class _ObjectEntry(msgspec.Struct, rename="camel"):
    class_title: str = ""
    geometry_type: str = ""
    tags: list[_TagEntry] = msgspec.field(default_factory=list)


class _File(msgspec.Struct):
    tags: list[_TagEntry] = msgspec.field(default_factory=list)
    objects: list[_ObjectEntry] = msgspec.field(default_factory=list)


_DECODER = msgspec.json.Decoder(_File)


def count_folder(folder: Path) -> Statistics:
    """Return the counts of a project folder; what cannot be read is named, not left out in silence."""
    return counted(read_project(folder))


def counted(project: ProjectFolder) -> Statistics:
    """Return the counts of a project that was looked into."""
    tally = Tally()
    for sentence in project.problems:
        tally.problem(sentence)
    for dataset in project.datasets:
        tally.dataset(dataset.name)
        for item in dataset.items:
            file = _read(item.annotation, tally)
            tally.image(dataset.name, len(file.objects), _tags(file.tags))
            for label in file.objects:
                tally.object(label.class_title, label.geometry_type, _tags(label.tags))
    return tally.total()


def _read(path: Path | None, tally: Tally) -> _File:
    if path is None:
        return _File()
    try:
        return _DECODER.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        tally.problem("An annotation cannot be read; its image counts as unlabelled.")
        return _File()


def _tags(entries: list[_TagEntry]) -> list[Tag]:
    return [(entry.name, value_text(entry.value)) for entry in entries]
