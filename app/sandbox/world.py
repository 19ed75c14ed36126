"""What the sandbox serves: teams, projects, datasets and pictures, and how they are found by id."""

import threading
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from app.sandbox.wire import Piece

Document: TypeAlias = dict[str, object]

CREATED = "2026-03-02T09:00:00.000Z"
# Figure ids are made of the image's id, so that a figure is found without a table.
FIGURES_PER_IMAGE = 10_000


@dataclass(slots=True)
class Picture:
    """One image as it is listed.

    Attributes:
        sha256: Base64 of the SHA-256 of the bytes.
        tags: Image tags as the service lists them: `tagId` and `value`.
        meta: The image's free custom data.
        archive: Id of the blob archive that holds it, with the place inside; None for a plain image.
    """

    id: int
    name: str
    mime: str
    width: int
    height: int
    size: int
    sha256: str
    labels_count: int = 0
    tags: Sequence[Mapping[str, object]] = ()
    meta: Mapping[str, object] = field(default_factory=dict)
    created_at: str = CREATED
    updated_at: str = CREATED
    description: str = ""
    archive: int | None = None
    offset_start: int | None = None
    offset_end: int | None = None


class Preparable(Protocol):
    """What takes a while before it can be served."""

    def prepare(self) -> None:
        """Draw or read what is needed; called on a worker thread."""
        ...


class Shelf(Protocol):
    """The pictures of one dataset. Ids grow with the position; `prepare` may take long, all else is quick after it."""

    @property
    def is_ready(self) -> bool:
        """Whether listings can be answered now."""
        ...

    def prepare(self) -> None:
        """Draw or read what is needed; called on a worker thread."""
        ...

    @property
    def count(self) -> int:
        """Number of pictures; known without preparing."""
        ...

    @property
    def size(self) -> int:
        """Bytes of all pictures."""
        ...

    def place(self, first_id: int) -> None:
        """Take the ids from `first_id` on."""
        ...

    def window(self, start: int, stop: int) -> Sequence[Picture]:
        """Return pictures by position, in the order of their ids."""
        ...

    def after(self, image_id: int) -> int:
        """Return the position of the first picture whose id is greater."""
        ...

    def find(self, image_id: int) -> Picture | None:
        """Return a picture by id."""
        ...

    def by_hash(self, sha256: str) -> Picture | None:
        """Return a picture with these bytes."""
        ...

    def body(self, picture: Picture) -> Piece:
        """Return its bytes."""
        ...

    def annotation(self, picture: Picture) -> Document:
        """Return description, size, tags and objects in sub-pixel coordinates, masks included."""
        ...

    def archive(self, number: int) -> Piece | None:
        """Return a blob archive."""
        ...


@dataclass(slots=True)
class Dataset:
    """A dataset; `parent` is the id of the one it is nested in."""

    id: int
    name: str
    project: int
    shelf: Shelf
    parent: int | None = None
    description: str = ""
    custom: Document = field(default_factory=dict)


@dataclass(slots=True)
class Project:
    """A project; `meta` holds classes and tags as `projects.meta` returns them."""

    id: int
    name: str
    meta: Document
    kind: str = "images"
    description: str = ""
    readme: str = ""
    custom: Document = field(default_factory=dict)
    settings: Document = field(default_factory=dict)
    datasets: list[Dataset] = field(default_factory=list)
    workspace: int = 1
    items_count: int | None = None

    @property
    def count(self) -> int:
        """Number of items."""
        return sum(one.shelf.count for one in self.datasets) if self.items_count is None else self.items_count

    @property
    def size(self) -> int:
        """Bytes of all items."""
        return sum(one.shelf.size for one in self.datasets)


@dataclass(frozen=True, slots=True)
class Team:
    """A team."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace of a team."""

    id: int
    name: str
    team: int


class ServerEndsError(Exception):
    """Drawing was broken off."""


class UnreadyError(Exception):
    """Something has to be drawn or read before the answer can be given."""

    def __init__(self, shelves: Sequence[Preparable]) -> None:
        """Name what is to be prepared."""
        super().__init__("not ready")
        self.shelves = shelves


class World:
    """Everything that is served."""

    def __init__(self, teams: Sequence[Team], workspaces: Sequence[Workspace]) -> None:
        """Start without projects."""
        self.teams = teams
        self.workspaces = workspaces
        self.projects: dict[int, Project] = {}
        self.datasets: dict[int, Dataset] = {}
        self._starts: list[int] = []
        self._by_start: list[Dataset] = []
        self._next_image = 100_001
        # Set when the server ends: drawing stops at the next picture.
        self.over = threading.Event()

    def add_project(self, project: Project) -> None:
        """Serve a project; its datasets are added with `add_dataset`."""
        self.projects[project.id] = project

    def add_dataset(self, dataset: Dataset) -> None:
        """Serve a dataset and give its pictures their ids, with room for more."""
        self.projects[dataset.project].datasets.append(dataset)
        self.datasets[dataset.id] = dataset
        dataset.shelf.place(self._next_image)
        self._starts.append(self._next_image)
        self._by_start.append(dataset)
        self._next_image += dataset.shelf.count + 100_000

    def dataset_of_image(self, image_id: int) -> Dataset | None:
        """Return the dataset in whose range an image id lies."""
        place = bisect_right(self._starts, image_id) - 1
        return self._by_start[place] if place >= 0 else None

    def image(self, image_id: int) -> tuple[Dataset, Picture] | None:
        """Return a picture and its dataset. Raises UnreadyError."""
        dataset = self.dataset_of_image(image_id)
        if dataset is None:
            return None
        self.ready(dataset)
        picture = dataset.shelf.find(image_id)
        return None if picture is None else (dataset, picture)

    def going(self, count: int) -> Iterator[int]:
        """Yield 0 to count − 1 as long as the server runs. Raises ServerEndsError."""
        for number in range(count):
            if self.over.is_set():
                raise ServerEndsError
            yield number

    @staticmethod
    def ready(*datasets: Dataset) -> None:
        """Raise UnreadyError when a dataset cannot be listed yet."""
        shelves = [one.shelf for one in datasets if not one.shelf.is_ready]
        if shelves:
            raise UnreadyError(shelves)
