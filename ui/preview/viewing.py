"""Which part of a picture is seen and how large: zoom to a point, fit, pan. Pure.

Lengths are physical pixels of the view; points of the picture are in its own pixels.
"""

from dataclasses import dataclass, replace

LEAST_SCALE, MOST_SCALE = 0.01, 64.0
# A little air around a fitted picture.
AIR = 8
# At least so much of the picture stays in view when it is moved.
HOLD = 40


@dataclass(frozen=True, slots=True)
class Viewing:
    """A view of a picture.

    Attributes:
        width, height: Of the view.
        full_width, full_height: Of the picture.
        scale: Physical pixels per picture pixel.
        left, top: Point of the picture at the top left of the view.
        is_fitted: The whole picture is shown, also after the view changes its size.
    """

    width: int
    height: int
    full_width: int = 0
    full_height: int = 0
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0
    is_fitted: bool = True

    def fit(self) -> "Viewing":
        """Return the view of the whole picture; small pictures are enlarged eight times at most."""
        if not self.full_width or not self.full_height:
            return replace(self, is_fitted=True)
        room_x, room_y = max(1, self.width - 2 * AIR), max(1, self.height - 2 * AIR)
        scale = min(room_x / self.full_width, room_y / self.full_height, 8.0)
        return replace(self._centred(max(LEAST_SCALE, scale)), is_fitted=True)

    def at_scale(self, scale: float) -> "Viewing":
        """Return the view at a scale around the middle."""
        return self.zoom_to(scale, self.width / 2, self.height / 2)

    def zoom(self, factor: float, x: float, y: float) -> "Viewing":
        """Return a larger or smaller view in which the point under (x, y) of the view stays where it is."""
        return self.zoom_to(self.scale * factor, x, y)

    def zoom_to(self, scale: float, x: float, y: float) -> "Viewing":
        """Return the view at a scale in which the point under (x, y) of the view stays where it is."""
        scale = min(MOST_SCALE, max(LEAST_SCALE, scale))
        point_x, point_y = self.point(x, y)
        return replace(self, scale=scale, left=point_x - x / scale, top=point_y - y / scale, is_fitted=False)._held()

    def pan(self, dx: float, dy: float) -> "Viewing":
        """Return the view with the picture moved by so many pixels of the view."""
        return replace(self, left=self.left - dx / self.scale, top=self.top - dy / self.scale, is_fitted=False)._held()

    def resize(self, width: int, height: int) -> "Viewing":
        """Return the view of another size; a fitted one stays fitted, else the middle stays the middle."""
        middle_x, middle_y = self.point(self.width / 2, self.height / 2)
        moved = replace(
            self,
            width=width,
            height=height,
            left=middle_x - width / 2 / self.scale,
            top=middle_y - height / 2 / self.scale,
        )
        return moved.fit() if self.is_fitted else moved._held()

    def show(self, full_width: int, full_height: int) -> "Viewing":
        """Return the view of another picture: fitted, or with the same zoom when it has the same size."""
        same = (full_width, full_height) == (self.full_width, self.full_height)
        other = replace(self, full_width=full_width, full_height=full_height)
        return other if same and not self.is_fitted else other.fit()

    def bring(self, box: tuple[float, float, float, float]) -> "Viewing":
        """Return a view in which a part of the picture (left, top, right, bottom) is seen well."""
        left, top, right, bottom = box
        wide, high = max(1.0, right - left), max(1.0, bottom - top)
        fitted = self.fit().scale
        scale = min(MOST_SCALE / 4, max(fitted, min(self.width / (wide * 3), self.height / (high * 3))))
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        return replace(
            self,
            scale=scale,
            left=middle_x - self.width / 2 / scale,
            top=middle_y - self.height / 2 / scale,
            is_fitted=False,
        )._held()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture under a point of the view."""
        return self.left + x / self.scale, self.top + y / self.scale

    def sees(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a part of the picture lies whole in the view."""
        right, bottom = self.point(self.width, self.height)
        return self.left <= box[0] and self.top <= box[1] and box[2] <= right and box[3] <= bottom

    def _centred(self, scale: float) -> "Viewing":
        return replace(
            self,
            scale=scale,
            left=(self.full_width - self.width / scale) / 2,
            top=(self.full_height - self.height / scale) / 2,
        )

    def _held(self) -> "Viewing":
        """Return the view with some of the picture in it."""
        hold = HOLD / self.scale
        left = min(max(self.left, hold - self.width / self.scale), self.full_width - hold)
        top = min(max(self.top, hold - self.height / self.scale), self.full_height - hold)
        return replace(self, left=left, top=top)
