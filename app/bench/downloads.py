"""`bench images` and `bench annotations`: the ways of bringing a project home, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.bench.contest import Contestant, curl, engine, hold, labels, official_sdk
from app.bench.corpus import Corpus, read_corpus
from app.bench.origin import Origin, running_origin
from app.bench.record import Goal, Report
from app.model.spec import Annotations

LATENCIES_MS = (0, 50)
IMAGE_BYTES = 60_000
ONE, BATCH, ASYNC, BULK = "one by one", "batch of 50", "async, singly", "bulk"
PROJECT, SDK = "whole project", "official SDK download_fast"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Attributes:
        items: Images of the server's project.
        slow_items: Of those, for ways that ask one after the other.
        repetitions: Turns of everybody.
    """

    items: int
    slow_items: int
    repetitions: int


FULL = Size(2_000, 200, 3)
QUICK = Size(300, 40, 1)


def measure_images(folder: Path, latencies: Sequence[int], size: Size, sdk_python: str | None) -> Iterator[Report]:
    """Measure pictures; yield one report per latency."""
    for latency in latencies:
        options = ("--scale", str(size.items), "--scale-bytes", str(IMAGE_BYTES), "--latency", str(latency))
        with running_origin(folder, *options) as origin:
            corpus = read_corpus(origin, scale_project(size.items), size.items)
            report = Report(f"Images: {_conditions(corpus, latency)}")
            hold(report, _image_contestants(origin, corpus, size, sdk_python), folder, size.repetitions)
            report.goals += _image_goals(report, latency)
            yield report


def measure_annotations(folder: Path, latencies: Sequence[int], size: Size, sdk_python: str | None) -> Iterator[Report]:
    """Measure labels without pictures; yield one report per latency."""
    for latency in latencies:
        with running_origin(folder, "--scale", str(size.items), "--latency", str(latency)) as origin:
            corpus = read_corpus(origin, scale_project(size.items), size.items)
            report = Report(f"Annotations: {_conditions(corpus, latency)}")
            few = corpus.first(size.slow_items)
            contestants = [
                labels(ONE, origin, few, together=1, at_once=1),
                labels(BATCH, origin, corpus, together=50, at_once=1),
                labels(ASYNC, origin, corpus, together=1, at_once=64),
                engine(BULK, origin, corpus, annotations=Annotations.FULL, save_images=False),
                official_sdk(origin, corpus, sdk_python, size.items, with_images=False),
            ]
            hold(report, contestants, folder, size.repetitions)
            if latency == 50:
                report.goals.append(Goal.at_least("bulk ÷ one by one", report.ratio(BULK, ONE), 150))
            yield report


def scale_project(items: int) -> str:
    """Return the name of the sandbox's invented project."""
    return f"Scale {items}"


def _image_contestants(origin: Origin, corpus: Corpus, size: Size, sdk_python: str | None) -> list[Contestant]:
    few = corpus.first(size.slow_items)
    return [
        engine(ONE, origin, few, batch_size=1, workers=1),
        engine(BATCH, origin, corpus, batch_size=50, workers=1),
        engine(ASYNC, origin, corpus, batch_size=1),
        engine(BULK, origin, corpus),
        curl(origin, corpus, 16),
        curl(origin, corpus, 64),
        engine(PROJECT, origin, corpus, annotations=Annotations.FULL),
        official_sdk(origin, corpus, sdk_python, size.items),
    ]


def _image_goals(report: Report, latency: int) -> list[Goal]:
    goals = []
    if latency == 50:
        goals += [
            Goal.at_least("async ÷ one by one", report.ratio(ASYNC, ONE), 40),
            Goal.at_least("bulk ÷ one by one", report.ratio(BULK, ONE), 100),
            Goal.at_least("async ÷ curl 64", report.ratio(ASYNC, "curl --parallel 64"), 1.1),
            Goal.at_least("whole project ÷ SDK", report.ratio(PROJECT, SDK), 6),
        ]
    if latency == 0:
        goals += [
            Goal.at_least("async ÷ curl 16", report.ratio(ASYNC, "curl --parallel 16"), 0.6),
            Goal.at_least("bulk ÷ curl 16", report.ratio(BULK, "curl --parallel 16"), 0.6),
            Goal.at_least("whole project ÷ SDK", report.ratio(PROJECT, SDK), 4),
            Goal.at_most("CPU per file, async", report.entry(ASYNC).median("cpu_ms_per_item") or None, 0.6, " ms"),
            Goal.at_most("CPU per file, bulk", report.entry(BULK).median("cpu_ms_per_item") or None, 0.6, " ms"),
        ]
    return goals


def _conditions(corpus: Corpus, latency: int) -> str:
    each = corpus.size / max(len(corpus.images), 1) / 1000
    return f"{len(corpus.images):,} × {each:.0f} kB, {latency} ms latency"
