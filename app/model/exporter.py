"""What the engine knows of a label format. Implementations live in app/formats."""

from pathlib import Path
from typing import Protocol

from app.model.annotation import Annotation


class Exporter(Protocol):
    """Writes annotations in one format, item by item."""

    def begin(self, destination: Path) -> None:
        """Prepare an empty folder."""
        ...

    def add(self, dataset: str, name: str, annotation: Annotation) -> None:
        """Write one annotation."""
        ...

    def end(self) -> None:
        """Write what belongs to the whole."""
        ...
