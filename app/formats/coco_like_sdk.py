"""COCO as the converter of the official SDK writes it: a folder for each dataset, ids from 1 in each.

The same bytes but for the date; images come in the order of their names, where the converter takes the order of the
disk. There is no split, and tags are lost.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from app.formats.coco_sdk_objects import SdkObject, SdkObjects
from app.formats.coco_stream import CocoFrame, CocoStream
from app.formats.plain_text import plain
from app.model.exporter import ExportImage, ExportPlan, Made, Verdict
from app.model.label_class import LabelClass
from app.store.names import collision_key, safe_dataset_name

FILE = "annotations/coco_instances.json"
PICTURES = "images"
_ENTRY = "\n" + 12 * " "
# JSON in ASCII holds no such bytes: the first parts entries, the second the halves of one around an id.
_BETWEEN = b"\0"
_HALVES = b"\1"


class CocoLikeSdk:
    """Writes COCO with the conventions and the losses of the official converter."""

    def __init__(self, plan: ExportPlan, folder: Path) -> None:
        self._folder = folder
        self._folders = sdk_folders(plan.datasets)
        self._classes = {known.name: known for known in plan.classes}
        self._frame = _frame(plan)
        self._dataset: str | None = None
        self._stream: CocoStream | None = None
        self._image_id = self._next_id = 1

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return SdkObjects(image, self._classes).verdicts

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture lies: under its own name, as names are unique in a dataset."""
        return f"{self._folders[image.dataset]}/{PICTURES}/{image.name}"

    def make(self, image: ExportImage) -> Made:
        """Return the halves of each entry: the first fragment is the image, the second its annotations."""
        found = SdkObjects(image, self._classes)
        fragments = (_image_halves(image), _BETWEEN.join(_halves(one) for one in found.objects))
        lost = len(image.tags) + sum(len(label.label.tags) for label in image.labels)
        return Made(found.verdicts, 0, lost, len(found.objects), fragments)

    def begin(self) -> None:
        """Do nothing: a file is opened when its first image comes."""

    def add(self, image: ExportImage, made: Made) -> None:
        """Give image and annotations their ids and write them."""
        if self._stream is None or image.dataset != self._dataset:
            self._open(image.dataset)
        stream = self._stream
        if stream is None:
            return
        entry, annotations = made.fragments
        bodies = annotations.split(_BETWEEN) if annotations else []
        number = b"%d" % self._image_id
        entries = [
            b'{\n            "id": %d,' % at + body.replace(_HALVES, number)
            for at, body in enumerate(bodies, self._next_id)
        ]
        stream.take(entry.replace(_HALVES, number), entries)
        self._image_id += 1
        self._next_id += len(bodies)

    def end(self) -> None:
        """Complete the last file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _open(self, dataset: str) -> None:
        self.end()
        path = self._folder / self._folders[dataset] / FILE
        if path.exists():
            raise ValueError(f"Images of {dataset} come in two runs; they must be given in order.")
        self._dataset = dataset
        self._stream = CocoStream(path, self._frame)
        self._image_id = self._next_id = 1


def sdk_folders(datasets: tuple[str, ...]) -> Mapping[str, str]:
    """Return the folder of each dataset: its last name, with _01, _02 where one was there before."""
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for dataset in datasets:
        short = dataset.rpartition("/")[2] or "dataset"
        base = name = safe_dataset_name(short, short)
        number = 1
        while collision_key(name) in taken:
            name, number = f"{base}_{number:02d}", number + 1
        taken.add(collision_key(name))
        folders[dataset] = name
    return folders


def _frame(plan: ExportPlan) -> CocoFrame:
    facts = {
        "description": "COCO dataset converted from Supervisely",
        "url": "None",
        "version": "1.0",
        "year": int(plan.date[:4]),
        "contributor": "Supervisely",
        "date_created": plan.date,
    }
    licences = [{"url": "None", "id": 0, "name": "None"}]
    categories = [_category(number, known) for number, known in enumerate(plan.classes, 1)]
    head = f'{{\n    "info": {_indented(facts, 4)},\n    "licenses": {_indented(licences, 4)},\n    "images": '
    return CocoFrame(
        head=head.encode("ascii"),
        middle=b',\n    "annotations": ',
        tail=f',\n    "categories": {_indented(categories, 4)}\n}}'.encode("ascii"),
        opening=b"[\n        ",
        between=b",\n        ",
        closing=b"\n    ]",
        empty=b"[]",
    )


def _category(number: int, known: LabelClass) -> dict[str, object]:
    entry: dict[str, object] = {"supercategory": plain(known.name), "id": number, "name": plain(known.name)}
    if known.nodes:
        places = {key: place for place, (key, _) in enumerate(known.nodes, 1)}
        entry["keypoints"] = [plain(label) for _, label in known.nodes]
        entry["skeleton"] = [[places[a], places[b]] for a, b in known.edges if a in places and b in places]
    return entry


def _image_halves(image: ExportImage) -> bytes:
    before = {
        "license": "None",
        "file_name": plain(image.name),
        "url": "None",
        "height": image.height,
        "width": image.width,
        "date_captured": None,
    }
    after = {"sly_id": int(image.key) if image.key.isascii() and image.key.isdigit() else None}
    return b'{%b,\n            "id": %b,%b\n        }' % (_members(before), _HALVES, _members(after))


def _halves(one: SdkObject) -> bytes:
    return b'%b,\n            "image_id": %b,%b\n        }' % (_members(one.before), _HALVES, _members(one.after))


def _members(entry: Mapping[str, object]) -> bytes:
    """Return the members of an object as they stand in an entry, from the line break before the first on."""
    return ",".join(f"{_ENTRY}{json.dumps(key)}: {_indented(value, 12)}" for key, value in entry.items()).encode(
        "ascii"
    )


def _indented(value: object, spaces: int) -> str:
    return json.dumps(value, indent=4).replace("\n", "\n" + " " * spaces)
