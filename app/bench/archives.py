"""`bench blobs`: thousands of small pictures as files, one by one and shared, and as archives of their project."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.bench.contest import engine, hold, official_sdk
from app.bench.corpus import read_corpus
from app.bench.downloads import MEANING, ONE, Size
from app.bench.origin import running_origin
from app.bench.record import Goal, Report
from app.model.spec import Annotations

PROJECT = "Town tiles (blob)"
TILES = 2_000
ALONE = 60
FILES, ARCHIVES = "files", "archives"


def measure_blobs(folder: Path, latencies: Sequence[int], size: Size, sdk_python: str | None) -> Iterator[Report]:
    """Measure the small tiles of the sample data, labels included; yield one report per latency.

    Source: the tutorial's own figures, 4 to 22 times one by one.
    """
    for latency in latencies:
        with running_origin(folder, "--latency", str(latency)) as origin:
            corpus = read_corpus(origin, PROJECT, TILES)
            each = corpus.size / max(len(corpus.images), 1) / 1000
            title = f"Small pictures: {len(corpus.images):,} × {each:.1f} kB, with labels, {latency} ms latency"
            report = Report(title, notes=[MEANING])
            contestants = [
                engine(ONE, origin, corpus.first(ALONE), annotations=Annotations.FULL, batch_size=1, workers=1),
                engine(FILES, origin, corpus, annotations=Annotations.FULL),
                engine(ARCHIVES, origin, corpus, annotations=Annotations.FULL, blobs=True),
                official_sdk(origin, corpus, sdk_python, TILES, blobs=True),
            ]
            hold(report, contestants, folder / "blobs" / str(latency), size.repetitions)
            if latency:
                report.goals.append(Goal.at_least("archives ÷ one by one", report.ratio(ARCHIVES, ONE), 22))
            yield report
