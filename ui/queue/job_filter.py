"""Which rows of the queue are shown: a chip, a text, and what was just removed. Sorting is the model's."""

from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from ui.queue.chips import Chip, chips_of
from ui.queue.job_model import JobModel


class JobFilter(QSortFilterProxyModel):
    """A view of the queue through a chip and a text."""

    def __init__(self, model: JobModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = model
        self._chip = Chip.ALL
        self._words: tuple[str, ...] = ()
        self._hidden: frozenset[int] = frozenset()
        self.setSourceModel(model)

    @property
    def is_narrowed(self) -> bool:
        """Return whether a chip or a text leaves jobs out."""
        return self._chip is not Chip.ALL or bool(self._words)

    @property
    def hidden(self) -> frozenset[int]:
        """Return the jobs that are out of sight until their removal is certain."""
        return self._hidden

    def choose(self, chip: Chip) -> None:
        """Show only the jobs under a chip."""
        self.beginFilterChange()
        self._chip = chip
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def search(self, text: str) -> None:
        """Show only jobs whose title, folder, source or number has every word of the text."""
        self.beginFilterChange()
        self._words = tuple(text.casefold().split())
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def hide(self, job_ids: Iterable[int]) -> None:
        """Keep these jobs out of sight; they replace those hidden before."""
        self.beginFilterChange()
        self._hidden = frozenset(job_ids)
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def counts(self) -> Counter[Chip]:
        """Return how many jobs stand under each chip, whatever the filter shows."""
        counts = self._jobs.counts.copy()
        for job_id in self._hidden:
            row = self._jobs.row_of(job_id)
            if row is not None:
                counts.subtract(chips_of(row.job))
        return counts

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model sort; -1 is queue order."""
        self._jobs.sort(column, order)

    def filterAcceptsRow(self, source_row: int, source_parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Return whether a row passes."""
        del source_parent
        job = self._jobs.rows()[source_row].job
        if job.id in self._hidden or self._chip not in chips_of(job):
            return False
        if not self._words:
            return True
        text = f"{job.title}\n{job.destination}\n{job.source}\n#{job.id}".casefold()
        return all(word in text for word in self._words)
