"""The whole way of an export: look, write beside the destination, read back, put in place as a whole.

Whatever happens on the way, a kill included, the destination holds the export that was there, or the new one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from app.engine.hash_set import HashSet
from app.exporting.crew import Crew
from app.exporting.entry import Entry
from app.exporting.partial import Partial, sweep
from app.exporting.placing import check_free, check_room
from app.exporting.prepare import Preparer
from app.exporting.receipt import write_receipt
from app.exporting.survey import Survey, batched, make_survey
from app.exporting.wire import Decoder
from app.exporting.wishes import check_classes, check_place, check_wishes
from app.exporting.worker import MadeBatch, Verb
from app.formats.supervisely import ProjectFolder, read_project
from app.model.export_progress import Exported, Phase, Progress
from app.model.export_spec import ExportSpec, Images
from app.model.exporter import Checked, Exporter, Format
from app.model.failure import FailedError, Failure, FailureKind
from app.model.label_class import LabelClass
from app.model.layout import OWN_FOLDER
from app.model.loss import LossCount, LossReport
from app.store.disk_words import disk_errors
from app.store.receipt import RECEIPT

STOPPED = Failure(FailureKind.CANCELLED, "The export was stopped.", "Nothing of it is left.")


@dataclass(frozen=True, slots=True)
class Tools:
    """What an export works with.

    Attributes:
        formats: By key.
        start_crew: Starts those who work on batches, for so many images.
        tell: Told of progress; called at most once per batch.
        is_stopped: Asked between batches.
    """

    formats: Mapping[str, Format]
    start_crew: Callable[[ExportSpec, Sequence[LabelClass], int], Crew]
    tell: Callable[[Progress], None] = lambda progress: None
    is_stopped: Callable[[], bool] = lambda: False

    def step(self, progress: Progress) -> None:
        """Tell of progress. Raise FailedError (CANCELLED) when somebody asked to stop."""
        if self.is_stopped():
            raise FailedError(STOPPED)
        self.tell(progress)


def title_of(project: ProjectFolder) -> str:
    """Return the name of a project for people: as its receipt says, else that of its folder."""
    try:
        text = (project.path / OWN_FOLDER / RECEIPT).read_bytes()
        return msgspec.json.decode(text, type=_Titled).title or project.path.name
    except (OSError, msgspec.DecodeError):
        return project.path.name


class _Titled(msgspec.Struct):
    title: str = ""


def look(spec: ExportSpec, tools: Tools) -> tuple[Survey, Crew]:
    """Read a project and look at its images; return what was found, and the crew, which the caller closes.

    Raises:
        FailedError: The project cannot be read, or has not what was asked for.
    """
    with disk_errors(spec.folder):
        project = read_project(Path(spec.folder))
    check_wishes(spec, project, tools.formats)
    total = sum(len(dataset.items) for dataset in project.datasets)
    crew = tools.start_crew(spec, project.meta.classes, total)
    try:
        preparer = Preparer(spec, project.meta.classes)
        survey = make_survey(
            project,
            spec,
            crew,
            title_of(project),
            lambda done, listed: tools.step(Progress(Phase.READING, done, listed, listed)),
            wants_duplicates=preparer.wants_duplicates,
        )
        check_classes(spec, project, survey.strangers)
    except BaseException:
        crew.close()
        raise
    return survey, crew


def run_export(spec: ExportSpec, destination: Path, tools: Tools) -> Exported:
    """Export a project.

    Args:
        spec: What is asked.
        destination: Absent, empty, or an older export of ours, whose place the new one takes.
        tools: What it works with.

    Raises:
        FailedError: It cannot be done, or was stopped. What was at the destination is there.
    """
    check_place(spec, destination)
    sweep(destination)
    check_free(destination)
    survey, crew = look(spec, tools)
    partial: Partial | None = None
    try:
        check_room(survey, destination)
        with disk_errors(str(destination)):
            partial = Partial(destination)
        run = _Run(survey, crew, partial.export, tools)
        run.write()
        if spec.is_verified:
            run.verify()
        crew.close()
        exported = run.close()
        tools.step(Progress(Phase.PLACING, exported.report.written, exported.report.written, exported.listed))
        check_free(destination)
        with disk_errors(str(destination)):
            partial.put()
        return exported
    finally:
        crew.close()
        if partial is not None:
            partial.close()


class _Run:
    """Writes and verifies one export."""

    def __init__(self, survey: Survey, crew: Crew, folder: Path, tools: Tools) -> None:
        self._survey = survey
        self._crew = crew
        self._folder = folder
        self._tools = tools
        self._count = LossCount()
        self._count.excluded.update(survey.excluded)
        self._pictures = HashSet()
        self._failed_numbers: set[int] = set()
        self._undrawn: dict[str, int] = {}
        self._size = self._shapes = self._done = 0
        self._verified: Checked | None = None
        images = survey.spec.images
        self._total_bytes = 0 if images is not Images.COPY else survey.picture_bytes

    def write(self) -> None:
        """Write all images, then what they share."""
        plan = self._survey.plan
        self._crew.open(plan, self._folder)
        exporter = self._tools.formats[plan.spec.format].exporter(plan, self._folder)
        decoder = Decoder(MadeBatch)
        with disk_errors(str(self._folder)):
            exporter.begin()
        for answer in self._crew.work(Verb.MAKE, batched(self._survey.entries())):
            with disk_errors(str(self._folder)):
                self._add(exporter, decoder.decode(answer))
            self._tell(Phase.WRITING)
        with disk_errors(str(self._folder)):
            exporter.end()

    def _add(self, exporter: Exporter, batch: MadeBatch) -> None:
        batch.counted.add_to(self._count)
        for one in batch.images:
            self._done += 1
            if one.excluded:
                self._failed_numbers.add(one.entry.number)
                continue
            if one.path and not one.is_drawn:
                self._pictures.add(one.path)
            if one.made.picture_problem:
                self._undrawn[one.made.picture_problem] = self._undrawn.get(one.made.picture_problem, 0) + 1
            self._size += one.size
            self._shapes += one.made.shapes
            exporter.add(one.image, one.made)

    def verify(self) -> None:
        """Read back what was written."""
        plan = self._survey.plan
        decoder = Decoder(Checked)
        found = Checked()
        self._done = 0
        for answer in self._crew.work(Verb.CHECK, batched(self._written())):
            found += decoder.decode(answer)
            self._done = found.images
            self._tell(Phase.VERIFYING)
        with disk_errors(str(self._folder)):
            images, shapes = self._tools.formats[plan.spec.format].verifier(plan, self._folder).totals()
        found += _too_many("images", images, self._count.written)
        found += _too_many("shapes", shapes, self._shapes)
        self._verified = found

    def _written(self) -> Iterator[Entry]:
        return (entry for entry in self._survey.entries() if entry.number not in self._failed_numbers)

    def close(self) -> Exported:
        """Write the receipt; return what came of it."""
        survey = self._survey
        report = finished_report(survey, self._count, verified=self._verified, notes=tuple(_notes(self._undrawn)))
        with disk_errors(str(self._folder)):
            size = write_receipt(self._folder, survey.plan, report, self._pictures)
        report = replace(report, size_bytes=self._size + size)
        failed = survey.problems + len(self._failed_numbers) + sum(self._undrawn.values())
        return Exported(report, survey.listed, survey.skipped, failed)

    def _tell(self, phase: Phase) -> None:
        survey = self._survey
        failed = survey.problems + len(self._failed_numbers)
        self._tools.step(
            Progress(
                phase, self._done, survey.included, survey.listed, survey.skipped, failed, self._size, self._total_bytes
            )
        )


def finished_report(
    survey: Survey, count: LossCount, *, verified: Checked | None = None, notes: Sequence[str] = ()
) -> LossReport:
    """Return the report of all images."""
    return count.report(survey.spec.format, verified=verified, notes=(*_survey_notes(survey), *notes))


def _survey_notes(survey: Survey) -> Iterator[str]:
    spec = survey.spec
    if survey.strangers:
        names = sorted(survey.strangers)
        yield f"Classes that the project does not know were added: {', '.join(names[:12])}."
    if survey.plan.has_val or not (spec.val or spec.val_tag or spec.val_datasets):
        return
    yield "No image is for validation."


def _notes(undrawn: Mapping[str, int]) -> Iterator[str]:
    for why, count in sorted(undrawn.items()):
        yield f"{why} ({count:,})"


def _too_many(what: str, found: int, expected: int) -> Checked:
    """Return a difference when the files hold more or less than was written, counted without the images."""
    if found == expected:
        return Checked()
    sentence = f"The files hold {found:,} {what} where {expected:,} were written."
    return Checked(differences=abs(found - expected), first=(sentence,))
