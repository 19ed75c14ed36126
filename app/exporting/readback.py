"""Whether the pictures of an export are those of the project."""

import os
from collections.abc import Sequence
from pathlib import Path

from app.formats.blob_folder import ArchivePart, read_part
from app.formats.supervisely import MOST_PICTURE_BYTES
from app.model.exporter import MOST_SENTENCES, Checked, Exporter, ExportImage, PictureFile, converts

_BLOCK = 1024 * 1024


def picture_differences(images: Sequence[ExportImage], exporter: Exporter, folder: Path) -> Checked:
    """Compare the pictures of an export with their sources, byte by byte where they are not the same file.

    Those that a format draws itself are left to its reader.
    """
    wrong = []
    for image in images:
        if image.picture is not None and not converts(exporter, image):
            path = exporter.picture_path(image)
            if not _is_same(folder / path, image.picture):
                wrong.append(path)
    sentences = tuple(f"{path} is not the picture of the project." for path in wrong[:MOST_SENTENCES])
    return Checked(differences=len(wrong), first=sentences)


def _is_same(copy: Path, picture: PictureFile) -> bool:
    try:
        if picture.start is not None and picture.end is not None:
            part = ArchivePart(Path(picture.path), picture.start, picture.end)
            return copy.read_bytes() == read_part(part, MOST_PICTURE_BYTES)
        with Path(picture.path).open("rb") as one, copy.open("rb") as other:
            if os.path.samestat(os.fstat(one.fileno()), os.fstat(other.fileno())):
                return True
            while True:
                first, second = one.read(_BLOCK), other.read(_BLOCK)
                if first != second:
                    return False
                if not first:
                    return True
    except OSError:
        return False
