"""Looking into a project folder: every question about it and the shape of the answer. Pure.

A process of its own (`app/gallery` behind `app.bootstrap`) answers them; the engine knows nothing of them. A folder is
named by its absolute path, a picture by its number in the folder (in order of datasets and names; it never changes
while the folder is open, new pictures of a running download come behind). Questions change nothing on disk.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.model.answers import Look
from app.model.problem import Problem, ProblemKind


class NamesShown(StrEnum):
    """Which names stand on a picture."""

    CLASSES = "classes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Paint:
    """How labels are drawn.

    Attributes:
        names: Whether class names stand on the picture.
        opacity: Of fills and masks, 0 to 1.
        is_outline_only: No fills.
        is_hidden: No labels at all.
        hidden_classes: Classes that are not drawn.
        only_classes: Only these are drawn; empty means all.
        names_of: (class, other name) pairs: how classes are called in the export.
        colors: (class, "#RRGGBB") pairs: other colours than those of the project.
        selected: Place of the label that is drawn thicker; None for none.
    """

    names: NamesShown = NamesShown.CLASSES
    opacity: float = 0.35
    is_outline_only: bool = False
    is_hidden: bool = False
    hidden_classes: tuple[str, ...] = ()
    only_classes: tuple[str, ...] = ()
    names_of: tuple[tuple[str, str], ...] = ()
    colors: tuple[tuple[str, str], ...] = ()
    selected: int | None = None


# Questions.


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """Begin to read a project folder, or read again what changed in it. Answer: FolderCard.

    Raises FailedError when it is no folder or cannot be read.
    """

    path: str


@dataclass(frozen=True, slots=True)
class CloseFolder:
    """Forget a folder. Answer: None."""

    path: str


@dataclass(frozen=True, slots=True)
class CountFolder:
    """What the folder holds as far as it was read, and how much of it a search finds. Answer: FolderCounts.

    Attributes:
        search: As typed, see `app.model.search`.
        excluded: Images left out of the export, as "dataset/name"; they are counted apart.
    """

    path: str
    search: str = ""
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPictures:
    """A page of the pictures that a search finds, in order. Answer: PicturePage."""

    path: str
    search: str = ""
    offset: int = 0
    count: int = 200


@dataclass(frozen=True, slots=True)
class FindPicture:
    """Where a picture stands among those that a search finds. Answer: int, or None when it is not among them."""

    path: str
    number: int
    search: str = ""


@dataclass(frozen=True, slots=True)
class NextProblem:
    """The next problem after a label of a picture, around the end. Answer: ProblemPlace, or None when there is none.

    Attributes:
        number: Picture to begin at; -1 begins at the first.
        label: Label to begin behind, -1 behind the problems of the whole picture; None begins with the picture.
        kinds: Only these; empty means all.
        is_backwards: The one before instead.
    """

    path: str
    search: str = ""
    number: int = -1
    label: int | None = None
    kinds: tuple[ProblemKind, ...] = ()
    is_backwards: bool = False


@dataclass(frozen=True, slots=True)
class ShowThumb:
    """A picture with its labels, fitted into a size. Answer: Painted.

    Attributes:
        width, height: Physical pixels to fit into; the aspect is kept, small pictures are not enlarged.
        ratio: Physical pixels per logical one, for line widths and words.
    """

    path: str
    number: int
    width: int
    height: int
    ratio: float = 1.0
    paint: Paint = Paint()


@dataclass(frozen=True, slots=True)
class ShowView:
    """A part of a picture with its labels. Answer: Painted, of exactly `width` × `height`; outside is transparent.

    Attributes:
        left, top: Point of the picture, in its pixels, that lies at the top left of the view; may be negative.
        scale: Physical pixels per picture pixel.
        width, height: Of the view in physical pixels.
        ratio: Physical pixels per logical one.
    """

    path: str
    number: int
    left: float
    top: float
    scale: float
    width: int
    height: int
    ratio: float = 1.0
    paint: Paint = Paint()


@dataclass(frozen=True, slots=True)
class PaintLook:
    """A picture that is not on disk yet, with its labels, fitted into a size. Answer: Painted."""

    look: Look
    width: int
    height: int
    ratio: float = 1.0
    paint: Paint = Paint()


@dataclass(frozen=True, slots=True)
class ShowPicture:
    """Everything about one picture. Answer: PictureCard."""

    path: str
    number: int


@dataclass(frozen=True, slots=True)
class LabelAt:
    """The uppermost label at a point of a picture that is drawn. Answer: int (its place), or None.

    Attributes:
        x, y: In pixels of the picture.
        reach: How far beside a line or a dot still counts, in pixels of the picture.
    """

    path: str
    number: int
    x: float
    y: float
    reach: float = 3.0
    paint: Paint = Paint()


@dataclass(frozen=True, slots=True)
class ListPlaces:
    """Where the pictures of a harvest that a search finds were taken. Answer: tuple[PicturePlace, ...]."""

    path: str
    search: str = ""


@dataclass(frozen=True, slots=True)
class CheckExport:
    """What an export would keep, change and lose. Answer: LossReport. Counts the whole folder: takes its time.

    Attributes:
        spec_text: The `ExportSpec` as `app.model.spec.spec_text` writes it.
    """

    spec_text: str


GalleryQuery: TypeAlias = (
    OpenFolder
    | CloseFolder
    | CountFolder
    | ListPictures
    | FindPicture
    | NextProblem
    | ShowThumb
    | ShowView
    | PaintLook
    | ShowPicture
    | LabelAt
    | ListPlaces
    | CheckExport
)


# Answers.


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One picture of a page.

    Attributes:
        number: In the folder.
        dataset, name: Together its key.
        labels: How many it has.
        problems: How many it has.
        width, height: Pixels; 0 until known.
    """

    number: int
    dataset: str
    name: str
    labels: int
    problems: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class PicturePage:
    """Some pictures, and how many the search finds in all at this revision."""

    rows: tuple[PictureRow, ...]
    total: int
    revision: int


@dataclass(frozen=True, slots=True)
class ProblemPlace:
    """A problem and where it is.

    Attributes:
        number: Of the picture.
        position: Of the picture among those that the search finds.
        problem: What it is.
        ordinal, total: "3 of 14" over the search.
    """

    number: int
    position: int
    problem: Problem
    ordinal: int
    total: int


@dataclass(frozen=True, slots=True)
class Painted:
    """Pixels ready to be shown.

    Attributes:
        width, height: Physical pixels.
        data: BGRA with premultiplied alpha, rows from the top without gaps; empty when the picture cannot be shown.
        problem: Why it cannot be shown, one sentence; empty when it can.
        labels: How many labels the picture has.
        full_width, full_height: Pixels of the whole picture as annotations count them; 0 when unknown.
    """

    width: int
    height: int
    data: bytes
    problem: str = ""
    labels: int = 0
    full_width: int = 0
    full_height: int = 0


@dataclass(frozen=True, slots=True)
class LabelCard:
    """One label of a picture, for a list and a tool tip.

    Attributes:
        place: In the annotation, from 0.
        class_name, color, shape: As in the project.
        bounds: left, top, right, bottom in pixels, right and bottom exclusive; None when it has none.
        area: Pixels; 0 for points and lines.
        tags: (name, value) pairs.
        fields: Further (field, value) pairs of its JSON, as text: id, labelerLogin, createdAt, description, …
        problems: Those of this label.
    """

    place: int
    class_name: str
    color: str
    shape: str
    bounds: tuple[float, float, float, float] | None = None
    area: float = 0.0
    tags: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureCard:
    """Everything about one picture.

    Attributes:
        number, dataset, name: Which it is.
        width, height: Pixels as annotations count them.
        file_width, file_height: Pixels of the file as it is shown; 0 when it cannot be read.
        size_bytes: Of the file; 0 when there is none.
        format: "JPEG", …; empty when unknown.
        is_turned: Its EXIF says that it is to be turned when shown.
        turned_rule: Sentence on how labels lie on a turned picture; empty when it is not.
        tags: (name, value) pairs of the image.
        labels: In drawing order.
        problems: Of the image as a whole and of its labels.
        facts: (name, value) pairs for people: captured, position, creator, … of a harvest.
        place: lon, lat in degrees; None when unknown.
        page: Address of its page at the service; empty when unknown.
    """

    number: int
    dataset: str
    name: str
    width: int
    height: int
    file_width: int = 0
    file_height: int = 0
    size_bytes: int = 0
    format: str = ""
    is_turned: bool = False
    turned_rule: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    labels: tuple[LabelCard, ...] = ()
    problems: tuple[Problem, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    place: tuple[float, float] | None = None
    page: str = ""


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture was taken; degrees."""

    number: int
    name: str
    lon: float
    lat: float
