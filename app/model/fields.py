"""Fields that describe themselves, so that forms and help texts are drawn from them."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


class FieldKind(StrEnum):
    """Which editor a form offers for a field."""

    TREE = "tree"
    REGION = "region"
    CHOICE = "choice"
    SWITCH = "switch"
    COUNT = "count"
    IDS = "ids"
    DATE = "date"
    TEXT = "text"
    NUMBER = "number"
    WORDS = "words"
    NAMES = "names"
    PAIRS = "pairs"
    RULES = "rules"


@dataclass(frozen=True, slots=True)
class Description:
    """How a field presents itself to a person.

    Attributes:
        kind: Which editor fits.
        label: Sentence case, no colon.
        help: One sentence.
        choices: Allowed values with their words, for `CHOICE`.
        minimum, maximum: Bounds for `COUNT`, both inclusive; None is open.
        flag: The command-line option that sets the field.
    """

    kind: FieldKind
    label: str
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    flag: str = ""


def described(default: T, description: Description) -> T:
    """Declare a dataclass field that carries its description."""
    return field(default=default, metadata={"description": description})


def descriptions(record: Any) -> dict[str, Description]:
    """Return the descriptions of a dataclass (or an instance) by field name."""
    return {f.name: f.metadata["description"] for f in fields(record) if "description" in f.metadata}
