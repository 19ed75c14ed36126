"""The names of one job on disk: dataset folders, and which image names are taken. Lean for a million items."""

import unicodedata

from app.engine.hash_set import HashSet
from app.model.item import Dataset
from app.model.layout import dataset_path
from app.store.ledger_tasks import TaskRows
from app.store.names import NameMap, safe_name

FolderRow = tuple[str, str, str, str]


class NameTable:
    """Gives every dataset its folder and every item a name that no other item of the folder has."""

    def __init__(self) -> None:
        self._datasets: dict[str, tuple[int, str]] = {}
        self._folders: dict[str, NameMap] = {}
        self._folder_rows: dict[str, list[tuple[str, str, str]]] = {}
        self._known_folders: set[tuple[str, str]] = set()
        self._taken = HashSet()

    @classmethod
    def restore(cls, tasks: TaskRows, job_id: int) -> "NameTable":
        """Return the table as an earlier run of the job left it."""
        table = cls()
        for parent, key, name, mapped in tasks.folders(job_id):
            table._folder_rows.setdefault(parent, []).append((name, key, mapped))
            table._known_folders.add((parent, key))
        for number, key, folder in tasks.datasets(job_id):
            table._datasets[key] = (number, folder)
        for number, name in tasks.names(job_id):
            table._taken.add(_mark(number, name))
        return table

    def dataset(self, dataset: Dataset) -> tuple[int, str] | None:
        """Return number and folder of a dataset that is known."""
        return self._datasets.get(dataset.key)

    def add_dataset(self, dataset: Dataset) -> tuple[int, str, list[FolderRow]]:
        """Return number and folder of a new dataset, and the (parent, key, name, mapped) rows that are new."""
        parts: list[str] = []
        fresh: list[FolderRow] = []
        parent = ""
        for key, name in () if dataset.is_plain else dataset.path:
            names = self._folders.get(parent)
            if names is None:
                rows = self._folder_rows.get(parent, [])
                names = self._folders[parent] = NameMap(rows, is_dataset_folder=True)
            mapped = names.take(name, key)
            if (parent, key) not in self._known_folders:
                self._known_folders.add((parent, key))
                fresh.append((parent, key, name, mapped))
            parts.append(mapped)
            parent = key
        number = max((known for known, _ in self._datasets.values()), default=-1) + 1
        folder = f"{dataset.path[-1][1]}/" if dataset.is_plain else dataset_path(parts)
        self._datasets[dataset.key] = (number, folder)
        return number, folder, fresh

    def adopt(self, folder: str) -> tuple[int, str, bool]:
        """Return number and key of a folder that is there already, whoever filled it, and whether it is new to us."""
        for key, (number, known) in self._datasets.items():
            if known == folder:
                return number, key, False
        number = max((known for known, _ in self._datasets.values()), default=-1) + 1
        key = f"here:{folder}"
        self._datasets[key] = (number, folder)
        return number, key, True

    def claim(self, number: int, name: str) -> bool:
        """Take a very name, as an item had it before; return whether it was free."""
        return self._taken.add(_mark(number, name))

    def keep(self, number: int, name: str, key: str, before: str) -> bool:
        """Take the name that an item had before, if it is still called the same and the name is free.

        An item that was renamed on the server gets a new name; a twin keeps its mark though the other twin is gone.
        """
        plain = safe_name(name, key)
        return before in (plain, NameMap([("", "\0", plain)]).take(name, key)) and self.claim(number, before)

    def take(self, number: int, name: str, key: str) -> str:
        """Return a safe name for an item that no other item of the dataset has."""
        plain = safe_name(name, key)
        if self.claim(number, plain):
            return plain
        occupied = [("", "\0", plain)]
        while True:
            other = NameMap(occupied).take(name, key)
            if self.claim(number, other):
                return other
            occupied.append(("", f"\0{len(occupied)}", other))
            if len(occupied) > 8:  # only for an item that is known already and asks again
                return other


def _mark(number: int, name: str) -> str:
    return f"{number}/{unicodedata.normalize('NFKC', name).casefold()}"
