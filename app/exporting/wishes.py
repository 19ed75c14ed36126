"""Whether a project has what an export asks for; what it has not is one sentence that says what there is. Pure."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from app.formats.supervisely import ProjectFolder
from app.model.export_spec import ExportSpec
from app.model.exporter import Format
from app.model.failure import FailedError, Failure, FailureKind
from app.model.problem import PROBLEMS, ProblemKind, Remedy
from app.model.search import parse

_MOST_NAMES = 12


def check_wishes(spec: ExportSpec, project: ProjectFolder, formats: Mapping[str, Format]) -> None:
    """Check what can be known before any image is looked at.

    Raises:
        FailedError: REFUSED, the format, a dataset, a problem or a remedy is unknown, or two options contradict.
    """
    if spec.format not in formats:
        raise refused(f"There is no format “{spec.format}”.", f"There are {listed(formats)}.")
    names = [dataset.name for dataset in project.datasets]
    if not names:
        raise refused(f"There is no project in {project.path}.", "Choose a folder with meta.json and datasets.")
    for name in (*spec.datasets, *spec.val_datasets):
        if name not in names:
            raise refused(f"There is no dataset “{name}”.", f"There are {listed(names)}.")
    if complaint := parse(spec.only).complaint:
        raise refused(f"The search cannot be read: {complaint}", "")
    for kind, remedy in spec.remedies:
        check_remedy(kind, remedy)


def check_remedy(kind: str, remedy: str) -> None:
    """Check that a problem can be met in this way. Raise FailedError (REFUSED)."""
    kinds = [one.value for one in ProblemKind]
    if kind not in kinds:
        raise refused(f"There is no problem “{kind}”.", f"There are {listed(kinds)}.")
    possible = (Remedy.AUTO, *PROBLEMS[ProblemKind(kind)].remedies)
    if remedy not in possible:
        raise refused(f"“{remedy}” is no remedy for {kind}.", f"There are {listed(one.value for one in possible)}.")


def check_classes(spec: ExportSpec, project: ProjectFolder, strangers: Iterable[str]) -> None:
    """Check that every class that is named exists; classes that only labels know count. Raise FailedError (REFUSED)."""
    names = [one.name for one in project.meta.classes]
    names.extend(sorted(set(strangers) - set(names)))
    for name in (*spec.classes, *spec.without_classes, *(old for old, _ in spec.renames)):
        if name not in names:
            raise refused(f"There is no class “{name}”.", f"There are {listed(names)}.")


def check_place(spec: ExportSpec, destination: Path) -> None:
    """Check that an export does not get in the way of its own project. Raise FailedError (REFUSED)."""
    source, target = Path(spec.folder).resolve(), destination.resolve()
    if source == target or source in target.parents or target in source.parents:
        raise refused("The export would lie in the project, or around it.", "Choose a folder beside it.")


def refused(title: str, hint: str) -> FailedError:
    """Return the error of something that cannot be done."""
    return FailedError(Failure(FailureKind.REFUSED, title, hint))


def listed(names: Iterable[str]) -> str:
    """Return names for a sentence, the first few of many."""
    shown = list(names)
    more = f" and {len(shown) - _MOST_NAMES:,} more" if len(shown) > _MOST_NAMES else ""
    return ", ".join(shown[:_MOST_NAMES]) + more if shown else "none"
