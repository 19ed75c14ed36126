"""Where tiles of a grid lie: how many beside each other, which are seen, which is under a point. Pure."""

from dataclasses import dataclass

GAP = 8
LEAST_TILE, MOST_TILE = 96, 400


@dataclass(frozen=True, slots=True)
class GridLayout:
    """A grid of equal tiles, four to three, that fills a width.

    Attributes:
        width: Of the view in logical pixels.
        wanted: Wished width of a tile; the real one is a little larger or smaller so that rows are full.
        count: Tiles in all.
    """

    width: int
    wanted: int
    count: int

    @property
    def columns(self) -> int:
        """Return how many tiles stand beside each other."""
        return max(1, (self.width - GAP) // (max(LEAST_TILE, self.wanted) + GAP))

    @property
    def tile_width(self) -> int:
        """Return the width of a tile."""
        return max(1, (self.width - GAP) // self.columns - GAP)

    @property
    def tile_height(self) -> int:
        """Return the height of a tile."""
        return max(1, self.tile_width * 3 // 4)

    @property
    def step(self) -> int:
        """Return the distance from one row to the next."""
        return self.tile_height + GAP

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Return the height of everything."""
        return self.rows * self.step + GAP

    def place(self, position: int) -> tuple[int, int]:
        """Return left and top of a tile from the top of everything."""
        row, column = divmod(position, self.columns)
        return GAP + column * (self.tile_width + GAP), GAP + row * self.step

    def seen(self, top: int, height: int) -> range:
        """Return the positions that are at least partly seen."""
        first = max(0, (top - GAP) // self.step)
        last = max(0, (top + height - GAP) // self.step)
        return range(min(self.count, first * self.columns), min(self.count, (last + 1) * self.columns))

    def at(self, x: int, y: int) -> int | None:
        """Return the position under a point, from the top of everything; None between tiles."""
        column, row = (x - GAP) // (self.tile_width + GAP), (y - GAP) // self.step
        if not 0 <= column < self.columns or row < 0:
            return None
        left, top = GAP + column * (self.tile_width + GAP), GAP + row * self.step
        position = row * self.columns + column
        is_inside = x < left + self.tile_width and y < top + self.tile_height
        return position if is_inside and position < self.count else None
