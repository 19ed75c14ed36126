"""How the images of a run travelled: together or alone. Pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class Ways:
    """How many images travelled which way in this run.

    Attributes:
        parcels: Requests that were meant to bring several.
        packed: Images in them.
        singles: Requests for one image.
    """

    parcels: int = 0
    packed: int = 0
    singles: int = 0

    def words(self) -> str:
        """Return a sentence; empty when no image travelled."""
        parts = [f"{self.packed:,} in {self.parcels:,} shared requests"] * bool(self.parcels)
        parts += [f"{self.singles:,} alone"] * bool(self.singles)
        return f"Pictures asked for: {', '.join(parts)}." if parts else ""
