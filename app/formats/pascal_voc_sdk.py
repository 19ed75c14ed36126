"""Writes Pascal VOC as the official SDK's converter does, for people who need the same files (`--like-sdk`).

Not copied: it fails on nested datasets, draws lots for the colours of objects, appends to lists that are there, and
splits by the order of the disk. Here "/" becomes "_", colours are always the same, lists are new and give the colour of
a class once, and the split is ours.
"""

from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from app.formats.pascal_voc_layout import (
    BOTH,
    CLASS_MASKS,
    MAIN_SETS,
    MASK_SETS,
    MOST_PIXELS,
    NOTES,
    OBJECT_MASKS,
    PICTURES,
    ROOT,
    TRAIN,
    VAL,
    stem,
)
from app.formats.pascal_voc_lists import SETS, Lists, class_path
from app.formats.pascal_voc_names import list_names, xml_names, xml_text
from app.formats.pascal_voc_picture import PictureProblemError, jpeg_of
from app.formats.pascal_voc_sdk_paint import BAND, class_color, mask_file, object_color, painted, rgb
from app.formats.pascal_voc_sdk_shapes import NEUTRAL, SdkShape, sdk_shapes
from app.model.exporter import ExportImage, ExportPlan, Made, Verdict

COLORS = f"{ROOT}/colors.txt"
_KEPT_ENDINGS = (".jpe", ".jpeg", ".jpg")
LISTED_SHAPES = ("bitmap", "polygon", "rectangle")


def picture_name(image: ExportImage) -> str:
    """Return how the picture is called: JPEGs with a small ending as they are, all others ".jpg"."""
    ending = PurePosixPath(image.file).suffix
    return stem(image) + (ending if ending in _KEPT_ENDINGS else ".jpg")


class PascalVocLikeSdk:
    """A writer."""

    def __init__(self, plan: ExportPlan, root: Path) -> None:
        """Write into a folder."""
        self._root = root
        self._classes = {known.name: known for known in plan.classes}
        self._names = xml_names(self._classes)
        self._numbers = {name: number for number, name in enumerate(self._classes)}
        names = list_names(self._classes)
        self._listed = {
            name: names[name]
            for name, known in self._classes.items()
            if known.shape in LISTED_SHAPES and name != NEUTRAL
        }
        self._lists: Lists | None = None
        self._seen: set[str] = set()

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return sdk_shapes(image, self._classes)[0]

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture belongs."""
        return f"{PICTURES}/{picture_name(image)}"

    def converts(self, image: ExportImage) -> bool:
        """Return whether `make` makes a JPEG of the picture."""
        return image.picture is not None and not image.file.endswith(_KEPT_ENDINGS)

    def make(self, image: ExportImage) -> Made:
        """Write XML, both masks and, where it is no JPEG, the picture of one image.

        Raises:
            OSError: The disk refuses.
        """
        verdicts, shapes = sdk_shapes(image, self._classes)
        self._write(f"{NOTES}/{stem(image)}.xml", self._note(image, shapes))
        if 0 < image.width * image.height <= MOST_PIXELS:
            for folder, kind, color in (
                (CLASS_MASKS, "class", object_color),
                (OBJECT_MASKS, "instance", class_color),
            ):
                canvas = painted(shapes, image.width, image.height, color)
                self._write(f"{folder}/{stem(image)}_{kind}.png", mask_file(canvas))
        problem = ""
        if self.converts(image) and image.picture is not None:
            try:
                self._write(self.picture_path(image), jpeg_of(image.picture))
            except PictureProblemError as error:
                problem = str(error)
        there = sorted({self._numbers[shape.known.name] for shape in shapes})
        return Made(
            verdicts,
            tags_lost=len(image.tags) + sum(len(label.label.tags) for label in image.labels),
            shapes=sum(shape.is_object for shape in shapes),
            fragments=(b" ".join(b"%d" % number for number in there),),
            picture_problem=problem,
        )

    def begin(self) -> None:
        """Make the folders, the empty lists and the list of colours.

        Raises:
            OSError: The disk refuses.
        """
        for folder in (PICTURES, NOTES, CLASS_MASKS, OBJECT_MASKS):
            (self._root / folder).mkdir(parents=True, exist_ok=True)
        paths = [f"{folder}/{name}.txt" for folder in (MAIN_SETS, MASK_SETS) for name in SETS]
        paths += [class_path(listed, name) for listed in self._listed.values() for name in SETS]
        self._lists = Lists(self._root, [*paths, COLORS])
        self._lists.add(COLORS, f"{NEUTRAL} {' '.join(map(str, BAND))}")

    def add(self, image: ExportImage, made: Made) -> None:
        """Take one image into the lists; one whose picture could not be made is in none.

        Raises:
            OSError: The disk refuses.
        """
        if self._lists is None:
            return
        there = {int(number) for number in made.fragments[0].split()}
        self._seen |= {name for name, number in self._numbers.items() if number in there}
        if made.picture_problem:
            return
        shown = picture_name(image)
        for name in (VAL if image.is_val else TRAIN, BOTH):
            self._lists.add(f"{MASK_SETS}/{name}.txt", shown)
            self._lists.add(f"{MAIN_SETS}/{name}.txt", shown)
            for known, listed in self._listed.items():
                value = 1 if self._numbers[known] in there else -1
                self._lists.add(class_path(listed, name), f"{shown} {value}")

    def end(self) -> None:
        """Complete the lists. Raise OSError."""
        if self._lists is not None:
            self._add_colors()
            self._lists.close()

    def _add_colors(self) -> None:
        """List the classes that are there with their colours, by name."""
        assert self._lists is not None
        for name in sorted(self._seen - {NEUTRAL}):
            plain = "".join(letter if letter.isprintable() else "_" for letter in name)
            self._lists.add(COLORS, f"{plain} {' '.join(map(str, rgb(self._classes[name])))}")

    def _note(self, image: ExportImage, shapes: tuple[SdkShape, ...]) -> bytes:
        root = Element("annotation")
        _text(root, "folder", "VOC")
        _text(root, "filename", xml_text(stem(image)))
        source = SubElement(root, "source")
        for name, text in (("database", ""), ("annotation", "PASCAL VOC"), ("image", "")):
            _text(source, name, text)
        size = SubElement(root, "size")
        for name, number in (("width", image.width), ("height", image.height), ("depth", 3)):
            _text(size, name, str(number))
        _text(root, "segmented", "1" if shapes else "0")
        for shape in shapes:
            if shape.is_object:
                self._object(root, shape)
        indent(root, "    ")
        body: bytes = tostring(root, encoding="us-ascii", xml_declaration=False, short_empty_elements=False)
        return body + b"\n"

    def _object(self, root: Element, shape: SdkShape) -> None:
        element = SubElement(root, "object")
        _text(element, "name", self._names[shape.known.name])
        for name, text in (("pose", "Unspecified"), ("truncated", "0"), ("difficult", "0")):
            _text(element, name, text)
        box = SubElement(element, "bndbox")
        for name, side in zip(("xmin", "ymin", "xmax", "ymax"), shape.box, strict=True):
            _text(box, name, str(int(side)))

    def _write(self, name: str, body: bytes) -> None:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
