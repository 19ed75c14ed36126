"""Writes Pascal VOC: boxes in XML, class and object masks, image sets. `pascal_voc_layout` shows the tree.

Numbers of classes and objects, colours and names are always the same for the same input. A picture that is no JPEG
becomes one; where that fails, its XML and masks are written all the same, but no image set names it.
"""

from pathlib import Path

from app.formats.pascal_voc_fate import Fated, VocFate, paint
from app.formats.pascal_voc_layout import (
    BOTH,
    CLASS_MASKS,
    LABEL_MAP,
    MAIN_SETS,
    MASK_SETS,
    NOTES,
    OBJECT_MASKS,
    PICTURES,
    TRAIN,
    VAL,
    is_jpeg,
    picture_path,
    stem,
)
from app.formats.pascal_voc_lists import Lists, class_path, presence, set_paths
from app.formats.pascal_voc_masks import label_map, mask_png
from app.formats.pascal_voc_names import list_names, xml_names
from app.formats.pascal_voc_picture import PictureProblemError, jpeg_of
from app.formats.pascal_voc_xml import is_set, note
from app.model.exporter import ExportImage, ExportPlan, Made, Verdict

_HAS_MASKS = b"masks"


class PascalVoc:
    """A writer."""

    def __init__(self, plan: ExportPlan, root: Path) -> None:
        """Write into a folder."""
        self._plan = plan
        self._root = root
        self._fate = VocFate(plan)
        names = [known.name for known in plan.classes]
        self._names = xml_names(names)
        self._list_names = list_names(names)
        self._numbers = {name: number for number, name in enumerate(names)}
        self._lists: Lists | None = None

    def judge(self, image: ExportImage) -> tuple[Verdict, ...]:
        """Return the fate of each label."""
        return self._fate.decide(image).verdicts

    def picture_path(self, image: ExportImage) -> str:
        """Return where the picture belongs."""
        return picture_path(image)

    def converts(self, image: ExportImage) -> bool:
        """Return whether the picture is no JPEG, and `make` makes one of it."""
        return image.picture is not None and not is_jpeg(image)

    def make(self, image: ExportImage) -> Made:
        """Write XML, masks and, where it is to become a JPEG, the picture of one image.

        Raises:
            OSError: The disk refuses.
        """
        fated = self._fate.decide(image)
        has_masks = any(one.is_painted for one in fated.objects)
        body = note(image, fated.objects, self._names, self._plan.title, has_masks=has_masks)
        self._write(f"{NOTES}/{stem(image)}.xml", body)
        if has_masks:
            classes, numbers = paint(fated.objects, image.width, image.height)
            self._write(f"{CLASS_MASKS}/{stem(image)}.png", mask_png(classes))
            self._write(f"{OBJECT_MASKS}/{stem(image)}.png", mask_png(numbers))
        problem = self._convert(image) if self.converts(image) else ""
        tags = len(image.tags) + sum(len(label.label.tags) for label in image.labels)
        return Made(
            fated.verdicts,
            tags_lost=tags,
            shapes=len(fated.objects),
            fragments=(_HAS_MASKS if has_masks else b"", self._presence(fated)),
            picture_problem=problem,
        )

    def begin(self) -> None:
        """Make the folders, the empty lists and the list of colours.

        Raises:
            OSError: The disk refuses.
        """
        for folder in (PICTURES, NOTES, CLASS_MASKS, OBJECT_MASKS):
            (self._root / folder).mkdir(parents=True, exist_ok=True)
        self._lists = Lists(self._root, set_paths(self._list_names))
        self._write(LABEL_MAP, label_map([known.name for known in self._plan.classes]))

    def add(self, image: ExportImage, made: Made) -> None:
        """Take one image into the image sets; one whose picture could not be made is in none.

        Raises:
            OSError: The disk refuses.
        """
        if made.picture_problem or self._lists is None:
            return
        has_masks, present = made.fragments
        values = {int(pair[0]): int(pair[1]) for pair in (part.split(b":") for part in present.split())}
        for name in (VAL if image.is_val else TRAIN, BOTH):
            self._lists.add(f"{MAIN_SETS}/{name}.txt", stem(image))
            if has_masks:
                self._lists.add(f"{MASK_SETS}/{name}.txt", stem(image))
            for number, known in enumerate(self._plan.classes):
                path = class_path(self._list_names[known.name], name)
                self._lists.add(path, presence(stem(image), values.get(number, -1)))

    def end(self) -> None:
        """Complete the image sets. Raise OSError."""
        if self._lists is not None:
            self._lists.close()

    def _presence(self, fated: Fated) -> bytes:
        """Return "class:1" for each class that is there, "class:0" for one of which all objects are difficult."""
        found: dict[int, int] = {}
        for one in fated.objects:
            label = one.label.label
            value = 0 if is_set("difficult", label.tags) else 1
            number = self._numbers[label.class_name]
            found[number] = max(value, found.get(number, 0))
        return b" ".join(b"%d:%d" % pair for pair in sorted(found.items()))

    def _convert(self, image: ExportImage) -> str:
        """Write the picture as JPEG; return why it cannot be one."""
        assert image.picture is not None
        try:
            body = jpeg_of(image.picture)
        except PictureProblemError as error:
            return str(error)
        self._write(picture_path(image), body)
        return ""

    def _write(self, name: str, body: bytes) -> None:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
