"""Cheap numbers before starting, for the plan card. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes to fetch: at least, likely, at most."""

    low: int
    likely: int
    high: int


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
    """

    items: int
    already_here: int
    size: ByteRange
    requests: dict[str, int]
    licence: str = ""
    notes: tuple[str, ...] = ()
