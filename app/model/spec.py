"""What a person asks of a source: frozen, can be saved and repeated. Pure."""

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import msgspec

from app.model.export_spec import FOLLOWING, ExportSpec
from app.model.fields import Description, FieldKind, described
from app.model.harvest import MapillarySpec
from app.model.spec_base import Spec

__all__ = ["Annotations", "ExportSpec", "MapillarySpec", "Spec", "SuperviselySpec"]


class Annotations(StrEnum):
    """How much of the labels comes along."""

    FULL = "full"
    TAGS = "tags"
    NONE = "none"


class Mode(StrEnum):
    """Which way images and annotations travel."""

    AUTO = "auto"
    SINGLE = "single"
    BATCH = "batch"
    ASYNC = "async"
    BULK = "bulk"


_WAYS = {
    Mode.AUTO: "Automatic: small pictures share requests, those of 512 KiB and more travel alone; labels share"
    " requests, fewer of them where there are many.",
    Mode.SINGLE: "As chosen: one by one, one request after the other.",
    Mode.BATCH: "As chosen: in batches, one request after the other.",
    Mode.ASYNC: "As chosen: one by one, many requests at once.",
    Mode.BULK: "As chosen: in batches, many requests at once.",
}


@dataclass(frozen=True, slots=True)
class SuperviselySpec(Spec):
    """A Supervisely project, or chosen datasets or images of it.

    Attributes:
        project_id: Id on the server.
        dataset_ids: Only these datasets; empty means all.
        with_children: Also all datasets below the chosen ones.
        image_ids: Only these images; empty means all.
        labelled_only: Only images that carry a label.
        where: Rules of `app.model.rule`, all of which an image must meet.
        limit: At most so many images, in listing order; None means all.
        mode: Which way images and annotations travel.
        batch_size: Most images asked for in one request; None lets Windrow choose.
        cache: Absolute folder of images by hash, shared between projects; empty for none.
        trash_gone: Images that the whole project does not list any more go to a trash folder.
        blobs: Keep the archives of a project that has them, with lists of offsets.
    """

    project_id: int = 0
    dataset_ids: tuple[int, ...] = described(
        (),
        Description(
            FieldKind.IDS, "Datasets", "Only these datasets. None chosen means the whole project.", flag="--dataset"
        ),
    )
    with_children: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Nested datasets too",
            "Also fetch everything below the chosen datasets.",
            flag="--with-children",
        ),
    )
    image_ids: tuple[int, ...] = described(
        (), Description(FieldKind.IDS, "Images", "Only the images with these ids.", flag="--image")
    )
    annotations: Annotations = described(
        Annotations.FULL,
        Description(
            FieldKind.CHOICE,
            "Annotations",
            "Labels and tags, only the tags of the images, or nothing but pictures.",
            choices=(("full", "Labels and tags"), ("tags", "Image tags only"), ("none", "No annotations")),
            flag="--annotations",
        ),
    )
    save_images: bool = described(
        True, Description(FieldKind.SWITCH, "Pictures", "Fetch the pictures themselves.", flag="--no-images")
    )
    save_image_info: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Image info",
            "Write what the server knows of each image to img_info/.",
            flag="--image-info",
        ),
    )
    save_image_meta: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Image metadata",
            "Write the metadata attached to each image to meta/.",
            flag="--image-meta",
        ),
    )
    labelled_only: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Only labelled images",
            "Leave out the images without a label.",
            flag="--labelled-only",
        ),
    )
    where: tuple[str, ...] = described(
        (),
        Description(
            FieldKind.RULES,
            "Select by rule",
            "Only images that meet every line: class:NAME, tag:NAME=VALUE, name:*.png, since:2026-01-31.",
            flag="--where",
        ),
    )
    limit: int | None = described(
        None,
        Description(
            FieldKind.COUNT,
            "At most",
            "Stop after so many images, in the order of the server.",
            minimum=1,
            flag="--limit",
        ),
    )
    mode: Mode = described(
        Mode.AUTO,
        Description(
            FieldKind.CHOICE,
            "Way of fetching",
            "Automatic decides for each image by its size and its labels.",
            choices=(
                ("auto", "Automatic"),
                ("bulk", "In batches, many at once"),
                ("async", "One by one, many at once"),
                ("batch", "In batches, one after the other"),
                ("single", "One by one, one after the other"),
            ),
            flag="--mode",
        ),
    )
    batch_size: int | None = described(
        None,
        Description(
            FieldKind.COUNT,
            "Images per request",
            "Empty lets Windrow choose by size.",
            minimum=1,
            maximum=500,
            flag="--batch-size",
        ),
    )
    blobs: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Keep archives",
            "Fetch the archives of a project that has them, instead of a file for each picture.",
            flag="--blobs",
        ),
    )
    trash_gone: bool = described(
        False,
        Description(
            FieldKind.SWITCH,
            "Put away what is gone",
            "Move images that the project lists no more to a trash folder beside this one, instead of keeping them.",
            flag="--trash-gone",
        ),
    )
    cache: str = described(
        "",
        Description(
            FieldKind.TEXT,
            "Cache folder",
            "Take pictures from this folder and leave them in it, for all projects that use it.",
            flag="--cache",
        ),
    )
    then: tuple[str, ...] = described(
        (),
        Description(
            FieldKind.WORDS,
            "Then export as",
            "Formats that the finished folder is exported to, each beside it.",
            choices=FOLLOWING,
            flag="--then",
        ),
    )
    source: str = "supervisely"

    @property
    def most_at_once(self) -> int | None:
        """One for the ways that go one after the other."""
        return 1 if self.mode in (Mode.SINGLE, Mode.BATCH) else None

    @property
    def way(self) -> str:
        """The sentence of the mode."""
        return _WAYS[self.mode]


SPECS: dict[str, type[Spec]] = {"supervisely": SuperviselySpec, "mapillary": MapillarySpec, "export": ExportSpec}
# How a spec is fetched and what follows, not what it is: another value is the same download.
_HOW = ("batch_size", "mode", "cache", "fetch_workers", "then", "trash_gone")
# What decides about the files of each item, apart from which items.
_WANTED = (
    *("annotations", "save_images", "save_image_info", "save_image_meta", "blobs"),
    *("size", "detections", "has_exif", "layout", "fields"),
)


def spec_to_builtins(spec: Spec) -> dict[str, Any]:
    """Return a spec as JSON-ready builtins, with its `source` as the tag."""
    return dataclasses.asdict(cast(Any, spec))


def spec_from_builtins(values: dict[str, Any]) -> Spec:
    """Return the spec that `spec_to_builtins` took apart; unknown keys are ignored.

    Raises:
        ValueError: The source is unknown or a value does not fit.
    """
    kind = SPECS.get(str(values.get("source")))
    if kind is None:
        raise ValueError(f"No source is called {values.get('source')!r}.")
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise ValueError(f"The spec cannot be read: {error}.") from None


def spec_text(spec: Spec) -> str:
    """Return a spec as canonical JSON: the same spec gives the same text."""
    return json.dumps(spec_to_builtins(spec), sort_keys=True, separators=(",", ":"))


def spec_identity(spec: Spec) -> str:
    """Return what is asked for as canonical JSON, apart from how it is fetched: the same text is the same download."""
    values = spec_to_builtins(spec)
    for name in _HOW:
        values.pop(name, None)
    return json.dumps(values, sort_keys=True, separators=(",", ":"))


def wanted_text(spec: Spec) -> str:
    """Return what is asked for of each item, apart from which items: another text means other files on disk."""
    values = spec_to_builtins(spec)
    # Folders of the time before archives were kept stay what they are.
    return ",".join(
        f"{name}={values[name]}" for name in _WANTED if name in values and not (name == "blobs" and not values[name])
    )


def covers_everything(spec: Spec) -> bool:
    """Return whether a spec means a whole project, so that what it does not list is not in it."""
    parts = ("dataset_ids", "image_ids", "labelled_only", "where", "limit", "regions", "sequences", "creator")
    return not any(getattr(spec, name, None) for name in parts)
