"""One bar per job on a terminal: items, bytes, rate, time left."""

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from app.cli.desk import Desk
from app.cli.reporters import fact_lines
from app.cli.standing import Standing, hold_text, images_text, is_export, is_long
from app.cli.words import bytes_text, count_text, duration_text, printable, rate_text
from app.model.events import EngineTrouble, Fact, HoldBegan, JobAdded, JobFinished, Sample

TITLE_WIDTH = 28


class Bars:
    """A live display of the jobs of this command, below the lines that stay."""

    def __init__(self, desk: Desk, console: Console | None = None) -> None:
        """Draw on the output of the desk; nothing is shown before the first job."""
        self._desk = desk
        self._console = console or Console(file=desk.out, highlight=False, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[facts]}"),
            console=self._console,
            refresh_per_second=10,
            transient=True,
        )
        self._tasks: dict[int, TaskID] = {}
        self._is_open = False

    def fact(self, fact: Fact, standing: Standing) -> None:
        """Move the bar, and print what is worth a line of its own above it."""
        if isinstance(fact, JobAdded | JobFinished) or (isinstance(fact, HoldBegan) and is_long(fact.hold)):
            for line in fact_lines(fact, standing):
                self._console.print(escape(line), highlight=False)
        if isinstance(fact, EngineTrouble):
            self._desk.complain(f"{fact.title} {fact.hint}".strip())
        self._show(standing)
        if isinstance(fact, JobFinished) and fact.job_id in self._tasks:
            self._progress.remove_task(self._tasks.pop(fact.job_id))

    def sample(self, sample: Sample, standing: Standing) -> None:
        """Move the bar."""
        self._show(standing)

    def close(self) -> None:
        """Take the display away and give the cursor back."""
        if self._is_open:
            self._is_open = False
            self._progress.stop()

    def _show(self, standing: Standing) -> None:
        job = standing.job
        if job is None:
            return
        if not self._is_open:
            self._is_open = True
            self._progress.start()
        if job.id not in self._tasks:
            title = printable(job.title)
            short = title if len(title) <= TITLE_WIDTH else title[: TITLE_WIDTH - 1] + "…"
            self._tasks[job.id] = self._progress.add_task(escape(short), total=None, facts="")
        self._progress.update(
            self._tasks[job.id],
            completed=standing.counts.settled if standing.is_planned else standing.tiles_read,
            total=standing.counts.listed if standing.is_planned else len(standing.tiles) or None,
            facts=escape(facts_text(standing)),
        )


def facts_text(standing: Standing) -> str:
    """Return what stands right of a bar."""
    if standing.hold is not None:
        return hold_text(standing.hold)
    counts, rate = standing.counts, standing.rate
    parts = []
    if standing.tiles and not standing.is_planned:
        parts.append(f"{standing.tiles_read:,}/{count_text(len(standing.tiles), 'tile')}")
    parts.append(f"{counts.settled:,}/{counts.listed:,}{'' if standing.is_planned else '+'}")
    if not is_export(standing):
        parts.append(f"{bytes_text(standing.bytes_done)}/{bytes_text(standing.bytes_total)}")
    if rate is not None:
        parts.append(images_text(rate) if is_export(standing) else rate_text(rate.bytes_per_second))
        parts.append(f"{duration_text(rate.seconds_left)} left" if rate.seconds_left is not None else "")
    if counts.failed:
        parts.append(f"{counts.failed:,} failed")
    return "  ".join(part for part in parts if part)
