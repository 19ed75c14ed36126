"""How the tiles of one harvest stand: counts in memory while it runs, a sample for each change."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.model.coverage import TileStanding, TileState
from app.store.ledger_tiles import Listing, TileRow


@dataclass(slots=True)
class _Square:
    key: str
    listing: Listing
    title: str
    listed: int
    settled: int
    failed: int


class TileBoard:
    """The tiles of one job by number. Jobs without tiles have an empty one."""

    def __init__(self, job_id: int, tell: Callable[[TileStanding], None]) -> None:
        """Begin empty; `tell` takes the samples."""
        self._job_id = job_id
        self._tell = tell
        self._squares: dict[int, _Square] = {}
        self._numbers: dict[str, int] = {}
        self._is_waiting = False

    def load(self, rows: Iterable[TileRow]) -> None:
        """Know the tiles as the ledger has them."""
        for row in rows:
            self._squares[row.number] = _Square(row.key, row.listing, row.title, row.listed, row.settled, row.failed)
            self._numbers[row.key] = row.number
        self._tell_all()

    def number(self, key: str) -> int | None:
        """Return the number of a tile; None for a key that is no tile of this job."""
        return self._numbers.get(key)

    def planned(self, number: int, count: int, here: int) -> None:
        """So many images of a tile were written down, some of which lie there already."""
        square = self._squares[number]
        square.listed += count
        square.settled += here
        self._show(number)

    def ended(self, number: int) -> None:
        """Every image of a tile is written down."""
        self._squares[number].listing = Listing.LISTED
        self._show(number)

    def failed(self, number: int, title: str) -> None:
        """A tile could not be read."""
        square = self._squares[number]
        square.listing, square.title = Listing.FAILED, title
        self._show(number)

    def settled(self, ends: Iterable[tuple[int | None, bool]]) -> None:
        """Images came to their end: (number of their tile, whether they failed)."""
        touched = set()
        for number, has_failed in ends:
            square = self._squares.get(number) if number is not None else None
            if square is None or number is None:
                continue
            square.settled += 1
            square.failed += has_failed
            touched.add(number)
        for number in touched:
            self._show(number)

    def wait(self, is_waiting: bool) -> None:
        """The job waits, or goes on."""
        if is_waiting != self._is_waiting:
            self._is_waiting = is_waiting
            self._tell_all()

    def _tell_all(self) -> None:
        for number in self._squares:
            self._show(number)

    def _show(self, number: int) -> None:
        square = self._squares[number]
        state = tile_state(
            square.listing, square.listed, square.settled, square.failed, is_running=True, is_waiting=self._is_waiting
        )
        self._tell(
            TileStanding(self._job_id, square.key, state, square.listed, square.settled, square.failed, square.title)
        )


def tile_state(
    listing: Listing, listed: int, settled: int, failed: int, *, is_running: bool, is_waiting: bool
) -> TileState:
    """Return where a tile stands; of a job that does not run nothing is active."""
    is_over = listing in (Listing.LISTED, Listing.ACCEPTED) and settled >= listed
    if listing is Listing.FAILED or (is_over and failed):
        return TileState.PROBLEM
    if is_over:
        return TileState.DONE
    if is_waiting:
        return TileState.WAITING
    has_begun = listing is Listing.LISTED or listed > 0
    return TileState.ACTIVE if is_running and has_begun else TileState.QUEUED


def standing_of(job_id: int, row: TileRow, *, is_running: bool, is_waiting: bool) -> TileStanding:
    """Return how a tile of the ledger stands."""
    state = tile_state(row.listing, row.listed, row.settled, row.failed, is_running=is_running, is_waiting=is_waiting)
    return TileStanding(job_id, row.key, state, row.listed, row.settled, row.failed, row.title)
