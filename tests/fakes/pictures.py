"""A decoder that decodes nothing: every picture is grey, or has the problem that a test wants."""

import numpy as np

from app.gallery.picture import Decoded, PictureFacts
from app.model.exporter import PictureFile

FACTS = PictureFacts("JPEG", 40, 30, 40, 30, size_bytes=9)


class FakePictures:
    """Decodes everything to grey, or to the problem that a test wants."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []
        self.problem = ""
        self.is_closed = False

    def picture(self, file: PictureFile, box=None, annotated=(0, 0)) -> Decoded:
        self.asked.append((file, box, annotated))
        return self._decoded()

    def picture_of(self, body: bytes, box=None, annotated=(0, 0)) -> Decoded:
        self.asked.append((body, box, annotated))
        return self._decoded()

    def facts(self, file: PictureFile, annotated=(0, 0)) -> Decoded:
        return Decoded(FACTS)

    def close(self) -> None:
        self.is_closed = True

    def _decoded(self) -> Decoded:
        return Decoded(FACTS, None if self.problem else np.full((30, 40, 3), 90, np.uint8), self.problem)
