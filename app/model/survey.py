"""Cheap numbers before starting, for the plan card. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes to fetch: at least, likely, at most."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a folder that was filled before lacks, or has too much.

    Attributes:
        new: Images that are not in it.
        changed: Images that are, but are not any more what the service lists.
        gone: Images in it that the service does not list any more; 0 where only a part was listed.
        gone_paths: Some of those, relative to the folder.
    """

    new: int
    changed: int
    gone: int
    gone_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """What a spec would cost, found without fetching an image.

    Attributes:
        items: Images in the selection.
        already_here: Those that lie right in the destination already.
        size: Bytes still to fetch.
        requests: Calls by kind, for instance {"list": 3, "annotation": 10, "image": 40}.
        licence: Licence text of the source, empty when the service names none.
        notes: Sentences worth knowing before the start ("12 names adjusted for this disk").
        tiles: Tiles that the selection touches; 0 for sources without a map.
        tiles_read: Those that could be counted; fewer than `tiles` means that the numbers are estimates.
        tiles_failed: Those that could not be read.
        quota_share: Share of today's quota that the listing still needs, 0 to 1; None without a quota.
        difference: Against a folder that was filled before, image by image; None where nothing was compared.
        quota_text: The same in words, such as "30 of 50,000 tile calls today".
    """

    items: int
    already_here: int
    size: ByteRange
    requests: dict[str, int]
    licence: str = ""
    notes: tuple[str, ...] = ()
    tiles: int = 0
    tiles_read: int = 0
    tiles_failed: int = 0
    quota_share: float | None = None
    quota_text: str = ""
    difference: Difference | None = None

    @property
    def is_exact(self) -> bool:
        """Return whether every part of the selection was counted."""
        return self.tiles_read == self.tiles
