"""Answers whose texts can be sent: half letters, as file names and JSON may hold them, become question marks. Pure."""

import dataclasses
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


def plain(value: T) -> T:
    """Return the same value in which every text can be encoded."""
    made: object = value
    match made:
        case Enum():
            pass
        case str():
            made = made.encode("utf-8", "replace").decode("utf-8")
        case tuple():
            made = tuple(plain(part) for part in made)
        case _ if dataclasses.is_dataclass(made) and not isinstance(made, type):
            made = dataclasses.replace(
                made, **{field.name: plain(getattr(made, field.name)) for field in dataclasses.fields(made)}
            )
        case _:
            pass
    return made  # type: ignore[return-value]  # of the very type that came in
