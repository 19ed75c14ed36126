"""One task on its way, and the requests that carry one or several of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.model.call import Call
from app.model.imprint import Imprint
from app.model.layout import sidecar_path
from app.model.source import Finish, Listed, Located, Parcel, Sidecar
from app.store.ledger_tasks import PendingRow
from app.store.parts import Part
from app.store.sink_records import Incoming

LARGE_BYTES = 5 * 1024 * 1024
GROUP_BYTES = 16 * 1024 * 1024
UNKNOWN_WEIGHT = 512 * 1024
LEAST_WEIGHT = 4 * 1024


class Flight:
    """One task between the ledger and the ledger.

    Attributes:
        seq, path, listed: From the ledger.
        tries: Transfers counted against it.
        keeps_image: The image lies right on disk already; only its sidecars are wanted.
        weight: Bytes it may hold in memory, as far as can be told.
        is_located: `call` and `sidecars` are known.
        has_ended: It was given up or handed to the writer.
        is_travelling: A request for the image is under way or in line.
        call: How to get the image alone; None when none is wanted.
        sidecars: (relative path, bytes).
        body: The image; None until it arrived.
        size: Bytes as listed, or as announced by the transfer.
        likely: Bytes that were counted for it beforehand because nobody lists its size; else 0.
        tile: Number of the tile it was found in.
        finish: What follows from the image itself, see `Located`.
        good_until: UTC seconds after which `call` is no longer good.
        is_perishable: A refusal of `call` may mean that its address expired.
        refreshes: How often it was located again because of that.
    """

    __slots__ = (
        "body",
        "call",
        "finish",
        "good_until",
        "has_ended",
        "is_located",
        "is_perishable",
        "is_travelling",
        "keeps_image",
        "likely",
        "listed",
        "path",
        "refreshes",
        "seq",
        "sidecars",
        "size",
        "tile",
        "tries",
        "weight",
    )

    def __init__(self, row: PendingRow, *, keeps_image: bool = False, likely: int | None = None) -> None:
        """Begin with what the ledger knows; `likely` are the bytes of an average image where no size is listed."""
        self.seq = row.seq
        self.path = row.path
        self.tries = 0
        self.listed: Listed = row.listed
        self.keeps_image = keeps_image
        size = row.listed.size
        self.likely = likely or 0 if size is None else 0
        self.weight = weight(self.likely or size)
        self.size = size
        self.tile = row.tile
        self.finish: Finish | None = None
        self.good_until: float | None = None
        self.is_perishable = False
        self.refreshes = 0
        self.is_located = False
        self.has_ended = False
        self.is_travelling = False
        self.call: Call | None = None
        self.sidecars: tuple[tuple[str, bytes], ...] = ()
        self.body: bytes | Part | None = None

    def locate(self, located: Located) -> None:
        """Take what belongs to the item beside its pixels."""
        self.sidecars = self._placed(located.sidecars)
        self.call = None if self.keeps_image else located.call
        self.finish = located.finish
        self.good_until = located.good_until
        self.is_perishable = located.is_perishable
        self.is_located = True

    def unlocate(self) -> None:
        """Forget how to get the image: its address is no longer good."""
        self.call = None
        self.is_located = False
        self.is_travelling = False
        self.refreshes += 1

    def _placed(self, sidecars: Sequence[Sidecar]) -> tuple[tuple[str, bytes], ...]:
        folder, _, name = self.path.rpartition("/img/")
        return tuple((sidecar_path(folder, name, sidecar.kind), sidecar.body) for sidecar in sidecars)

    def _finish(self, width: int, height: int) -> tuple[tuple[tuple[str, bytes], ...], Imprint | None]:
        if self.finish is None:
            return (), None
        finished = self.finish(width, height)
        return self._placed(finished.sidecars), finished.imprint

    def incoming(self, wanted: str) -> Incoming:
        """Return what goes to the sink; `wanted` becomes part of the version."""
        listed = self.listed
        return Incoming(
            listed.key,
            self.path,
            self.body,
            self.size,
            listed.sha256,
            self.sidecars,
            stored_version(listed.version, wanted),
            self._finish if self.finish is not None else None,
        )


def weight(size: int | None) -> int:
    """Return the bytes that an item may hold in memory while it travels; large ones are streamed to the disk."""
    if size is None:
        return UNKNOWN_WEIGHT
    return UNKNOWN_WEIGHT if size > LARGE_BYTES else max(LEAST_WEIGHT, size)


def stored_version(version: str, wanted: str) -> str:
    """Return the version for the receipt: what the service says, and what was asked for."""
    return f"{version}|{wanted}"


@dataclass(slots=True, eq=False)
class Locate:
    """A request for all but the pixels of some flights."""

    flights: dict[str, Flight]
    tries: int = 0


@dataclass(slots=True, eq=False)
class Fetch:
    """A request for the images of several flights; those that arrived are taken out."""

    parcel: Parcel
    flights: dict[str, Flight] = field(default_factory=dict)
    tries: int = 0


@dataclass(slots=True, eq=False)
class Single:
    """A request for one image."""

    flight: Flight


Unit = Locate | Fetch | Single


def flights_of(unit: Unit) -> Sequence[Flight]:
    """Return the flights that wait for a request."""
    return (unit.flight,) if isinstance(unit, Single) else tuple(unit.flights.values())


def groups(flights: Iterable[Flight], most: int) -> Iterable[list[Flight]]:
    """Yield flights in groups of at most `most` items and 16 MB."""
    group: list[Flight] = []
    size = 0
    for flight in flights:
        if group and (len(group) >= most or size + flight.weight > GROUP_BYTES):
            yield group
            group, size = [], 0
        group.append(flight)
        size += flight.weight
    if group:
        yield group
