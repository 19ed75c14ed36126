"""How images are called in an export: safe on every system, never two alike, the same in every run. Pure."""

from app.store.name_table import NameTable
from app.store.names import MOST_BYTES, collision_key, safe_name

_MARK_BYTES = 12


class ExportNames:
    """The names of one export. Take them in the order of datasets and names.

    Two names differ without regard to case and also without their extensions, since formats put files of other
    extensions beside them. Every image of the project takes its name, written or not, so that leaving one out does
    not rename another.
    """

    def __init__(self) -> None:
        """Begin empty."""
        self._taken = NameTable()
        self._count = 0

    def take(self, dataset: str, name: str) -> str:
        """Return the name of the next image: "<dataset, / as _>_<name>", with "~2" before the extension if taken."""
        self._count += 1
        key = str(self._count)
        plain = safe_name(f"{dataset.replace('/', '_')}_{name}" if dataset else name, key)
        stem, extension = split(plain)
        number, mapped = 1, stem
        while not self._taken.claim(collision_key(mapped), key):
            number += 1
            mapped = _shortened(stem, extension) + f"~{number}"
        return mapped + extension


def split(name: str) -> tuple[str, str]:
    """Return stem and extension of a file name; the extension carries its dot and may be empty."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if dot and stem else (name, "")


def _shortened(stem: str, extension: str) -> str:
    body = stem.encode()
    most = MOST_BYTES - len(extension.encode()) - _MARK_BYTES
    return stem if len(body) <= most else body[:most].decode("utf-8", "ignore")
