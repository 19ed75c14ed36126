"""COCO: boxes, polygons, masks and keypoints of all images in one file, or in one for each dataset.

Holes stay, ids run through the whole export, boxes agree with areas. docs/FORMATS.md has the rules, and where the
converter of the official SDK differs; `coco_like_sdk` follows that one instead.
"""

from pathlib import Path

from app.formats.coco_entries import annotation_entry, frame, image_entry
from app.formats.coco_layout import CocoPlaces
from app.formats.coco_like_sdk import CocoLikeSdk
from app.formats.coco_read import CocoVerifier
from app.formats.coco_sdk_read import CocoSdkVerifier
from app.formats.coco_shapes import fitted
from app.formats.coco_stream import CocoStream
from app.model.exporter import Exporter, ExportImage, ExportPlan, Format, Made, Verdict, Verifier

# JSON holds no such byte, so it can part the entries of one image.
BETWEEN = b"\0"


class CocoExporter:
    """Writes COCO without the losses of the official converter."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._folder = folder
        self._places = CocoPlaces(plan)
        self._frame = frame(plan)
        self._classes = {known.name: known for known in plan.classes}
        self._categories = {known.name: number for number, known in enumerate(plan.classes, 1)}
        self._tags = {tag.name: tag for tag in plan.tags}
        self._streams: dict[str, CocoStream] = {}
        self._finished: set[str] = set()
        self._next_id = 1

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return tuple(fitted(label, self._classes, image.width, image.height)[0] for label in image.labels)

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture lies."""
        return self._places.picture(image)

    def make(self, image: ExportImage) -> Made:
        """Return the entries of an image: the first fragment is its own, the second those of its annotations."""
        verdicts: list[Verdict] = []
        entries: list[bytes] = []
        kept = len(image.tags)
        lost = 0
        for label in image.labels:
            verdict, shape = fitted(label, self._classes, image.width, image.height)
            verdicts.append(verdict)
            if shape is None:
                lost += len(label.label.tags)
                continue
            kept += len(label.label.tags)
            category = self._categories[label.label.class_name]
            entries.append(annotation_entry(image, label, shape, category, self._tags))
        fragments = (image_entry(image, self._tags), BETWEEN.join(entries))
        return Made(tuple(verdicts), kept, lost, len(entries), fragments)

    def begin(self) -> None:
        """Open the files that are there even without images."""
        for name in self._places.always():
            self._open(name)

    def add(self, image: ExportImage, made: Made) -> None:
        """Give each annotation its id and write it."""
        name = self._places.file(image)
        stream = self._streams.get(name)
        if stream is None:
            self._close_others(image)
            stream = self._open(name)
        entry, annotations = made.fragments
        bodies = annotations.split(BETWEEN) if annotations else []
        stream.take(entry, [b'{"id":%d,%b' % (number, body) for number, body in enumerate(bodies, self._next_id)])
        self._next_id += len(bodies)

    def end(self) -> None:
        """Complete all files."""
        for stream in self._streams.values():
            stream.close()
        self._streams.clear()

    def _open(self, name: str) -> CocoStream:
        if name in self._finished:
            raise ValueError(f"Images of {name} come in two runs; they must be given in order.")
        stream = self._streams[name] = CocoStream(self._folder / name, self._frame)
        self._finished.add(name)
        return stream

    def _close_others(self, image: ExportImage) -> None:
        """Complete the files of the dataset before, so that thousands of datasets do not keep thousands of files."""
        mine = self._places.files_beside(image)
        for name in [name for name in self._streams if name not in mine]:
            self._streams.pop(name).close()


def _exporter(plan: ExportPlan, folder: Path) -> Exporter:
    return CocoLikeSdk(plan, folder) if plan.spec.like_sdk else CocoExporter(plan, folder)


def _verifier(plan: ExportPlan, folder: Path) -> Verifier:
    return CocoSdkVerifier(plan, folder) if plan.spec.like_sdk else CocoVerifier(plan, folder)


COCO = Format(
    key="coco",
    title="COCO (boxes, segmentation, keypoints)",
    cannot_hold="Lines are lost. Turned boxes and cuboids become polygons, alpha masks lose their opacity.",
    exporter=_exporter,
    verifier=_verifier,
    fields=("layout", "like_sdk"),
    keeps_tags=True,
)
