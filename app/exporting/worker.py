"""The work on batches of images, in a process of its own or in the one that drives the export.

A batch comes and goes as bytes, so that both ways are the same. The labels of an image never leave the process that
reads them: what goes back are counts, and what the shared files of a format need.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import msgspec

from app.exporting.entry import Entry
from app.exporting.pictures import PictureError, place, size_bytes
from app.exporting.prepare import Excluded, Preparer
from app.exporting.readback import picture_differences
from app.exporting.wire import Decoder, encode
from app.model.annotation import Tag
from app.model.export_spec import ExportSpec
from app.model.exporter import (
    Checked,
    Exporter,
    ExportImage,
    ExportPlan,
    Fate,
    Format,
    Made,
    Verdict,
    Verifier,
    converts,
)
from app.model.failure import FailedError, Failure, FailureKind
from app.model.label_class import LabelClass
from app.model.loss import LossCount
from app.store.disk_words import disk_errors

UNREADABLE = "picture cannot be read"
_CHANGED = Failure(
    FailureKind.DATA, "The project changed while it was exported.", "Start the export again when nothing writes to it."
)


class Verb(StrEnum):
    """What is done with a batch of images."""

    LOOK = "look"
    JUDGE = "judge"
    MAKE = "make"
    CHECK = "check"


class Looked(msgspec.Struct, array_like=True):
    """What the first pass found of one image.

    Attributes:
        reason: Why it stays out; empty when it goes in.
        is_problem: Nobody chose that.
        is_val: For validation.
        strangers: Classes of its labels that are not in the project.
        date: UTC seconds of its annotation file; 0 without one.
        size: Bytes of its picture; 0 without one.
        bad_masks: Places of labels whose masks do not decode.
    """

    reason: str = ""
    is_problem: bool = False
    is_val: bool = False
    strangers: tuple[str, ...] = ()
    date: int = 0
    size: int = 0
    bad_masks: tuple[int, ...] = ()


class Counted(msgspec.Struct, array_like=True):
    """A `LossCount` on its way between processes."""

    numbers: tuple[int, int, int, int, int]
    excluded: dict[str, int]
    fates: list[tuple[str, str, str, str, int]]

    @classmethod
    def of(cls, count: LossCount) -> "Counted":
        """Take a count apart."""
        numbers = (count.written, count.train, count.val, count.tags_kept, count.tags_lost)
        return cls(numbers, dict(count.excluded), [(*key, n) for key, n in count.fates.items()])

    def add_to(self, count: LossCount) -> None:
        """Add it to another count."""
        other = LossCount(*self.numbers)
        other.excluded.update(self.excluded)
        other.fates.update({(a, b, c, d): n for a, b, c, d, n in self.fates})
        count.add(other)


class MadeOne(msgspec.Struct, array_like=True):
    """What the shared files need of one image that was made.

    Attributes:
        entry: The image.
        width, height, tags, key: As in `ExportImage`.
        made: Without verdicts.
        path: Of its picture in the export; empty without one.
        is_drawn: The format drew that picture itself: it is not the one of the project.
        size: Bytes that its picture takes anew.
        excluded: Why it stays out after all; empty when it is in.
    """

    entry: Entry
    width: int
    height: int
    tags: tuple[tuple[str, str], ...]
    key: str
    made: Made
    path: str = ""
    is_drawn: bool = False
    size: int = 0
    excluded: str = ""

    @property
    def image(self) -> ExportImage:
        """Return the image without its labels."""
        entry = self.entry
        return ExportImage(
            number=entry.number,
            dataset=entry.dataset,
            name=entry.name,
            file=entry.file,
            width=self.width,
            height=self.height,
            tags=tuple(Tag(name, value) for name, value in self.tags),
            is_val=entry.is_val,
            picture=entry.picture if self.path else None,
            key=self.key,
        )


class MadeBatch(msgspec.Struct, array_like=True):
    """A batch that was made."""

    counted: Counted
    images: list[MadeOne]


_entries = Decoder(list[Entry])


class Worker:
    """Works on batches for one export."""

    def __init__(self, spec: ExportSpec, classes: Sequence[LabelClass], formats: Mapping[str, Format]) -> None:
        """Take what was asked, the classes of the project and the formats.

        Raises:
            FailedError: REFUSED, when the spec cannot be carried out.
        """
        self._spec = spec
        try:
            self._preparer = Preparer(spec, classes)
        except ValueError as error:
            raise FailedError(Failure(FailureKind.REFUSED, str(error))) from error
        self._format = formats[spec.format]
        self._exporter: Exporter | None = None
        self._verifier: Verifier | None = None
        self._folder = Path()

    def open(self, plan: ExportPlan, folder: Path) -> None:
        """Know from now on what holds for the whole export, and where it is written."""
        self._folder = folder
        self._exporter = self._format.exporter(plan, folder)
        self._verifier = self._format.verifier(plan, folder)

    def work(self, verb: Verb, batch: bytes) -> bytes:
        """Do something with a batch. Raise FailedError."""
        act: Callable[[Sequence[Entry]], object] = {
            Verb.LOOK: self._look,
            Verb.JUDGE: self._judge,
            Verb.MAKE: self._make,
            Verb.CHECK: self._check,
        }[verb]
        return encode(act(_entries.decode(batch)))

    def _look(self, entries: Sequence[Entry]) -> list[Looked]:
        return [self._look_at(entry) for entry in entries]

    def _look_at(self, entry: Entry) -> Looked:
        prepared = self._preparer.prepare(entry)
        date = _date(entry.annotation)
        if isinstance(prepared, Excluded):
            return Looked(prepared.reason, prepared.is_problem, date=date)
        picture = prepared.image.picture
        size = 0 if picture is None else size_bytes(picture)
        return Looked(
            "", False, prepared.image.is_val, tuple(sorted(prepared.strangers)), date, size, prepared.bad_masks
        )

    def _judge(self, entries: Sequence[Entry]) -> Counted:
        count = LossCount()
        assert self._exporter is not None
        # The converters of the official SDK keep no tags, nor do we where we follow them.
        keeps_tags = self._format.keeps_tags and not self._spec.like_sdk
        for entry in entries:
            image = self._image(entry)
            verdicts = self._exporter.judge(image)
            kept, lost = count_tags(image, verdicts, keeps_tags=keeps_tags)
            count.take(image, Made(verdicts, kept, lost))
        return Counted.of(count)

    def _make(self, entries: Sequence[Entry]) -> MadeBatch:
        count = LossCount()
        with disk_errors(str(self._folder)):
            images = [self._make_one(entry, self._image(entry), count) for entry in entries]
        return MadeBatch(Counted.of(count), images)

    def _make_one(self, entry: Entry, image: ExportImage, count: LossCount) -> MadeOne:
        assert self._exporter is not None
        path, size = "", 0
        tags = tuple((tag.name, tag.value) for tag in image.tags)
        head = (entry, image.width, image.height, tags, image.key)
        is_drawn = image.picture is not None and converts(self._exporter, image)
        if image.picture is not None:
            path = self._exporter.picture_path(image)
        if image.picture is not None and not is_drawn:
            try:
                size = place(image.picture, self._folder / path, self._spec.images)
            except PictureError:
                (self._folder / path).unlink(missing_ok=True)
                count.exclude(UNREADABLE)
                return MadeOne(*head, Made(()), excluded=UNREADABLE)
        made = self._exporter.make(image)
        count.take(image, made)
        return MadeOne(*head, replace(made, verdicts=()), path, is_drawn, size)

    def _check(self, entries: Sequence[Entry]) -> Checked:
        assert self._exporter is not None
        assert self._verifier is not None
        images = [self._image(entry) for entry in entries]
        found = self._verifier.check(images)
        return found + picture_differences(images, self._exporter, self._folder)

    def _image(self, entry: Entry) -> ExportImage:
        prepared = self._preparer.prepare(entry)
        if isinstance(prepared, Excluded):
            raise FailedError(_CHANGED)
        return prepared.image


def count_tags(image: ExportImage, verdicts: Sequence[Verdict], *, keeps_tags: bool) -> tuple[int, int]:
    """Return how many tags of an image and its labels will be in the files, and how many will not."""
    kept = len(image.tags)
    lost = 0
    for label, verdict in zip(image.labels, verdicts, strict=True):
        if verdict.fate is Fate.LOST:
            lost += len(label.label.tags)
        else:
            kept += len(label.label.tags)
    return (kept, lost) if keeps_tags else (0, kept + lost)


def _date(path: str) -> int:
    try:
        return int(os.stat(path).st_mtime) if path else 0  # noqa: PTH116 - one call per image
    except OSError:
        return 0
