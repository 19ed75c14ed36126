"""One label of the server as a row of a table, before any annotation is downloaded. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureTag:
    """A tag of a figure.

    Attributes:
        name: Of the tag; "unknown:<id>" when the project does not know it.
        value: JSON text of its value; "null" for a tag without one.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        id: Of the figure.
        image_id: Of its image.
        image: Name of the image as the server spells it; empty when it is not listed.
        class_id: Of its class; None when the server does not say.
        class_name: Title of the class; empty when the project does not know it.
        shape: Geometry as the service calls it, such as "polygon".
        area: Square pixels as the server counts them; None when it does not say.
        bbox: left, top, right, bottom in pixels, all inside the figure; None when the server does not say.
        tags: In the order of the server.
        created_at, updated_at: As the server spells them.
        geometry: JSON text of an object with the keys of an annotation file (`points`, `bitmap`, `nodes`, …), in
            pixels; empty when it was not asked for or cannot be had.
        problem: Why the geometry cannot be had; empty when nothing is wrong.
    """

    id: int
    image_id: int
    image: str
    class_id: int | None
    class_name: str
    shape: str
    area: float | None
    bbox: tuple[float, float, float, float] | None
    tags: tuple[FigureTag, ...]
    created_at: str
    updated_at: str
    geometry: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FigurePage:
    """One page of the figures of a dataset.

    Attributes:
        figures: In the order of the server.
        pages: How many pages there are, as the server says.
        total: How many figures there are, as the server says; None when it does not.
    """

    figures: tuple[Figure, ...]
    pages: int
    total: int | None


class EachOnce:
    """Passes on the figures of many pages that did not come before: pages shift while others edit."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._seen: set[int] = set()

    def __len__(self) -> int:
        """Return how many came so far."""
        return len(self._seen)

    def fresh(self, figures: Iterable[Figure]) -> list[Figure]:
        """Return those that did not come before, each once, in their order."""
        found = []
        for figure in figures:
            if figure.id not in self._seen:
                self._seen.add(figure.id)
                found.append(figure)
        return found
