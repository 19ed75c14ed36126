"""Classes and tags as project meta JSON of the Supervisely format: the way back of `app.model.meta_json`. Pure."""

import re
from collections.abc import Iterable
from typing import Any

from app.model.label_class import LabelClass, TagMeta

Json = dict[str, Any]

_WHOLE = re.compile(r"0|[1-9][0-9]{0,17}")


def meta_to_json(classes: Iterable[LabelClass], tags: Iterable[TagMeta] = ()) -> Json:
    """Return the meta of a project of images; classes and tags keep their order."""
    return {
        "classes": [_class(one) for one in classes],
        "tags": [_tag(tag) for tag in tags],
        "projectType": "images",
        "projectSettings": {"multiView": {"enabled": False, "tagName": None, "tagId": None, "isSynced": False}},
    }


def _class(one: LabelClass) -> Json:
    made: Json = {
        "title": one.name,
        "description": one.description,
        "shape": one.shape,
        "color": one.color,
        "geometry_config": {},
        "hotkey": "",
    }
    if one.nodes:
        # Where a node lies in the template is not kept: annotations do not need it.
        made["geometry_config"] = {
            "nodes": {key: {"label": label, "loc": [0, 0]} for key, label in one.nodes},
            "edges": [{"src": start, "dst": end} for start, end in one.edges],
        }
    return made | _id(one.key)


def _tag(tag: TagMeta) -> Json:
    made: Json = {
        "name": tag.name,
        "value_type": tag.value_type,
        "color": tag.color,
        "hotkey": "",
        "applicable_type": tag.applicable_to,
        "classes": [],
    }
    if tag.value_type == "oneof_string":
        made["values"] = list(tag.values)
    return made | _id(tag.key)


def _id(key: str) -> Json:
    if not key:
        return {}
    return {"id": int(key) if _WHOLE.fullmatch(key) else key}
