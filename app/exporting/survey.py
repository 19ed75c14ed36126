"""The first pass over a project: which images go in, their numbers and names, classes in use. Nothing is written."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from app.exporting.classes import export_classes
from app.exporting.crew import Crew
from app.exporting.duplicates import find_duplicates
from app.exporting.entry import Entry, entries_of
from app.exporting.names import ExportNames
from app.exporting.wire import Decoder
from app.exporting.worker import Looked, Verb
from app.formats.supervisely import ProjectFolder
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportPlan
from app.model.layout import META_FILE

BATCH = 64
_OUT, _TRAIN, _VAL = 0, 1, 2

_looked = Decoder(list[Looked])


@dataclass(slots=True)
class Survey:
    """What is known of an export before anything is written.

    Attributes:
        project: The folder, as it was read.
        spec: What was asked.
        plan: What holds for the whole export.
        listed: Images of the chosen datasets.
        excluded: Reason -> images that stay out.
        problems: How many of those nobody chose to leave out.
        picture_bytes: Bytes of the pictures that go in.
        strangers: Classes that labels have and the project has not.
    """

    project: ProjectFolder
    spec: ExportSpec
    plan: ExportPlan
    listed: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    problems: int = 0
    picture_bytes: int = 0
    strangers: frozenset[str] = frozenset()
    _fates: bytearray = field(default_factory=bytearray)
    _duplicates: frozenset[int] = frozenset()
    _bad_masks: dict[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def included(self) -> int:
        """Return how many images go in."""
        return self.listed - sum(self.excluded.values())

    @property
    def skipped(self) -> int:
        """Return how many images somebody chose to leave out."""
        return sum(self.excluded.values()) - self.problems

    def entries(self) -> Iterator[Entry]:
        """Yield the images that go in, in order, with number, name and side."""
        number = 0
        for place, entry in enumerate(listed_entries(self.project, self.spec, self._duplicates)):
            if self._fates[place] != _OUT:
                is_val, bad_masks = self._fates[place] == _VAL, self._bad_masks.get(place, ())
                yield msgspec.structs.replace(entry, number=number, is_val=is_val, bad_masks=bad_masks)
                number += 1


def make_survey(
    project: ProjectFolder,
    spec: ExportSpec,
    crew: Crew,
    title: str,
    step: Callable[[int, int], None],
    *,
    wants_duplicates: bool,
) -> Survey:
    """Look at every image of the chosen datasets.

    Args:
        project: The folder.
        spec: What was asked.
        crew: Does the looking.
        title: Name of the project.
        step: Told how many images were looked at, and of how many; may raise to stop.
        wants_duplicates: Equal pictures must be known.

    Raises:
        FailedError: It cannot be carried out, or was stopped.
    """
    listed = count_listed(project, spec)
    duplicates = find_duplicates(listed_entries(project, spec), lambda: step(0, listed)) if wants_duplicates else ()
    survey = Survey(project, spec, ExportPlan(spec, title, ()), listed, _duplicates=frozenset(duplicates))
    strangers: set[str] = set()
    used: dict[str, bool] = {}
    newest = _newest_meta(project.path)
    batches = batched(listed_entries(project, spec, survey._duplicates))
    names = (entry.dataset for entry in listed_entries(project, spec))
    for answer in crew.work(Verb.LOOK, batches):
        for looked in _looked.decode(answer):
            dataset = next(names)
            newest = max(newest, looked.date)
            if looked.reason:
                survey.excluded[looked.reason] += 1
                survey.problems += looked.is_problem
                survey._fates.append(_OUT)
                continue
            if looked.bad_masks:
                survey._bad_masks[len(survey._fates)] = looked.bad_masks
            survey._fates.append(_VAL if looked.is_val else _TRAIN)
            survey.picture_bytes += looked.size
            strangers.update(looked.strangers)
            used[dataset] = used.get(dataset, False) or looked.is_val
        step(len(survey._fates), listed)
    survey.strangers = frozenset(strangers)
    survey.plan = ExportPlan(
        spec=spec,
        title=title,
        classes=export_classes(spec, project.meta.classes, strangers),
        tags=project.meta.tags,
        datasets=tuple(used),
        date=f"{datetime.datetime.fromtimestamp(newest, datetime.UTC):%Y-%m-%d %H:%M:%S}",
        has_val=any(used.values()),
    )
    return survey


def count_listed(project: ProjectFolder, spec: ExportSpec) -> int:
    """Return how many images the chosen datasets have."""
    return sum(len(one.items) for one in project.datasets if not spec.datasets or one.name in spec.datasets)


def listed_entries(project: ProjectFolder, spec: ExportSpec, duplicates: Iterable[int] = ()) -> Iterator[Entry]:
    """Yield the images of the chosen datasets in order, named; images of other datasets take their names as well."""
    names = ExportNames()
    known = frozenset(duplicates)
    place = 0
    for dataset in project.datasets:
        is_chosen = not spec.datasets or dataset.name in spec.datasets
        for entry in entries_of(dataset):
            file = names.take(entry.dataset, entry.name)
            if is_chosen:
                yield msgspec.structs.replace(entry, file=file, is_duplicate=place in known)
                place += 1


def batched(entries: Iterator[Entry], size: int = BATCH) -> Iterator[Sequence[Entry]]:
    """Yield entries in lists of at most so many."""
    while batch := list(islice(entries, size)):
        yield batch


def _newest_meta(folder: Path) -> int:
    try:
        return int((folder / META_FILE).stat().st_mtime)
    except OSError:
        return 0
