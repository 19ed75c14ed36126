"""What a person chose to download, and the jobs that follow from it. Pure."""

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path

from app.model.commands import AddJob
from app.model.spec import SuperviselySpec

SAMPLE_COUNT = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """One project, whole or in parts.

    Attributes:
        account: Key of the account.
        project_id: Id in the service.
        name: Name of the project.
        dataset_ids: Chosen datasets; empty means all.
        dataset_names: Their names in the same order.
    """

    account: str
    project_id: int
    name: str
    dataset_ids: tuple[int, ...] = ()
    dataset_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """Everything that the plan card says about how to fetch.

    Attributes:
        what: Template of the spec; project and datasets are filled in per choice.
        folder: For one choice the destination itself, for several the folder above them.
        workers: Requests at once; None lets Windrow learn.
        rate_limit: Bytes per second per job; None is unlimited.
    """

    what: SuperviselySpec
    folder: str
    workers: int | None = None
    rate_limit: int | None = None


def spec_of(choice: Choice, order: Order) -> SuperviselySpec:
    """Return the spec of one choice."""
    return dataclasses.replace(order.what, project_id=choice.project_id, dataset_ids=choice.dataset_ids)


def jobs(choices: tuple[Choice, ...], order: Order) -> tuple[AddJob, ...]:
    """Return the jobs for all choices, each with a folder of its own."""
    places = destinations(choices, order.folder)
    return tuple(
        AddJob(
            spec=spec_of(choice, order),
            account=choice.account,
            destination=place,
            title=title(choice),
            workers=order.workers,
            rate_limit=order.rate_limit,
        )
        for choice, place in zip(choices, places, strict=True)
    )


def sample(order: Order, choice_count: int) -> Order:
    """Return the same order for a few images, in folders of their own beside the real ones."""
    limit = min(order.what.limit or SAMPLE_COUNT, SAMPLE_COUNT)
    folder = sample_folder(order.folder) if choice_count == 1 else str(Path(order.folder) / "samples")
    return dataclasses.replace(order, what=dataclasses.replace(order.what, limit=limit), folder=folder)


def sample_folder(folder: str) -> str:
    """Return where a sample lies: beside the real thing."""
    return f"{folder.rstrip('/')}-sample"


def destinations(choices: tuple[Choice, ...], folder: str) -> tuple[str, ...]:
    """Return the folder of each choice: the folder itself for one, different ones below it for several."""
    if len(choices) == 1:
        return (folder,)
    taken: set[str] = set()
    places = []
    for choice in choices:
        name = folder_name(choice.name)
        if name.casefold() in taken:
            name = f"{name}-{choice.project_id}"
        taken.add(name.casefold())
        places.append(str(Path(folder) / name))
    return tuple(places)


def default_leaf(choices: tuple[Choice, ...]) -> str:
    """Return the folder below that for new downloads; several projects get theirs below it, so it is empty."""
    return folder_name(choices[0].name) if len(choices) == 1 else ""


def folder_name(name: str, nameless: str = "project") -> str:
    """Return a name as the name of a folder that every system takes."""
    clean = re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", name).strip(" .")
    return clean[:100].strip(" .") or nameless


def title(choice: Choice) -> str:
    """Return the name of the job in the queue: "signs-v7", "signs-v7 / train" or "signs-v7 (3 datasets)"."""
    if not choice.dataset_ids:
        return choice.name
    if len(choice.dataset_names) == 1:
        return f"{choice.name} / {choice.dataset_names[0]}"
    return f"{choice.name} ({len(choice.dataset_ids)} datasets)"


def selected_text(choices: tuple[Choice, ...]) -> str:
    """Return the chosen things in a few words, for the first line of the card."""
    if not choices:
        return "Nothing yet"
    if len(choices) > 1:
        return f"{len(choices)} projects: " + ", ".join(choice.name for choice in choices)
    choice = choices[0]
    return ", ".join(choice.dataset_names) if choice.dataset_ids else f"{choice.name}, whole project"
