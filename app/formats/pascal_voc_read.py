"""Reads a Pascal VOC export back and compares it with what should be in it. Written apart from the writer.

XML is read without entities and must hold the very fields that were expected. Masks are compared pixel by pixel.
"""

import functools
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.formats.pascal_voc_expected import Expected, Wanted
from app.formats.pascal_voc_layout import is_jpeg, stem
from app.formats.pascal_voc_names import list_names
from app.formats.pascal_voc_picture import PictureProblemError, decoded
from app.formats.pascal_voc_read_lists import ListReader
from app.model.exporter import MOST_SENTENCES, Checked, ExportImage, ExportPlan

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import numpy as np
    from numpy.typing import NDArray

TOP = "VOCdevkit/VOC"
_LARGEST_XML = 256 * 1024 * 1024


class PascalVocReader:
    """Compares XML, masks, image sets and pictures that became JPEG with images."""

    def __init__(self, plan: ExportPlan, root: Path) -> None:
        """Read a folder."""
        self._root = root
        self._expected = Expected(plan)
        self._stems = list(list_names(self._expected.class_names).values())
        self._lists: ListReader | None = None

    def check(self, images: Sequence[ExportImage]) -> Checked:
        """Compare images; what is wrong with the lists as such is told along with the very first one."""
        if self._lists is None:
            self._lists = ListReader(self._root, self._stems)
        total = Checked()
        for image in images:
            if image.number == 0:
                total += _checked(0, 0, [*self._lists.complaints, *self._label_map_complaints()])
            wanted = self._expected.wanted(image)
            complaints = [
                *self._note_complaints(image, wanted),
                *self._mask_complaints(image, wanted),
                *self._picture_complaints(image),
                *self._lists.compare(
                    stem(image),
                    self._expected.presence(wanted),
                    is_val=image.is_val,
                    has_masks=any(one.is_painted for one in wanted),
                    is_listed=self._has_picture(image),
                ),
            ]
            total += _checked(1, len(wanted), complaints)
        return total

    def totals(self) -> tuple[int, int]:
        """Return how many XML files there are, and how many objects they hold."""
        files = list((self._root / TOP / "Annotations").glob("*.xml"))
        return len(files), sum(path.read_bytes().count(b"<object>") for path in files)

    def _note_complaints(self, image: ExportImage, wanted: Sequence[Wanted]) -> Iterator[str]:
        name = f"{TOP}/Annotations/{stem(image)}.xml"
        root = read_xml(self._root / name)
        if root is None:
            yield f"{name}: the file cannot be read."
            return
        found, right = list(leaves(root)), list(self._fields(image, wanted))
        if found != right:
            at = next((at for at, pair in enumerate(zip(found, right, strict=False)) if pair[0] != pair[1]), -1)
            yield f"{name}: {_said(found, at)} where {_said(right, at)} was expected."

    def _fields(self, image: ExportImage, wanted: Sequence[Wanted]) -> Iterator[tuple[str, str]]:
        """Yield the fields of an XML file as path and text, in order."""
        yield from (("folder", "VOC"), ("filename", f"{stem(image)}.jpg"))
        yield from (
            ("source/database", self._expected.title),
            ("source/annotation", "PASCAL VOC"),
            ("source/image", ""),
        )
        yield from (("size/width", str(image.width)), ("size/height", str(image.height)), ("size/depth", "3"))
        yield "segmented", str(int(any(one.is_painted for one in wanted)))
        for one in wanted:
            yield "object/name", self._expected.spelled[one.label.label.class_name]
            yield "object/pose", "Unspecified"
            yield "object/truncated", str(int(one.is_marked("truncated")))
            yield "object/occluded", str(int(one.is_marked("occluded")))
            for side, value in zip(("xmin", "ymin", "xmax", "ymax"), one.box, strict=True):
                yield f"object/bndbox/{side}", str(value)
            yield "object/difficult", str(int(one.is_marked("difficult")))

    def _mask_complaints(self, image: ExportImage, wanted: Sequence[Wanted]) -> Iterator[str]:
        masks = self._expected.masks(image, wanted)
        wide = self._expected.is_wide(wanted)
        for at, folder in enumerate(("SegmentationClass", "SegmentationObject")):
            name = f"{TOP}/{folder}/{stem(image)}.png"
            path = self._root / name
            if masks is None:
                if path.exists():
                    yield f"{name}: there is a mask where none was expected."
                continue
            found = _mask(path, is_wide=wide[at])
            if found is None or found.shape != masks[at].shape:
                yield f"{name}: no mask of this kind and size can be read."
            elif count := int((found != masks[at]).sum()):
                yield f"{name}: {count:,} pixels differ."

    def _picture_complaints(self, image: ExportImage) -> Iterator[str]:
        """Yield what is wrong with a picture that had to become a JPEG; the driver compares all others."""
        if image.picture is None or is_jpeg(image):
            return
        name = f"{TOP}/JPEGImages/{stem(image)}.jpg"
        try:
            size = decoded(image.picture).size
        except PictureProblemError:
            return
        if jpeg_size(self._root / name) != size:
            yield f"{name}: no JPEG of the size of the picture can be read."

    def _has_picture(self, image: ExportImage) -> bool:
        if image.picture is None or is_jpeg(image):
            return True
        return (self._root / TOP / "JPEGImages" / f"{stem(image)}.jpg").exists()

    def _label_map_complaints(self) -> Iterator[str]:
        name = f"{TOP}/labelmap.txt"
        try:
            lines = (self._root / name).read_bytes().decode("utf-8").split("\n")
        except (OSError, ValueError):
            yield f"{name}: the file cannot be read."
            return
        right = ["# label:color_rgb:parts:actions", "background:0,0,0::"]
        for at, known in enumerate(self._expected.class_names, 1):
            plain = "".join("_" if letter == ":" or not letter.isprintable() else letter for letter in known)
            right.append(f"{plain}:{','.join(str(channel) for channel in _color(at))}::")
        if lines != [*right, ""]:
            yield f"{name}: other classes or colours than expected."


def read_xml(path: Path) -> "Element | None":
    """Return the root of an XML file; None when it cannot be read or wants more than plain XML."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        if path.stat().st_size > _LARGEST_XML:
            return None
        root: Element = fromstring(path.read_bytes(), forbid_dtd=True)
    except (OSError, ValueError, ParseError, DefusedXmlException):
        return None
    return root if root.tag == "annotation" else None


def leaves(element: "Element", before: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and text of each field that holds no others, in order."""
    for child in element:
        if len(child):
            yield from leaves(child, f"{before}{child.tag}/")
        else:
            yield f"{before}{child.tag}", child.text or ""


def _said(fields: Sequence[tuple[str, str]], at: int) -> str:
    if at < 0:
        return f"{len(fields)} fields"
    return f"{fields[at][0]} “{fields[at][1]}”"


def _mask(path: Path, *, is_wide: bool) -> "NDArray[np.int64] | None":
    """Return the numbers of a mask; None when it is none, or has other colours than it should."""
    import numpy as np
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG",)) as picture:
                if picture.mode != ("I;16" if is_wide else "P"):
                    return None
                picture.load()
                if not is_wide and picture.getpalette() != _palette():
                    return None
                return np.asarray(picture).astype(np.int64)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None


@functools.cache
def _palette() -> list[int]:
    return [channel for number in range(256) for channel in _color(number)]


def _color(number: int) -> tuple[int, int, int]:
    """Return the colour of a number in the VOC palette: every third bit, turned around, is one channel."""
    bits = f"{number:024b}"[::-1]
    red, green, blue = (int(f"{bits[channel::3]}", 2) for channel in range(3))
    return red, green, blue


def jpeg_size(path: Path) -> tuple[int, int] | None:
    """Return width and height of a JPEG that can be unpacked; None of anything else."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("JPEG",)) as picture:
                picture.load()
                return picture.size
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None


def _checked(images: int, shapes: int, complaints: Sequence[str]) -> Checked:
    return Checked(images, shapes, len(complaints), tuple(complaints[:MOST_SENTENCES]))
