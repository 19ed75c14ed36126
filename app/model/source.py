"""What the engine knows of a service: a protocol and the parcels it hands over.

A source answers five questions. None of them writes to the disk, keeps state about
jobs, retries, or sends a token itself: the network adds credentials by origin.
"""

from collections.abc import AsyncIterator, Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from app.model.account import Account, AccountCheck
from app.model.answers import Look
from app.model.call import Call, Network
from app.model.coverage import CoverageTile
from app.model.failure import Failure
from app.model.imprint import Imprint
from app.model.item import ItemPage
from app.model.layout import SidecarKind
from app.model.spec import Spec
from app.model.survey import Survey
from app.model.tree import NodeKind, ProjectPage, TreeNode


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A file to write beside an image."""

    kind: SidecarKind
    body: bytes


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file to write once at a relative path of the project folder, such as meta.json.

    Attributes:
        keeps_existing: One of ours that lies there already stays as it is.
    """

    path: str
    body: bytes
    keeps_existing: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What the ledger knows of a task when it is handed to `locate`.

    Attributes:
        key, name, size, sha256, version, payload: As in `Item`.
        dataset_key: Id of its dataset.
        path: Relative path of the image in the destination, forward slashes; empty before it is known.
    """

    key: str
    name: str
    size: int | None
    sha256: str | None
    version: str
    payload: str
    dataset_key: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """What can only be told when the image itself is here.

    Attributes:
        sidecars: Files to commit before the image.
        imprint: Facts to write into the image file; None leaves its bytes as they came.
    """

    sidecars: tuple[Sidecar, ...] = ()
    imprint: Imprint | None = None


# Width and height of the file that arrived, in pixels -> what belongs beside and into it. Quick, pure, any thread.
Finish: TypeAlias = Callable[[int, int], Finished]


@dataclass(frozen=True, slots=True)
class Located:
    """All that belongs to an item except its pixels.

    Attributes:
        key: The item.
        sidecars: Files to commit before the image.
        call: How to get the image alone; None when no image is wanted.
        failure: Why this one item cannot be had; then the rest is empty.
        finish: Makes further files, and what is written into the image, when its size in pixels is known.
        good_until: UTC seconds after which the call is no longer good; None when it says nothing.
        is_perishable: The address of the call expires: a refusal (400, 403, 410) means to locate it once more.
    """

    key: str
    sidecars: tuple[Sidecar, ...] = ()
    call: Call | None = None
    failure: Failure | None = None
    finish: Finish | None = None
    good_until: float | None = None
    is_perishable: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One image out of an answer that carries many."""

    key: str
    body: bytes


class Splitter(Protocol):
    """Cuts an answer with many images apart while it streams."""

    def feed(self, chunk: bytes) -> Iterable[Part]:
        """Take the next bytes; return the parts that they completed. Raise FailedError (DATA) on nonsense."""
        ...

    def finish(self) -> Iterable[Part]:
        """Return what was still open. Raise FailedError (DATA) when the closing boundary never came."""
        ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """One request that brings several images.

    Attributes:
        call: The request.
        keys: Items that should be in it; parts are matched by key, foreign ones are dropped.
    """

    call: Call
    keys: tuple[str, ...]


class Source(Protocol):
    """A service that images come from, for one account.

    Attributes:
        key: Registry key.
        locate_size: How many items `locate` likes to see at once.
        knows_here: Its survey counts exactly which items lie in the destination already.
        keeps_places: An item that lies anywhere in the destination is here, in whatever dataset.
    """

    key: str
    locate_size: int
    knows_here: bool
    keeps_places: bool

    async def project_files(self, spec: Spec, network: Network) -> Sequence[ProjectFile]:
        """Return the files that belong to the whole project; they are written before the first image."""
        ...

    async def survey(
        self, spec: Spec, network: Network, here: Container[str] = (), most_requests: int | None = None
    ) -> Survey:
        """Count cheaply.

        Args:
            spec: What is wanted.
            network: The door.
            here: Keys that lie right in the destination; sources that `knows_here` count them, else `already_here`
                stays 0 and the engine fills it in.
            most_requests: Ask no more often than this and estimate the rest; 0 uses only what is cached.
        """
        ...

    def tiles(self, spec: Spec) -> Sequence[str]:
        """Return the keys of the tiles in which it lists, in order; empty when it lists as a whole."""
        ...

    def items(self, spec: Spec, network: Network, passed_over: Container[str] = ()) -> AsyncIterator[ItemPage]:
        """Yield every item once, in a stable order. A shortfall against the announced total raises FailedError.

        Args:
            spec: What is wanted.
            network: The door.
            passed_over: Keys of tiles that are neither asked for nor mentioned.
        """
        ...

    def likely_size(self, spec: Spec) -> int | None:
        """Return the bytes of an average image where listings say nothing; None when they do."""
        ...

    async def locate(self, spec: Spec, items: Sequence[Listed], network: Network) -> Sequence[Located]:
        """Ask for everything about these items except the pixels; one `Located` each, any order."""
        ...

    def parcels(self, spec: Spec, items: Sequence[Listed]) -> Sequence[Parcel]:
        """Return the requests that bring several of these small items at once; items in none of them go singly."""
        ...

    def splitter(self, content_type: str) -> Splitter:
        """Return a fresh splitter for the answer of a parcel. Raise FailedError (DATA) for a wrong type."""
        ...

    async def probe(self, network: Network) -> None:
        """Make one cheap call; return when the service answers at all."""
        ...


class Browsable(Protocol):
    """The ability to show what there is before anything is chosen."""

    async def check(self, account: Account, network: Network) -> AccountCheck:
        """Test the account."""
        ...

    async def children(self, kind: NodeKind | None, node_id: int | None, network: Network) -> Sequence[TreeNode]:
        """Return the nodes right below one; None asks for the teams."""
        ...

    async def project(self, project_id: int, network: Network) -> ProjectPage:
        """Return all about one project."""
        ...

    async def first_look(
        self, project_id: int, dataset_ids: Sequence[int], count: int, network: Network
    ) -> Sequence[Look]:
        """Return a few images with labels."""
        ...

    async def coverage(self, z: int, x: int, y: int, network: Network, *, only_cached: bool) -> CoverageTile | None:
        """Return what the map shows of a tile; None when it is not cached and nothing may be asked.

        Raises:
            FailedError: REFUSED for sources without a map.
        """
        ...

    async def looks(self, spec: Spec, count: int, network: Network) -> Sequence[Look]:
        """Return a few images of a selection, small. Raise FailedError (REFUSED) where this cannot be had."""
        ...
