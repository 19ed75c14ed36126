"""Reads Pascal VOC back that was written as the official SDK writes it.

Which shapes there must be and how they are painted is asked of the same rules as the writer's: they are proved against
the SDK itself (`tests/interop`). What is in the files is read and compared here by its own steps.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats.pascal_voc_expected import spelled
from app.formats.pascal_voc_layout import MOST_PIXELS, stem
from app.formats.pascal_voc_names import list_names
from app.formats.pascal_voc_picture import PictureProblemError, decoded
from app.formats.pascal_voc_read import jpeg_size, leaves, read_xml
from app.formats.pascal_voc_read_lists import ListReader
from app.formats.pascal_voc_sdk_paint import class_color, object_color, painted
from app.formats.pascal_voc_sdk_shapes import SdkShape, sdk_shapes
from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOP = "VOCdevkit/VOC"
_VALUES = {b" 1": 1, b" -1": -1}
_NEUTRAL = "neutral"


class PascalVocSdkReader:
    """Compares XML, masks, lists and pictures that became JPEG with images."""

    def __init__(self, plan: ExportPlan, root: Path) -> None:
        """Read a folder."""
        self._root = root
        self._plan = plan
        self._classes = {known.name: known for known in plan.classes}
        self._spelled = spelled(self._classes)
        names = list_names(self._classes)
        kinds = ("bitmap", "polygon", "rectangle")
        self._listed = {k.name: names[k.name] for k in plan.classes if k.shape in kinds and k.name != _NEUTRAL}
        self._lists: ListReader | None = None

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare images; what is wrong with the lists as such is told along with the very first one."""
        if self._lists is None:
            self._lists = ListReader(self._root, list(self._listed.values()), _VALUES)
        colors = self._colors()
        total = Checked()
        for image in images:
            shapes = sdk_shapes(image, self._classes)[1]
            there = {shape.known.name for shape in shapes}
            complaints = [] if image.number else [*self._lists.complaints, *self._color_form(colors)]
            complaints += self._note_complaints(image, shapes)
            complaints += self._mask_complaints(image, shapes)
            complaints += self._picture_complaints(image)
            complaints += self._lists.compare(
                _picture(image),
                [1 if name in there else -1 for name in self._listed],
                is_val=image.is_val,
                has_masks=True,
                is_listed=self._has_picture(image),
            )
            for name in sorted(there - {_NEUTRAL}):
                if _color_line(name, self._classes[name].color) not in (colors or ()):
                    complaints.append(f"{TOP}/colors.txt: the colour of “{name}” is missing.")
            objects = sum(shape.known.name != _NEUTRAL for shape in shapes)
            total += Checked(1, objects, len(complaints), tuple(complaints[:MOST_SENTENCES]))
        return total

    def totals(self) -> tuple[int, int]:
        """Return how many XML files there are, and how many objects they hold."""
        files = list((self._root / TOP / "Annotations").glob("*.xml"))
        return len(files), sum(path.read_bytes().count(b"<object>") for path in files)

    def _note_complaints(self, image: ExportImage, shapes: Sequence[SdkShape]) -> Iterator[str]:
        name = f"{TOP}/Annotations/{stem(image)}.xml"
        root = read_xml(self._root / name)
        if root is None:
            yield f"{name}: the file cannot be read."
        elif list(leaves(root)) != list(self._fields(image, shapes)):
            yield f"{name}: other fields than expected."

    def _fields(self, image: ExportImage, shapes: Sequence[SdkShape]) -> Iterator[tuple[str, str]]:
        yield from (("folder", "VOC"), ("filename", stem(image)))
        yield from (("source/database", ""), ("source/annotation", "PASCAL VOC"), ("source/image", ""))
        yield from (("size/width", str(image.width)), ("size/height", str(image.height)), ("size/depth", "3"))
        yield "segmented", str(int(bool(shapes)))
        for shape in shapes:
            if shape.known.name == _NEUTRAL:
                continue
            yield "object/name", self._spelled[shape.known.name]
            yield from (("object/pose", "Unspecified"), ("object/truncated", "0"), ("object/difficult", "0"))
            for at, side in enumerate(("xmin", "ymin", "xmax", "ymax")):
                yield f"object/bndbox/{side}", f"{shape.box[at]:.0f}"

    def _mask_complaints(self, image: ExportImage, shapes: Sequence[SdkShape]) -> Iterator[str]:
        if not 0 < image.width * image.height <= MOST_PIXELS:
            return
        kinds = (("SegmentationClass", "class", object_color), ("SegmentationObject", "instance", class_color))
        for folder, kind, color in kinds:
            name = f"{TOP}/{folder}/{stem(image)}_{kind}.png"
            found = _rgb(self._root / name)
            wanted = painted(shapes, image.width, image.height, color)
            if found is None or found.shape != wanted.shape:
                yield f"{name}: no mask of this size can be read."
            elif count := int((found != wanted).any(axis=2).sum()):
                yield f"{name}: {count:,} pixels differ."

    def _picture_complaints(self, image: ExportImage) -> Iterator[str]:
        if image.picture is None or not _is_made(image):
            return
        try:
            size = decoded(image.picture).size
        except PictureProblemError:
            return
        if jpeg_size(self._root / TOP / "JPEGImages" / _picture(image)) != size:
            yield f"{TOP}/JPEGImages/{_picture(image)}: no JPEG of the size of the picture can be read."

    def _has_picture(self, image: ExportImage) -> bool:
        if image.picture is None or not _is_made(image):
            return True
        return (self._root / TOP / "JPEGImages" / _picture(image)).exists()

    def _color_form(self, lines: list[str] | None) -> Iterator[str]:
        known = {_color_line(name, one.color) for name, one in self._classes.items()}
        if lines is None or lines[0] != "neutral 224 224 192" or lines[-1]:
            yield f"{TOP}/colors.txt: it cannot be read, is cut off, or does not begin with neutral."
        elif not known.issuperset(lines[1:-1]) or len(set(lines)) != len(lines):
            yield f"{TOP}/colors.txt: there is a line that belongs to no class, or a line too many."

    def _colors(self) -> list[str] | None:
        """Return the lines of the list of colours; None when it cannot be read."""
        try:
            return (self._root / TOP / "colors.txt").read_bytes().decode("utf-8").split("\n")
        except (OSError, ValueError):
            return None


def _color_line(name: str, color: str) -> str:
    plain = "".join(letter if letter.isprintable() else "_" for letter in name)
    channels = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{plain} {' '.join(str(channel) for channel in channels)}"


def _picture(image: ExportImage) -> str:
    return f"{stem(image)}.jpg" if _is_made(image) else image.file


def _is_made(image: ExportImage) -> bool:
    return not image.file.endswith((".jpg", ".jpeg", ".jpe"))


def _rgb(path: Path) -> "NDArray[np.uint8] | None":
    import warnings

    import numpy as np
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG",)) as picture:
                return np.asarray(picture.convert("RGB"))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None
