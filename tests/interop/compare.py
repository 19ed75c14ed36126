"""Two Supervisely-format projects, opened by the official SDK, and what differs between them."""

import hashlib
import json
from pathlib import Path
from typing import Any

import supervisely as sly

# Who wrote it and when differs between a download and a source folder; what was labelled must not.
VOLATILE = {
    "id",
    "classId",
    "tagId",
    "labelerLogin",
    "createdAt",
    "updatedAt",
    "nnCreated",
    "nnUpdated",
    "priority",
    "customBigData",
    "customData",
    "trackId",
    "entityId",
    "objectId",
    "figureId",
    "smartToolInput",
    "meta",
    "status",
}


def open_project(folder: str) -> sly.Project:
    """Open a project with the SDK."""
    return sly.Project(folder, sly.OpenMode.READ)


def plain(value: Any) -> Any:
    """Return JSON without what may differ, lists of tags in a stable order."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in sorted(value.items()) if key not in VOLATILE}
    if isinstance(value, list):
        parts = [plain(part) for part in value]
        if parts and all(isinstance(part, dict) and "name" in part for part in parts):
            parts.sort(key=lambda part: json.dumps(part, sort_keys=True))
        return parts
    return value


def picture(dataset: Any, name: str) -> str:
    """Return the hash of an image, wherever it lies; pixels of an archive count like those of a file."""
    path = Path(dataset.item_dir) / name
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(dataset.get_blob_img_bytes(name)).hexdigest()


def content(project: sly.Project) -> dict[str, dict[str, Any]]:
    """Return, by dataset and item, the parsed annotation as the SDK writes it, and the hash of the image."""
    found: dict[str, dict[str, Any]] = {}
    for dataset in project.datasets:
        items: dict[str, Any] = {}
        for name in dataset.get_items_names():
            annotation = dataset.get_ann(name, project.meta).to_json()
            items[name] = {"annotation": plain(annotation), "image": picture(dataset, name)}
        found[dataset.name] = items
    return found


def meta_difference(mine: sly.Project, other: sly.Project) -> str:
    """Return how the classes and tags differ, or nothing."""
    for what, mine_all, other_all in (
        ("class", mine.meta.obj_classes, other.meta.obj_classes),
        ("tag", mine.meta.tag_metas, other.meta.tag_metas),
    ):
        mine_names, other_names = {one.name: one for one in mine_all}, {one.name: one for one in other_all}
        if mine_names.keys() != other_names.keys():
            return f"{what} names differ: {sorted(mine_names.keys() ^ other_names.keys())[:5]}"
        for name, one in mine_names.items():
            first, second = plain(one.to_json()), plain(other_names[name].to_json())
            if first != second:
                return f"{what} {name} differs: {first} against {second}"
    return ""


def difference(mine: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> str:
    """Return the first difference between two contents, or nothing."""
    mine = {name: items for name, items in mine.items() if items}
    other = {name: items for name, items in other.items() if items}
    if mine.keys() != other.keys():
        return f"datasets differ: {sorted(mine)} against {sorted(other)}"
    for dataset, items in mine.items():
        if items.keys() != other[dataset].keys():
            return f"items of {dataset} differ: {sorted(items.keys() ^ other[dataset].keys())[:5]}"
        for name, item in items.items():
            if item["image"] != other[dataset][name]["image"]:
                return f"the picture {dataset}/{name} differs"
            one, two = item["annotation"], other[dataset][name]["annotation"]
            if one != two:
                return f"the labels of {dataset}/{name} differ: {first_difference(one, two)}"
    return ""


def first_difference(one: Any, two: Any, path: str = "") -> str:
    """Return where two JSON values part."""
    if isinstance(one, dict) and isinstance(two, dict):
        for key in sorted(one.keys() | two.keys()):
            if one.get(key) != two.get(key):
                return first_difference(one.get(key), two.get(key), f"{path}.{key}")
    if isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for place, (first, second) in enumerate(zip(one, two, strict=True)):
            if first != second:
                return first_difference(first, second, f"{path}[{place}]")
    return f"{path}: {str(one)[:120]} against {str(two)[:120]}"
