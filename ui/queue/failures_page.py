"""Failures of a job grouped by cause, each with what to do; one click mends a whole group."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.model.commands import AcceptProblems, RetryJob
from app.model.coverage import TileStanding
from app.model.events import Batch, JobFinished, JobMoved, TasksSettled
from app.model.failure import Failure, FailureKind
from app.model.job import Job, JobState
from app.model.queries import ListFailures, ListTiles
from app.model.task import FailureGroup
from ui.desk import Desk
from ui.queue.tile_groups import TILE, read_again, tile_groups
from ui.text import count_text, plural
from ui.theme.theme import ICON_PX

REFRESH_MS = 1000
EMPTY = "No failures. Every item that has arrived is right."
_WORDS = {FailureKind.NOT_FOUND: "gone", FailureKind.FORBIDDEN: "forbidden", FailureKind.REFUSED: "refused"}


def retry_text(groups: Sequence[FailureGroup], group: FailureGroup) -> str:
    """Return the words on the button of a group: trying again goes to every item with that kind of failure."""
    return f"Retry {count_text(sum(one.count for one in groups if one.kind == group.kind and one.can_retry))}"


def accept_text(groups: Sequence[FailureGroup], failed: int) -> str:
    """Return the words on the button that takes the failed items as they are."""
    only = [group for group in groups if group.count == failed and not group.can_retry]
    word = _WORDS.get(FailureKind(only[0].kind)) if only else None
    return f"Accept {count_text(failed)} {word or 'as they are'}"


class FailuresPage(QWidget):
    """Groups of failures of one job."""

    def __init__(self, desk: Desk, job_of: Callable[[int], Job | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job_of = job_of
        self._job_id = 0
        self._groups: tuple[FailureGroup, ...] = ()
        self._tiles: tuple[FailureGroup, ...] = ()
        self._trouble: Failure | None = None
        self._note = QLabel(EMPTY)
        self._accept = QPushButton()
        self._cards = QVBoxLayout()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REFRESH_MS)
        self._soon.timeout.connect(self._ask)
        self._lay_out()
        desk.theme.changed.connect(self._draw)

    def show_job(self, job_id: int) -> None:
        """Show the failures of another job; 0 shows nothing."""
        self._job_id = job_id
        self._tiles = ()
        self._take(())
        self._ask()

    def on_batch(self, batch: Batch) -> None:
        """Ask again, at most once a second, when failures may have changed."""
        for fact in batch.facts:
            match fact:
                case (
                    TasksSettled(job_id=self._job_id)
                    | JobFinished(job_id=self._job_id)
                    | JobMoved(job=Job(id=self._job_id))
                ):
                    if not self._soon.isActive():
                        self._soon.start()
                case _:
                    pass

    def _lay_out(self) -> None:
        self._note.setObjectName("job.failures.note")
        self._note.setProperty("look", "muted")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        self._accept.setObjectName("job.failures.accept")
        self._accept.setProperty("look", "quiet")
        self._accept.setToolTip("The job counts as done; these items count as skipped.")
        self._accept.clicked.connect(lambda: self._desk.backend.host.submit(AcceptProblems(self._job_id)))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._note)
        self._cards.setSpacing(8)
        column.addLayout(self._cards)
        column.addWidget(self._accept, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("job.failures")
        area.setAccessibleName("Failures by cause")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    def _ask(self) -> None:
        if self._job_id:
            self._desk.ask.ask(self, ListFailures(self._job_id), tuple, self._take, self._on_failure)
            job = self._job_of(self._job_id)
            if job is not None and job.counts.tiles_failed:
                self._desk.ask.ask(self, ListTiles(self._job_id), tuple, self._take_tiles, self._on_failure)
            elif self._tiles:
                self._take_tiles(())

    def _take(self, groups: tuple[FailureGroup, ...]) -> None:
        self._groups = groups
        self._trouble = None
        self._draw()

    def _take_tiles(self, standings: tuple[TileStanding, ...]) -> None:
        self._tiles = tile_groups(standings)
        self._draw()

    def _draw(self) -> None:
        while (item := self._cards.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.deleteLater()
        for group in (*self._tiles, *self._groups):
            self._cards.addWidget(self._card(group))
        job = self._job_of(self._job_id)
        failed = 0 if job is None else job.counts.failed
        known = sum(group.count for group in self._groups) or failed
        sentences = [f"{plural(known, 'item')} did not arrive."] if known else []
        tiles = 0 if job is None else job.counts.tiles_failed
        if tiles:
            sentences.append(f"{plural(tiles, 'tile')} could not be read.")
        words = " ".join(sentences) or EMPTY
        self._note.setText(words if self._trouble is None else self._trouble.sentence())
        can_accept = job is not None and job.state is JobState.PROBLEMS and failed + tiles > 0
        self._accept.setVisible(can_accept)
        self._accept.setText(accept_text(self._groups, failed) if failed else "Accept as it is")

    def _card(self, group: FailureGroup) -> QFrame:
        card = QFrame()
        card.setProperty("look", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        icon = QLabel()
        icon.setPixmap(self._desk.theme.icon("alert-circle-outline", "err").pixmap(ICON_PX, ICON_PX))
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        title = _line(group.title if group.kind == TILE else f"{count_text(group.count)} × {group.title}")
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        words.addWidget(title)
        if group.hint:
            words.addWidget(_line(group.hint))
        if group.examples:
            words.addWidget(_line(_examples(group), "muted"))
        row.addLayout(words, 1)
        if group.can_retry:
            is_tile = group.kind == TILE
            order = read_again(self._job_id, group) if is_tile else RetryJob(self._job_id, kinds=(group.kind,))
            retry = QPushButton("Read again" if is_tile else retry_text(self._groups, group))
            retry.setObjectName(f"job.failures.retry.{group.kind}")
            retry.setProperty("look", "quiet")
            retry.clicked.connect(lambda: self._desk.backend.host.submit(order))
            row.addWidget(retry, 0, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _on_failure(self, failure: Failure) -> None:
        self._trouble = failure
        self._draw()


def _examples(group: FailureGroup) -> str:
    rest = group.count - len(group.examples)
    return ", ".join(group.examples) + (f" and {count_text(rest)} more" if rest > 0 else "")


def _line(text: str, look: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if look:
        label.setProperty("look", look)
    return label
