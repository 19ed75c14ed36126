"""A picture that was decoded: its facts, its pixels, and smaller copies of them for views from afar."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What a picture says about itself.

    Attributes:
        format: "JPEG", "PNG", …; empty when unknown.
        width, height: Pixels of the whole picture as it is shown: turned, if it is shown turned.
        stored_width, stored_height: Pixels in the file.
        orientation: Of its EXIF, 1 to 8.
        is_turned: It is shown turned; see `app.gallery.turning`.
        mode: Kind of its pixels in the words of Pillow: "RGB", "CMYK", "I;16", …
        size_bytes: Of the file.
    """

    format: str = ""
    width: int = 0
    height: int = 0
    stored_width: int = 0
    stored_height: int = 0
    orientation: int = 1
    is_turned: bool = False
    mode: str = ""
    size_bytes: int = 0


class Decoded:
    """A picture as it is to be shown, or the sentence why it cannot be.

    Attributes:
        facts: Empty as far as they are unknown.
        pixels: Shape (height, width, 3 or 4), RGB or RGBA, alpha not premultiplied. Fewer than the whole picture has
            when a smaller one was asked for, or when it is too large; shape (0, 0, 3) when it cannot be shown.
        problem: Why it cannot be shown, one sentence; empty when it can.
    """

    def __init__(self, facts: PictureFacts, pixels: NDArray[np.uint8] | None = None, problem: str = "") -> None:
        """Keep facts and pixels; without pixels there is a problem, or only the facts were asked for."""
        self.facts = facts
        self.pixels = np.zeros((0, 0, 3), np.uint8) if pixels is None else pixels
        self.problem = problem
        self._halved: list[NDArray[np.uint8]] = [self.pixels]

    @property
    def has_pixels(self) -> bool:
        """Return whether there is anything to show."""
        return self.pixels.size > 0

    @property
    def size_bytes(self) -> int:
        """Return the memory that it may take with all its smaller copies."""
        return self.pixels.nbytes * 4 // 3

    def halved(self, times: int) -> NDArray[np.uint8]:
        """Return the pixels with both sides halved so many times; each is made once, when first asked for.

        Several threads may ask: at worst one is made twice.
        """
        from PIL import Image

        while len(self._halved) <= times:
            # The whole list is replaced at once, so that no other thread sees half of a change.
            last = self._halved[-1]
            image = Image.fromarray(last).reduce((min(2, last.shape[1]), min(2, last.shape[0])))
            self._halved = [*self._halved, np.asarray(image)]
        return self._halved[times]
