"""What a person can choose. The file holds only what differs from the defaults."""

import dataclasses
import os
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import tomli_w

from app.model.fields import Description, FieldKind, described, descriptions

GIB = 1024**3
OPENSTREETMAP = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of Windrow. A change is a new object.

    Attributes:
        theme: "system", "light", "dark" or "contrast".
        downloads: Folder for new downloads; empty is the default of the system.
        jobs_at_once: Jobs that may run side by side.
        rate_limit_kb: Kilobytes (1000 bytes) per second for everything together; 0 is unlimited.
        reserve_mib: Mebibytes that are always left free on a disk.
        basemap: Address of map tiles with {z}, {x} and {y} in it; empty asks nobody.
        reduced_motion: Draw the graph once a second.
        other: Keys of the file that this version does not know; kept as they are.
    """

    theme: str = described(
        "system",
        Description(
            FieldKind.CHOICE,
            "Theme",
            "Follows the system, or stays as you like it.",
            choices=(("system", "System"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")),
        ),
    )
    downloads: str = described(
        "", Description(FieldKind.TREE, "Save to", "New downloads get a folder of their own in here.")
    )
    jobs_at_once: int = described(
        3, Description(FieldKind.COUNT, "Jobs at once", "Further jobs wait in line.", minimum=1, maximum=8)
    )
    rate_limit_kb: int = described(
        0,
        Description(
            FieldKind.COUNT, "Speed limit", "Kilobytes per second for all jobs together; 0 is unlimited.", minimum=0
        ),
    )
    reserve_mib: int = described(
        1024,
        Description(FieldKind.COUNT, "Keep free", "Mebibytes that Windrow always leaves on a disk.", minimum=64),
    )
    basemap: str = described(
        OPENSTREETMAP,
        Description(
            FieldKind.TEXT,
            "Map pictures",
            "Address with {z}, {x} and {y}; empty switches them off, and the built-in outline stays.",
        ),
    )
    reduced_motion: bool = described(
        False, Description(FieldKind.SWITCH, "Less motion", "Draw the graph once a second.")
    )
    other: dict[str, Any] = field(default_factory=dict)


def _accepts(name: str, value: object) -> bool:
    default = getattr(Settings(), name)
    if type(value) is not type(default):
        return False
    description = descriptions(Settings)[name]
    if description.kind is FieldKind.CHOICE:
        return value in {key for key, _ in description.choices}
    if name == "basemap":
        text = str(value)
        return not text or (
            text.startswith(("https://", "http://")) and all(part in text for part in ("{z}", "{x}", "{y}"))
        )
    if description.kind is FieldKind.COUNT:
        number = cast(int, value)
        low, high = description.minimum, description.maximum
        return (low is None or number >= low) and (high is None or number <= high)
    return True


def read_settings(path: Path) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings and sentences about what could not be used.

    A missing file gives the defaults. A file that cannot be read is left alone and reported.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings(), ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Settings(), (f"Settings could not be read ({type(error).__name__}). The defaults are used.",)
    known: dict[str, Any] = {}
    other: dict[str, Any] = {}
    notes: list[str] = []
    for name, value in values.items():
        if name not in descriptions(Settings):
            other[name] = value
        elif _accepts(name, value):
            known[name] = value
        else:
            notes.append(f"The setting “{name}” has a value that does not fit. Its default is used.")
    return Settings(**known, other=other), tuple(notes)


def write_settings(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults; the old file stays until the new one is complete."""
    defaults = Settings()
    values = dict(settings.other)
    for item in dataclasses.fields(settings):
        value = getattr(settings, item.name)
        if item.name != "other" and value != getattr(defaults, item.name):
            values[item.name] = value
    replace_text(path, tomli_w.dumps(values))


def replace_text(path: Path, text: str) -> None:
    """Replace a small file as a whole: a crash leaves the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
