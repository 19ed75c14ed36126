"""What every run needs of the engine."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from app.engine.archive_lists import ArchiveLists
from app.engine.book import JobBook
from app.engine.exporting import Exporting
from app.engine.finishing import Finisher
from app.engine.ledger_thread import LedgerThread
from app.engine.outbox import Outbox
from app.engine.shelf import Shelf
from app.model.clock import Clock
from app.model.job import Job
from app.store.receipt import Receipt


@dataclass(frozen=True, slots=True)
class RunParts:
    """The shared parts of all runs.

    `finisher` makes what belongs to a whole folder, `exporting` carries out exports, `archive_lists` reads and writes
    lists of images in archives; None where nothing does.
    """

    book: JobBook
    outbox: Outbox
    ledger: LedgerThread
    shelf: Shelf
    clock: Clock
    writers: Executor
    lookers: Executor
    has_restarted: bool
    make_receipt: Callable[[Job, Sequence[tuple[str, str]]], Receipt]
    finisher: Finisher | None = None
    exporting: Exporting | None = None
    archive_lists: ArchiveLists | None = None
