"""Records of the model as plain values that carry their class names, and back. Pure.

A record becomes {"": class name, field: value, …}, an enum member {"": class name, "=": value}, every sequence
a list that comes back as a tuple. Only classes of `app.model` can come back, so a message cannot build anything else.
"""

import dataclasses
import importlib
from enum import Enum
from functools import lru_cache
from typing import Any

_ROOMS = (
    "account",
    "annotation",
    "answers",
    "call",
    "commands",
    "coverage",
    "described",
    "events",
    "export_spec",
    "exporter",
    "failure",
    "figure",
    "folder_card",
    "gallery",
    "geometry",
    "harvest",
    "harvest_record",
    "item",
    "job",
    "label_class",
    "layout",
    "loss",
    "measure",
    "problem",
    "queries",
    "readable",
    "region",
    "source",
    "spec",
    "statistics",
    "survey",
    "task",
    "tree",
)
_CLASS = ""
_VALUE = "="


def take_apart(value: Any) -> Any:
    """Return a value with every record in it as a plain mapping."""
    if value is None or isinstance(value, bytes | bool | float) or type(value) in (int, str):
        return value
    if isinstance(value, Enum):
        return {_CLASS: type(value).__name__, _VALUE: value.value}
    if isinstance(value, tuple | list):
        return [take_apart(part) for part in value]
    if isinstance(value, dict):
        return {key: take_apart(part) for key, part in value.items()}
    kind = type(value)
    parts: dict[str, Any] = {_CLASS: kind.__name__}
    for name in _fields(kind.__name__):
        parts[name] = take_apart(getattr(value, name))
    return parts


def put_together(value: Any) -> Any:
    """Return what `take_apart` took apart.

    Raises:
        KeyError: A class name is not one of the model's.
        TypeError: The fields do not fit the class.
    """
    if isinstance(value, list):
        return tuple(put_together(part) for part in value)
    if not isinstance(value, dict):
        return value
    if _CLASS not in value:
        return {key: put_together(part) for key, part in value.items()}
    kind = _known()[value[_CLASS]]
    if _VALUE in value:
        return kind(value[_VALUE])
    return kind(**{name: put_together(part) for name, part in value.items() if name != _CLASS})


@lru_cache(maxsize=256)
def _fields(name: str) -> tuple[str, ...]:
    kind = _known().get(name)
    if kind is None:
        raise TypeError(f"{name} is not a record of the model.")
    return tuple(field.name for field in dataclasses.fields(kind))


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    return {
        name: thing
        for room in _ROOMS
        for name, thing in vars(importlib.import_module(f"app.model.{room}")).items()
        if isinstance(thing, type) and (dataclasses.is_dataclass(thing) or issubclass(thing, Enum))
    }
