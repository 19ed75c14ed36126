"""`bench images` and `bench annotations`: the ways of bringing a project home, side by side."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.bench.contest import curl, engine, hold, labels, official_sdk
from app.bench.corpus import Corpus, read_corpus
from app.bench.origin import Origin, running_origin
from app.bench.record import Goal, Report
from app.model.spec import Annotations

LATENCIES_MS = (0, 50)
IMAGE_BYTES = 60_000
LABEL_TIMES = 3  # labels are so light that seconds of work take more of them
ONE, BATCH, ASYNC, BULK = "one by one", "batch of 50", "async, singly", "bulk"
PROJECT, SMALL_PROJECT, SDK = "whole project", "whole project, the SDK’s size", "official SDK download_fast"
MEANING = "Time: from the order to the last file, inside the process; listing included, starting and imports not."


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: enough for seconds of steady work of each, few enough for the slow ones.

    Attributes:
        items: Images of the server's project, for ways that are quick whatever the latency.
        waiting: Of those, for ways that wait for every answer while there is latency.
        single: Images for ways that ask one after the other.
        whole: Images of the project that the SDK brings home.
        repetitions: Turns of everybody.
    """

    items: int
    waiting: int
    single: int
    whole: int
    repetitions: int

    @property
    def batched(self) -> int:
        """Return the images for ways that ask for some at a time, one answer after the other."""
        return max(1, self.waiting // 3)

    def one_by_one(self, latency: int) -> int:
        """Return the images for one request at a time; without latency there is time for more."""
        return min(self.items, self.single if latency else 8 * self.single)

    def waited_for(self, latency: int) -> int:
        """Return the images for ways with many requests at once, one image each."""
        return self.waiting if latency else self.items


FULL = Size(6_000, 3_000, 60, 1_000, 3)
QUICK = Size(2_000, 1_500, 30, 300, 1)


def measure_images(folder: Path, latencies: Sequence[int], size: Size, sdk_python: str | None) -> Iterator[Report]:
    """Measure pictures; yield one report per latency."""
    for latency in latencies:
        options = ("--scale-bytes", str(IMAGE_BYTES), "--latency", str(latency))
        with _both_projects(folder, size, options) as ((origin, corpus), small):
            report = Report(f"Images: {_conditions(corpus, latency)}", notes=[MEANING])
            one_by_one = corpus.first(size.one_by_one(latency))
            some, waited = corpus.first(size.batched), corpus.first(size.waited_for(latency))
            contestants = [
                engine(ONE, origin, one_by_one, batch_size=1, workers=1),
                engine(BATCH, origin, some, batch_size=50, workers=1),
                engine(ASYNC, origin, waited, batch_size=1),
                engine(BULK, origin, corpus),
                curl(origin, some if latency else corpus, 16),
                curl(origin, waited, 64),
                engine(PROJECT, origin, corpus, annotations=Annotations.FULL),
                engine(SMALL_PROJECT, *small, annotations=Annotations.FULL),
                official_sdk(*small, sdk_python, size.whole),
            ]
            hold(report, contestants, folder / "images" / str(latency), size.repetitions)
            report.goals += _image_goals(report, latency)
            yield report


def measure_annotations(folder: Path, latencies: Sequence[int], size: Size, sdk_python: str | None) -> Iterator[Report]:
    """Measure labels without pictures; yield one report per latency."""
    size = replace(size, items=LABEL_TIMES * size.items)
    for latency in latencies:
        with _both_projects(folder, size, ("--latency", str(latency))) as ((origin, corpus), small):
            report = Report(f"Annotations: {_conditions(corpus, latency)}", notes=[MEANING])
            waited = corpus.first(size.waited_for(latency))
            contestants = [
                labels(ONE, origin, corpus.first(size.one_by_one(latency)), together=1, at_once=1),
                labels(BATCH, origin, corpus.first(size.batched), together=50, at_once=1),
                labels(ASYNC, origin, waited, together=1, at_once=64),
                engine(BULK, origin, corpus, annotations=Annotations.FULL, save_images=False),
                official_sdk(*small, sdk_python, size.whole, with_images=False),
            ]
            hold(report, contestants, folder / "labels" / str(latency), size.repetitions)
            if latency == 50:
                report.goals.append(Goal.at_least("bulk ÷ one by one", report.ratio(BULK, ONE), 150))
            yield report


@contextmanager
def _both_projects(
    folder: Path, size: Size, options: tuple[str, ...]
) -> Iterator[tuple[tuple[Origin, Corpus], tuple[Origin, Corpus]]]:
    """Serve a large project, and one of the size that the SDK brings home in a bearable time."""
    with (
        running_origin(folder, "--scale", str(size.items), *options) as large,
        running_origin(folder, "--scale", str(size.whole), *options) as small,
    ):
        yield (
            (large, read_corpus(large, scale_project(size.items), size.items)),
            (small, read_corpus(small, scale_project(size.whole), size.whole)),
        )


def scale_project(items: int) -> str:
    """Return the name of the sandbox's invented project."""
    return f"Scale {items}"


def _image_goals(report: Report, latency: int) -> list[Goal]:
    goals = []
    if latency == 50:
        goals += [
            Goal.at_least("async ÷ one by one", report.ratio(ASYNC, ONE), 40),
            Goal.at_least("bulk ÷ one by one", report.ratio(BULK, ONE), 100),
            Goal.at_least("async ÷ curl 64", report.ratio(ASYNC, "curl --parallel 64"), 1.1),
            Goal.at_least("whole project ÷ SDK", report.ratio(PROJECT, SDK), 6),
            Goal.at_least("whole project ÷ SDK, same size", report.ratio(SMALL_PROJECT, SDK), 6),
        ]
    if latency == 0:
        goals += [
            Goal.at_least("async ÷ curl 16", report.ratio(ASYNC, "curl --parallel 16"), 0.6),
            Goal.at_least("bulk ÷ curl 16", report.ratio(BULK, "curl --parallel 16"), 0.6),
            Goal.at_least("whole project ÷ SDK", report.ratio(PROJECT, SDK), 4),
            Goal.at_least("whole project ÷ SDK, same size", report.ratio(SMALL_PROJECT, SDK), 4),
            Goal.at_most("CPU per file, async", report.entry(ASYNC).median("cpu_ms_per_item") or None, 0.6, " ms"),
            Goal.at_most("CPU per file, bulk", report.entry(BULK).median("cpu_ms_per_item") or None, 0.6, " ms"),
        ]
    return goals


def _conditions(corpus: Corpus, latency: int) -> str:
    each = corpus.size / max(len(corpus.images), 1) / 1000
    return f"{len(corpus.images):,} × {each:.0f} kB, {latency} ms latency"
