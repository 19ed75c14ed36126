"""What a person asks of an export: which folder, which format, what goes in, and what is done about problems. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.fields import Description, FieldKind, described
from app.model.spec_base import Spec


class Images(StrEnum):
    """How pictures get into an export."""

    LINK = "link"
    COPY = "copy"
    NONE = "none"


class CocoLayout(StrEnum):
    """How many files COCO is written to."""

    ONE = "one"
    PER_DATASET = "per-dataset"


class SplitBy(StrEnum):
    """What stays together when images are drawn for validation."""

    IMAGE = "image"
    SEQUENCE = "sequence"


FORMATS = (
    ("coco", "COCO (boxes, segmentation, keypoints)"),
    ("yolo-detect", "YOLO detect"),
    ("yolo-segment", "YOLO segment"),
    ("yolo-pose", "YOLO pose"),
    ("pascal-voc", "Pascal VOC"),
    ("supervisely", "Supervisely (filtered copy)"),
)

# What may follow a download, in short words; a filtered copy of what was just fetched is none of it.
FOLLOWING = tuple((key, title.partition(" (")[0]) for key, title in FORMATS if key != "supervisely")


@dataclass(frozen=True, slots=True)
class ExportSpec(Spec):
    """An export of a project folder. The destination stands in the job.

    Attributes:
        folder: Absolute path of the project folder; nothing in it is changed.
        format: Registry key of a format.
        renames: (class, new name); two classes with one new name are merged.
        remedies: (problem kind, remedy) where it is not AUTO.
        excluded: Images that are left out, as "dataset/name".
        is_verified: Read back what was written and compare.
    """

    folder: str = ""
    format: str = described(
        "coco", Description(FieldKind.CHOICE, "Format", "What is written.", choices=FORMATS, flag="--format")
    )
    datasets: tuple[str, ...] = described(
        (), Description(FieldKind.NAMES, "Datasets", "Only these; a nested one by its whole path.", flag="--dataset")
    )
    classes: tuple[str, ...] = described(
        (), Description(FieldKind.NAMES, "Classes", "Only labels of these classes.", flag="--class")
    )
    without_classes: tuple[str, ...] = described(
        (), Description(FieldKind.NAMES, "Without", "No labels of these classes.", flag="--without-class")
    )
    renames: tuple[tuple[str, str], ...] = described(
        (),
        Description(
            FieldKind.PAIRS, "Names", "Other names for classes; two classes with one name are merged.", flag="--rename"
        ),
    )
    only: str = described(
        "", Description(FieldKind.TEXT, "Images", "Only images that this search finds.", flag="--only")
    )
    excluded: tuple[str, ...] = described(
        (), Description(FieldKind.NAMES, "Excluded", "Images that are left out.", flag="--exclude")
    )
    remedies: tuple[tuple[str, str], ...] = described(
        (), Description(FieldKind.PAIRS, "Problems", "What is done about problems.", flag="--remedy")
    )
    min_area: float = described(
        0.0,
        Description(
            FieldKind.NUMBER, "Least area", "Shapes with fewer pixels are left out.", minimum=0, flag="--min-area"
        ),
    )
    val: float = described(
        0.0,
        Description(
            FieldKind.NUMBER,
            "Validation share",
            "From 0 to 1: so many of the images are drawn for validation, always the same ones.",
            minimum=0,
            maximum=1,
            flag="--val",
        ),
    )
    val_by: SplitBy = described(
        SplitBy.IMAGE,
        Description(
            FieldKind.CHOICE,
            "Drawn by",
            "Images of one sequence of a harvest stay together, or each is drawn alone.",
            choices=(("image", "Image"), ("sequence", "Sequence")),
            flag="--val-by",
        ),
    )
    seed: int = described(
        0, Description(FieldKind.COUNT, "Seed", "Another number draws other images.", minimum=0, flag="--seed")
    )
    val_tag: str = described(
        "", Description(FieldKind.TEXT, "Validation tag", "Images with this tag are for validation.", flag="--val-tag")
    )
    val_datasets: tuple[str, ...] = described(
        (), Description(FieldKind.NAMES, "Validation datasets", "These are for validation.", flag="--val-dataset")
    )
    images: Images = described(
        Images.LINK,
        Description(
            FieldKind.CHOICE,
            "Images",
            "A second name for the same file takes no room; where the disk cannot do that, they are copied.",
            choices=(("link", "Hard-link into export"), ("copy", "Copy"), ("none", "Leave out")),
            flag="--images",
        ),
    )
    layout: CocoLayout = described(
        CocoLayout.ONE,
        Description(
            FieldKind.CHOICE,
            "Files",
            "COCO alone: one file for all, or one for each dataset.",
            choices=(("one", "One file"), ("per-dataset", "One per dataset")),
            flag="--layout",
        ),
    )
    like_sdk: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "As the official SDK",
            "COCO and Pascal VOC alone: follow the conventions of its converter, losses included.",
            flag="--like-sdk",
        ),
    )
    is_verified: bool = described(
        True, Description(FieldKind.SWITCH, "Verify after writing", "Read everything back.", flag="--no-verify")
    )
    source: str = "export"


def image_key(dataset: str, name: str) -> str:
    """Return how an image is called across datasets: "dataset/name"; the name alone when the folder is the dataset."""
    return f"{dataset}/{name}" if dataset else name
