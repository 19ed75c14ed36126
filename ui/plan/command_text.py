"""A plan as the command line that does the same. Pure.

Flags come from the descriptions of the spec's fields, so that the form and the command cannot drift apart.
"""

import shlex
from enum import Enum
from typing import Any

from app.model.fields import Description, FieldKind, descriptions
from app.model.spec import Spec
from ui.plan.choice import Choice, Order, destinations, spec_of


def command_lines(choices: tuple[Choice, ...], order: Order) -> str:
    """Return one `windrow download …` line for each choice, quoted for a POSIX shell."""
    places = destinations(choices, order.folder)
    return "\n".join(_line(choice, order, place) for choice, place in zip(choices, places, strict=True))


def _line(choice: Choice, order: Order, place: str) -> str:
    spec = spec_of(choice, order)
    words = ["windrow", "download", str(spec.project_id), "--to", place, "--account", choice.account]
    words += spec_words(spec)
    if order.workers is not None:
        words += ["--workers", str(order.workers)]
    if order.rate_limit is not None:
        words += ["--rate-limit", str(order.rate_limit)]
    return shlex.join(words)


def spec_words(spec: Spec) -> list[str]:
    """Return the options that make this spec out of the default one, in the order of the fields.

    Regions are not among them: `region_words` has them.
    """
    words: list[str] = []
    default = type(spec)()
    for name, description in descriptions(spec).items():
        value = getattr(spec, name)
        if value != getattr(default, name):
            words += _words(value, description)
    return words


def _words(value: Any, description: Description) -> list[str]:
    flag = description.flag
    match description.kind:
        case FieldKind.REGION:
            return []
        case FieldKind.SWITCH:
            return [flag]
        case FieldKind.IDS | FieldKind.NAMES | FieldKind.RULES:
            return [word for one in value for word in _given(flag, str(one))]
        case FieldKind.PAIRS:
            pairs = ((first.replace("=", r"\="), second) for first, second in value)
            return [word for first, second in pairs for word in _given(flag, f"{first}={second}")]
        case FieldKind.WORDS:
            return _given(flag, ",".join(plain_value(one) for one in value) or "none")
        case FieldKind.CHOICE | FieldKind.COUNT | FieldKind.TREE | FieldKind.DATE | FieldKind.TEXT | FieldKind.NUMBER:
            return _given(flag, plain_value(value))


def _given(flag: str, text: str) -> list[str]:
    """Return a flag with its value; one that looks like a flag itself has to stand in the same word."""
    return [f"{flag}={text}"] if text.startswith("-") else [flag, text]


def plain_value(value: object) -> str:
    """Return a value as the command line takes it."""
    if isinstance(value, Enum):
        return str(value.value)
    return f"{value:g}" if isinstance(value, float) else str(value)
