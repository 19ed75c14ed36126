"""The meta.json of a project: read from two answers, written as the official SDK writes it.

Keys keep a fixed order, colours are in capitals, what is missing takes its default. Anything that would make the
file unreadable for others (a colour that is none, an unknown labelling interface) is replaced or left out.
"""

from collections.abc import Iterable
from hashlib import sha256

from app.model.meta_json import hex_color

Json = dict[str, object]

_INTERFACES = frozenset(
    {
        "default",
        "medical_imaging_single",
        "images_with_16_color",
        "multispectral",
        "overlay",
        "multi_view",
        "image_matting",
        "fisheye",
        "nrrd",
        "medical_imaging_multiple",
        "point_cloud_episodes",
        "telemetry",
    }
)


def meta_document(meta: Json, settings: object) -> Json:
    """Return the content of meta.json.

    Args:
        meta: The answer of `projects.meta`.
        settings: The `settings` of `projects.info`.
    """
    classes = _objects(meta.get("classes"))
    tags = meta.get("tags") or [*_list(meta.get("tags_images")), *_list(meta.get("tags_objects"))]
    tag_entries = [_tag(entry, classes) for entry in _list(tags) if isinstance(entry, (dict, str))]
    document: Json = {"classes": [_class(entry) for entry in classes], "tags": tag_entries}
    if meta.get("projectType") is not None:
        document["projectType"] = meta["projectType"]
    document["projectSettings"] = _settings(settings if isinstance(settings, dict) else {}, tag_entries)
    return document


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _objects(value: object) -> list[Json]:
    return [entry for entry in _list(value) if isinstance(entry, dict)]


def _color(value: object, name: object) -> str:
    """Return a colour in capitals; one that is none is made from the name, always the same."""
    return hex_color(value) or f"#{sha256(str(name).encode('utf-8', 'replace')).hexdigest()[:6].upper()}"


def _class(entry: Json) -> Json:
    title = entry.get("title")
    written: Json = {
        "title": title,
        "description": entry.get("description") or "",
        "shape": entry.get("shape"),
        "color": _color(entry.get("color"), title),
        "geometry_config": _template(entry),
    }
    if entry.get("id") is not None:
        written["id"] = entry["id"]
    written["hotkey"] = entry.get("hotkey") or ""
    return written


def _template(entry: Json) -> object:
    config = entry.get("geometry_config")
    if not isinstance(config, dict) or entry.get("shape") == "cuboid_2d":
        return {}
    if entry.get("shape") != "graph":
        return config
    nodes, edges = config.get("nodes"), config.get("edges")
    written = dict(config)
    if isinstance(nodes, dict):
        written["nodes"] = {key: _colored(node) for key, node in nodes.items()}
    if isinstance(edges, list):
        written["edges"] = [_colored(edge) for edge in edges]
    return written


def _colored(part: object) -> object:
    if not isinstance(part, dict) or "color" not in part:
        return part
    return {**part, "color": _color(part["color"], part.get("label"))}


def _tag(entry: Json | str, classes: Iterable[Json]) -> Json:
    if isinstance(entry, str):
        entry = {"name": entry, "value_type": "none"}
    name, value_type = entry.get("name"), entry.get("value_type")
    written: Json = {"name": name, "value_type": value_type, "color": _color(entry.get("color"), name)}
    if value_type == "oneof_string":
        written["values"] = _list(entry.get("values"))
    if entry.get("id") is not None:
        written["id"] = entry["id"]
    applies_to = _list(entry.get("classes"))
    written |= {
        "hotkey": entry.get("hotkey") or "",
        "applicable_type": entry.get("applicable_type") or "all",
        "classes": applies_to,
        "target_type": entry.get("target_type") or "all",
    }
    for limit in ("frame_range_min_length", "frame_range_max_length"):
        value = entry.get(limit)
        if isinstance(value, int) and value > 0:
            written[limit] = value
    titles = [one.get("title") for one in classes]
    suits = written["applicable_type"] == "objectsOnly" and any(title in titles for title in applies_to)
    # False and null are orders to clear what is stored; what does not fit the tag is left out.
    if entry.get("default") is False or (entry.get("default") is True and suits):
        written["default"] = entry["default"]
    if "default_value" in entry and _fits(entry["default_value"], entry):
        written["default_value"] = entry["default_value"]
    return written


def _fits(value: object, tag: Json) -> bool:
    """Return whether a default value is one that the tag may have."""
    match tag.get("value_type"):
        case "any_number":
            return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))
        case "any_string":
            return value is None or isinstance(value, str)
        case "oneof_string":
            return value is None or value in _list(tag.get("values"))
        case _:
            return value is None


def _settings(settings: Json, tags: Iterable[Json]) -> Json:
    tag_id = settings.get("groupImagesByTagId")
    names = [tag.get("name") for tag in tags if tag_id is not None and tag.get("id") == tag_id]
    written: Json = {
        "multiView": {
            "enabled": settings.get("groupImages") is True,
            "tagName": names[0] if names else None,
            "tagId": tag_id if isinstance(tag_id, int) else None,
            "isSynced": settings.get("groupImagesSync") is True,
        }
    }
    if settings.get("labelingInterface") in _INTERFACES:
        written["labelingInterface"] = settings["labelingInterface"]
    if isinstance(settings.get("spectrogram"), dict):
        written["spectrogram"] = settings["spectrogram"]
    return written
