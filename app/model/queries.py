"""Every question that the window or the command line may ask, and the shape of the answer. Pure.

Questions change nothing, but for the one that says so. `engine/queries.py` answers them; a question that fails raises
FailedError.
"""

from dataclasses import dataclass
from typing import TypeAlias

from app.model.account import Account
from app.model.geometry import Mask
from app.model.measure import Kind, Way
from app.model.source import Listed
from app.model.spec import Spec
from app.model.task import TaskState
from app.model.tree import NodeKind


@dataclass(frozen=True, slots=True)
class ListJobs:
    """Every job in queue order. Answer: tuple[Job, ...]."""


@dataclass(frozen=True, slots=True)
class ListTasks:
    """A page of the items of a job. Answer: TaskPage."""

    job_id: int
    states: tuple[TaskState, ...] = ()
    text: str = ""
    offset: int = 0
    count: int = 200


@dataclass(frozen=True, slots=True)
class ListFailures:
    """Failures of a job grouped by cause, most first. Answer: tuple[FailureGroup, ...]."""

    job_id: int


@dataclass(frozen=True, slots=True)
class JobLog:
    """The latest lines of the log of a job, oldest first. Answer: tuple[JobNoted, ...]."""

    job_id: int
    count: int = 500


@dataclass(frozen=True, slots=True)
class CheckAccount:
    """Test an address and a token without keeping them. Answer: AccountCheck."""

    account: Account
    token: str

    def __repr__(self) -> str:
        """Leave the token out of anything that prints."""
        return f"CheckAccount({self.account.key!r}, token=…)"


@dataclass(frozen=True, slots=True)
class ListChildren:
    """The nodes right below one; `kind` None asks for the teams. Answer: tuple[TreeNode, ...]."""

    account: str
    kind: NodeKind | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ShowProject:
    """Everything about one project before a download. Answer: ProjectPage."""

    account: str
    project_id: int


@dataclass(frozen=True, slots=True)
class FirstLook:
    """A few images with their labels, small enough to show at once. Answer: tuple[Look, ...]."""

    account: str
    project_id: int
    dataset_ids: tuple[int, ...] = ()
    count: int = 4


@dataclass(frozen=True, slots=True)
class MakeSurvey:
    """What a spec would cost. Answer: Survey."""

    spec: Spec
    account: str
    destination: str
    most_requests: int | None = None


@dataclass(frozen=True, slots=True)
class ListItems:
    """Everything that a spec selects, without facts. Answer: ItemList."""

    spec: Spec
    account: str


@dataclass(frozen=True, slots=True)
class DescribeItems:
    """What the service knows of some items of a list; nothing is fetched. Answer: tuple[Described, ...], in order."""

    spec: Spec
    account: str
    items: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class LookAround:
    """A few small images of a selection before a harvest. Answer: tuple[Look, ...]."""

    spec: Spec
    account: str
    count: int = 4


@dataclass(frozen=True, slots=True)
class ShowCoverage:
    """What the map shows of one tile. Answer: CoverageTile, or None with `only_cached` when nothing is cached."""

    account: str
    z: int
    x: int
    y: int
    only_cached: bool = False


@dataclass(frozen=True, slots=True)
class ShowBasemap:
    """The picture of one tile of the basemap. Answer: bytes (PNG or JPEG), or None when the basemap is switched off.

    `account` may name the demo, whose basemap is its own; else empty.
    """

    z: int
    x: int
    y: int
    account: str = ""


@dataclass(frozen=True, slots=True)
class ListTiles:
    """How far the tiles of a harvest are; empty for other jobs. Answer: tuple[TileStanding, ...]."""

    job_id: int


@dataclass(frozen=True, slots=True)
class ReadRegions:
    """The areas in a file (GeoJSON, GPX, KML, GeoPackage, Shapefile). Answer: tuple[Region, ...]."""

    path: str


@dataclass(frozen=True, slots=True)
class ShowReport:
    """What a finished export kept, changed and lost. Answer: LossReport.

    Raises FailedError when there is none: the job is no export, did not finish, or another export took its place.
    """

    job_id: int


@dataclass(frozen=True, slots=True)
class CheckDestination:
    """May a job write there? Answer: DestinationCheck."""

    destination: str


@dataclass(frozen=True, slots=True)
class ListFigures:
    """A page of the figures of a dataset. Answer: FigurePage.

    Attributes:
        account: Key of the account.
        dataset_id: The dataset.
        image_ids: Only figures on these images, at most 200; empty means all.
        page: From 1.
        has_geometry: Points and masks as well.
    """

    account: str
    dataset_id: int
    image_ids: tuple[int, ...] = ()
    page: int = 1
    has_geometry: bool = False


@dataclass(frozen=True, slots=True)
class ListImages:
    """Some or all images of one dataset, by id. Answer: tuple[Listed, ...].

    Attributes:
        account: Key of the account.
        dataset_id: The dataset.
        image_ids: Only these; empty means all.
        most: At most so many.
    """

    account: str
    dataset_id: int
    image_ids: tuple[int, ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class ReadImages:
    """Bytes of images of one dataset, checked against what was listed. Answer: tuple[Read, ...] in their order.

    Attributes:
        account: Key of the account.
        items: As listed.
        is_shared: One request for all of them; else one each, one after the other.
    """

    account: str
    items: tuple[Listed, ...]
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ReadAnnotations:
    """Annotation files of images of one dataset. Answer: tuple[Read, ...]; attributes as in `ReadImages`."""

    account: str
    items: tuple[Listed, ...]
    is_shared: bool


@dataclass(frozen=True, slots=True)
class ReadMasks:
    """Masks of alpha-mask figures. Answer: tuple of (figure, Mask or Failure) in their order."""

    account: str
    figure_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeasureWay:
    """Try one way of fetching on a sample of one dataset. Answer: Measured.

    It is refused while downloads run: they would share the line, and nothing could be said of either.

    Attributes:
        account: Key of the account.
        kind: What is fetched.
        way: How.
        items: The sample, as listed.
        seconds: No question is begun after so many.
    """

    account: str
    kind: Kind
    way: Way
    items: tuple[Listed, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class UploadMasks:
    """Write alpha masks of existing figures to the server: the one question that changes something there.

    Answer: tuple[int, ...], the figures whose mask did not come back equal.

    Attributes:
        account: Key of the account.
        masks: (figure, mask), at most 100, each figure once.
    """

    account: str
    masks: tuple[tuple[int, Mask], ...]


@dataclass(frozen=True, slots=True)
class CountLabels:
    """Count what a project holds, from listings alone. Answer: Statistics."""

    account: str
    project_id: int


Query: TypeAlias = (
    ListJobs
    | ListTasks
    | ListFailures
    | JobLog
    | CheckAccount
    | ListChildren
    | ShowProject
    | FirstLook
    | MakeSurvey
    | ListItems
    | DescribeItems
    | LookAround
    | ListFigures
    | CountLabels
    | ListImages
    | ReadImages
    | ReadAnnotations
    | ReadMasks
    | UploadMasks
    | MeasureWay
    | ShowCoverage
    | ShowBasemap
    | ListTiles
    | ReadRegions
    | ShowReport
    | CheckDestination
)
