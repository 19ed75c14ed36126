"""Names from a server become names for a disk: safe, stable, never two alike. Pure."""

from collections.abc import Iterable


def safe_name(name: str, key: str) -> str:
    """Return one path component for an item's name; a safe name maps to itself.

    Args:
        name: As the server spells it; may hold anything.
        key: Id of the item; used when nothing of the name is left.
    """


def safe_dataset_name(name: str, key: str) -> str:
    """Return one path component for a dataset's folder; never one that the official SDK cannot see."""


class NameMap:
    """The names of one folder: distinct keys never share one, whatever a disk thinks of case and accents."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = (), *, is_dataset_folder: bool = False) -> None:
        """Start from (name, key, mapped) rows of an earlier run."""

    def take(self, name: str, key: str) -> str:
        """Return the name for this key; the first taker gets the plain one, later ones `~<key>` before the extension.

        The same key always gets the same answer.
        """
