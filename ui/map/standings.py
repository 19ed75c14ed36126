"""How the tiles of harvests stand, for the map: a snapshot of each shown job first, then what the engine samples."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.coverage import TileStanding
from app.model.events import Batch, EngineStarted, JobAdded, JobMoved, JobRemoved
from app.model.harvest import MapillarySpec
from app.model.job import Job
from app.model.queries import ListTiles
from ui.ask import Ask

# A map of ten thousand tiles is painted anew at most ten times a second.
TELL_MS = 100
MOST_JOBS = 8


class Standings(QObject):
    """Keeps the tiles of the harvests that are looked at: those under way, and one that was asked for.

    Signals:
        changed(): There is something else to show.
    """

    changed = Signal()

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._shown: dict[int, dict[str, TileStanding]] = {}
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(TELL_MS)
        self._tell.timeout.connect(self.changed)

    @property
    def tiles(self) -> tuple[TileStanding, ...]:
        """Return the tiles of all shown jobs."""
        return tuple(tile for tiles in self._shown.values() for tile in tiles.values())

    @property
    def job_ids(self) -> tuple[int, ...]:
        """Return the jobs whose tiles are shown, the latest last."""
        return tuple(self._shown)

    def show(self, job: Job) -> None:
        """Show the tiles of a job, also of one that is over."""
        if not isinstance(job.spec, MapillarySpec):
            return
        kept = self._shown.pop(job.id, {})
        self._shown[job.id] = kept
        while len(self._shown) > MOST_JOBS:
            del self._shown[next(iter(self._shown))]
        self._read(job.id)

    def clear(self) -> None:
        """Show no tiles until something moves again."""
        self._shown.clear()
        self._tell.start()

    def take(self, batch: Batch) -> None:
        """Take news of the engine."""
        for fact in batch.facts:
            match fact:
                case JobAdded(job=job) if isinstance(job.spec, MapillarySpec):
                    self.show(job)
                case JobMoved(job=job) if isinstance(job.spec, MapillarySpec):
                    # Waiting and pausing touch every tile; asking is cheaper than to know how.
                    self.show(job)
                case JobRemoved(job_id=job_id):
                    if self._shown.pop(job_id, None) is not None:
                        self._tell.start()
                case EngineStarted():
                    for number in self._shown:
                        self._read(number)
                case _:
                    pass
        for sample in batch.samples:
            if isinstance(sample, TileStanding) and sample.job_id in self._shown:
                self._shown[sample.job_id][sample.key] = sample
                self._start()

    def _read(self, job_id: int) -> None:
        def on_tiles(tiles: tuple[TileStanding, ...]) -> None:
            if job_id in self._shown:
                self._shown[job_id] = {tile.key: tile for tile in tiles}
                self._start()

        self._ask.ask(self, ListTiles(job_id), tuple, on_tiles, lambda _: None, name=f"tiles {job_id}")

    def _start(self) -> None:
        if not self._tell.isActive():
            self._tell.start()
