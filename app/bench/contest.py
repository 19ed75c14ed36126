"""Contestants that bring the same selection home, taking turns."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.bench.corpus import Corpus, check_archives, check_images, check_labels
from app.bench.curl import curl_path, run_curl
from app.bench.origin import Origin, child_environment
from app.bench.process import ContestantError, ask
from app.bench.record import Report, Run
from app.model.spec import Annotations, SuperviselySpec, spec_to_builtins

SDK_SCRIPT = Path(__file__).with_name("sdk_script.py")


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody who can bring a corpus home.

    Attributes:
        name: What people read.
        bring: Takes a folder that does not exist yet; returns what it took. Raises ContestantError.
        missing: Why it cannot take part; empty when it can.
    """

    name: str
    bring: Callable[[Path], Run]
    missing: str = ""


def hold(report: Report, contestants: Sequence[Contestant], folder: Path, repetitions: int) -> None:
    """Let everybody run in turn, so often; a contestant that fails is named and leaves.

    What they brought is hollowed out, not deleted: see `hollow_out`.
    """
    for turn in range(repetitions):
        for contestant in contestants:
            entry = report.entry(contestant.name)
            entry.missing = entry.missing or contestant.missing
            if entry.missing:
                continue
            place = folder / f"{contestant.name.replace(' ', '-')}-{turn}"
            try:
                entry.runs.append(contestant.bring(place))
            except ContestantError as error:
                entry.missing = f"failed: {error}"
            finally:
                hollow_out(place)


def hollow_out(folder: Path) -> None:
    """Give the space of all files back and leave the empty files there; who made the folder deletes it in the end.

    ext4 does not take the number of a file again that was deleted a minute ago: it steps over each of them whenever a
    file is made. After some thousand deletions a new file takes fifty times as long, so whoever came later would lose.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            (Path(place) / name).write_bytes(b"")


def engine(
    name: str,
    origin: Origin,
    corpus: Corpus,
    *,
    annotations: Annotations = Annotations.NONE,
    save_images: bool = True,
    batch_size: int | None = None,
    workers: int | None = None,
    blobs: bool = False,
) -> Contestant:
    """Return our engine with a forced way: batch size 1 asks singly, one worker asks one after the other.

    With `blobs` the pictures stay in the archives of the project.
    """
    spec = SuperviselySpec(
        project_id=corpus.project_id,
        annotations=annotations,
        save_images=save_images,
        limit=len(corpus.images),
        batch_size=batch_size,
        blobs=blobs,
    )

    def bring(place: Path) -> Run:
        wish = {"spec": spec_to_builtins(spec), "destination": str(place), "workers": workers}
        home = place.with_name(place.name + "-home")
        command = [sys.executable, "-m", "app.bench.contestant"]
        try:
            answer = ask(command, wish, child_environment(home, origin))
        finally:
            shutil.rmtree(home, ignore_errors=True)
        archives = len(list(place.glob("blob/*.tar"))) if blobs else 0
        if answer["failed"] or answer["items"] != len(corpus.images) + archives:
            raise ContestantError(f"{answer['items']:,} of {len(corpus.images):,} items arrived")
        size = 0
        if blobs:
            check_archives(place, corpus)
        elif save_images:
            check_images(place, corpus)
        if save_images:
            size = corpus.size
        if annotations is not Annotations.NONE:
            size += check_labels(place, corpus)
        return _run(answer, len(corpus.images), size)

    return Contestant(name, bring)


def labels(name: str, origin: Origin, corpus: Corpus, *, together: int, at_once: int) -> Contestant:
    """Return labels in a forced way: so many per request, so many requests at once."""
    spec = SuperviselySpec(project_id=corpus.project_id, save_images=False, limit=len(corpus.images))

    def bring(place: Path) -> Run:
        wish = {"spec": spec_to_builtins(spec), "destination": str(place), "together": together, "at_once": at_once}
        environment = child_environment(place.with_name(place.name + "-home"), origin)
        answer = ask([sys.executable, "-m", "app.bench.labels"], wish, environment)
        return _run(answer, len(corpus.images), check_labels(place, corpus))

    return Contestant(name, bring)


def official_sdk(
    origin: Origin,
    corpus: Corpus,
    python: str | None,
    whole: int,
    *,
    with_images: bool = True,
    blobs: bool = False,
) -> Contestant:
    """Return the official SDK's `download_fast` in a Python of its own.

    Args:
        origin: The server.
        corpus: The project; the SDK takes the whole of it.
        python: A Python that has the SDK; None when there is none.
        whole: How many images the whole project has; it must be the corpus.
        with_images: False leaves the pictures out.
        blobs: It keeps the archives.
    """

    def bring(place: Path) -> Run:
        wish = {
            "address": origin.address,
            "token": origin.token,
            "project_id": corpus.project_id,
            "destination": str(place),
            "way": "blobs" if blobs else "project" if with_images else "labels",
        }
        environment = dict(child_environment(place.with_name(place.name + "-home")))
        environment |= {"SUPERVISELY_SKIP_HTTPS_USER_HELPER_CHECK": "true", "HOME": str(place.parent)}
        answer = ask([python or "", str(SDK_SCRIPT)], wish, environment)
        size = check_labels(place, corpus)
        if blobs:
            check_archives(place, corpus)
        elif with_images:
            check_images(place, corpus)
        size += corpus.size if with_images else 0
        return _run(answer, len(corpus.images), size)

    missing = "" if python else "not here: name a Python that has it with --sdk-python"
    if whole != len(corpus.images):
        missing = "cannot take a part of a project"
    return Contestant("official SDK, archives" if blobs else "official SDK download_fast", bring, missing)


def curl(origin: Origin, corpus: Corpus, at_once: int) -> Contestant:
    """Return `curl --parallel` with so many transfers at once."""

    def bring(place: Path) -> Run:
        images = [(image.id, f"{image.id}.jpg") for image in corpus.images]
        run = run_curl(origin, images, place, at_once)
        check_images(place, corpus)
        return Run(run.seconds, run.items, corpus.size, run.cpu_seconds)

    return Contestant(f"curl --parallel {at_once}", bring, "" if curl_path() else "not here: curl is not on PATH")


def _run(answer: Mapping[str, float], items: int, size: int) -> Run:
    return Run(float(answer["seconds"]), items, size, float(answer["cpu_seconds"]), int(answer["peak_bytes"]))
