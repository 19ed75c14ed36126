"""How the images of a run travelled: together or alone. Pure."""

from dataclasses import dataclass


@dataclass(slots=True)
class Ways:
    """How many images travelled which way in this run.

    Attributes:
        parcels: Requests that were meant to bring several.
        packed: Images in them.
        singles: Requests for one image.
        cached: Images that the cache had.
    """

    parcels: int = 0
    packed: int = 0
    singles: int = 0
    cached: int = 0

    def words(self) -> str:
        """Return a sentence; empty when no image travelled."""
        parts = [f"{self.packed:,} in {self.parcels:,} shared requests"] * bool(self.parcels)
        parts += [f"{self.singles:,} alone"] * bool(self.singles)
        asked = f"Pictures asked for: {', '.join(parts)}." if parts else ""
        return " ".join(filter(None, (f"Pictures from the cache: {self.cached:,}." * bool(self.cached), asked)))
