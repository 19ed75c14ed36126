"""`bench harvest`: the tutorial's comparison of metadata and pictures with 1, 5, 10 and learning workers.

Beside it the same with `requests` in a loop and in threads, as the tutorial's library does it, on the same server. And
what a tile of 83,737 images costs to list.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.bench.contest import Contestant, hold
from app.bench.origin import Origin, child_environment, running_origin
from app.bench.process import ContestantError, ask
from app.bench.record import Goal, Report, Run
from app.model.harvest import HarvestLayout, MapillarySpec
from app.model.mercator import Tile
from app.model.region import Region, box
from app.model.spec import spec_to_builtins

LATENCIES_MS = (20, 50, 150)
MIB = 1024**2
# The tutorial's box, and the tile around it.
TUTORIAL = (139.699, 35.658, 139.7, 35.659)
# Within the ring of the drawn town.
TOWN = (4.7882, 45.7352, 4.8368, 45.7702)
DENSE = Tile(14, 14_549, 6_452)
DENSE_COUNT = 83_737
FIELDS = ("id", "captured_at", "compass_angle", "thumb_1024_url", "geometry")
WORKERS: tuple[int | None, ...] = (1, 5, 10, None)
REQUESTS_SCRIPT = Path(__file__).with_name("requests_script.py")
MEANING = (
    "Metadata: ids known, until the last fact is here. Pictures: from the order to the last file in place, checked, "
    "with position and time written into it; ours asks for the addresses within that time, the others beforehand. "
    "requests comes with folium; without a session, one GET per image, as in the tutorial."
)


@dataclass(frozen=True, slots=True)
class Size:
    """How many images each takes: enough for seconds of steady work, few enough for the slow ones.

    Attributes:
        metadata, pictures: Images for ours.
        single: Images for one request at a time, in a loop; threads take as many times that as there are.
        repetitions: Turns of everybody.
    """

    metadata: int
    pictures: int
    single: int
    repetitions: int

    def of(self, workers: int | None, most: int) -> int:
        """Return the images for a number of workers that ask for one image at a time."""
        return most if workers is None else min(most, self.single * workers)


FULL = Size(metadata=10_000, pictures=6_000, single=40, repetitions=3)
QUICK = Size(metadata=5_000, pictures=3_000, single=20, repetitions=1)


def measure_harvest(folder: Path, latencies: Sequence[int], size: Size) -> Iterator[Report]:
    """Measure; yield two reports per latency, then that of the dense tile."""
    for latency in latencies:
        with running_origin(folder, "--latency", str(latency)) as origin:
            ids = read_ids(origin, folder / f"ids-{latency}", size.metadata)
            place = folder / "harvest" / str(latency)
            yield _metadata(origin, ids, place / "metadata", latency, size)
            yield _pictures(origin, ids, place / "pictures", latency, size)
    with running_origin(folder) as origin:
        yield _dense(origin, folder / "dense")


def read_ids(origin: Origin, place: Path, most: int) -> list[str]:
    """Return ids of images of the dense tile."""
    spec = MapillarySpec(regions=(tile_region(),), max_images=most)
    return list(_ask_ours("ids", origin, spec, place, None)["ids"])


def tile_region() -> Region:
    """Return the area of the dense tile, a hair inside, so that its neighbours are not asked."""
    west, south, east, north = DENSE.bounds
    return box(west + 1e-9, south + 1e-9, east - 1e-9, north - 1e-9)


def label(workers: int | None) -> str:
    """Return a number of workers in words."""
    return "auto" if workers is None else f"{workers} worker{'' if workers == 1 else 's'}"


def ours(way: str, origin: Origin, ids: Sequence[str], workers: int | None) -> Contestant:
    """Return our engine over images by id: "metadata" or "images"."""
    spec = MapillarySpec(image_ids=tuple(ids), fields=FIELDS, layout=HarvestLayout.FLAT, tables=())

    def bring(place: Path) -> Run:
        answer = _ask_ours(way, origin, spec, place, workers)
        if way == "images":
            check_pictures(place, ids)
        return _run(answer, len(ids))

    return Contestant(f"Windrow, {label(workers)}", bring)


def requests_way(way: str, origin: Origin, ids: Sequence[str], workers: int) -> Contestant:
    """Return `requests` over the same images: a loop, or a pool of threads."""

    def bring(place: Path) -> Run:
        wish = {
            "way": way,
            "address": origin.address,
            "token": origin.street_token,
            "fields": ",".join(FIELDS),
            "ids": list(ids),
            "workers": workers,
            "destination": str(place),
        }
        environment = child_environment(place.with_name(place.name + "-home"))
        answer = ask([sys.executable, str(REQUESTS_SCRIPT)], wish, environment)
        if way == "images":
            check_pictures(place, ids)
        return _run(answer, len(ids))

    return Contestant(f"requests, {label(workers)}", bring)


def check_pictures(folder: Path, ids: Sequence[str]) -> None:
    """Look at every file: named after its image, and a JPEG from its first to its last byte.

    Raises:
        ContestantError: One is missing or broken off.
    """
    for key in ids:
        path = folder / f"mly_{key}.jpg"
        body = path.read_bytes() if path.is_file() else b""
        if not (body.startswith(b"\xff\xd8\xff") and body.rstrip(b"\0").endswith(b"\xff\xd9")):
            raise ContestantError(f"{path.name} is missing or broken off")


def _metadata(origin: Origin, ids: Sequence[str], place: Path, latency: int, size: Size) -> Report:
    report = Report(f"Metadata of street images, {latency} ms latency", notes=[MEANING])
    contestants = [
        *(requests_way("metadata", origin, ids[: size.of(one, size.metadata)], one) for one in (1, 5, 10)),
        *(ours("metadata", origin, ids, workers) for workers in WORKERS),
    ]
    hold(report, contestants, place, size.repetitions)
    report.goals += _goals(report, latency, 20)
    return report


def _pictures(origin: Origin, ids: Sequence[str], place: Path, latency: int, size: Size) -> Report:
    report = Report(f"Street images of 1024 px, {latency} ms latency")
    contestants = [
        *(requests_way("images", origin, ids[: size.of(one, size.pictures)], one) for one in (1, 5, 10)),
        *(ours("images", origin, ids[: size.of(one, size.pictures)], one) for one in WORKERS),
    ]
    hold(report, contestants, place, size.repetitions)
    report.goals += _goals(report, latency, 60)
    return report


def _goals(report: Report, latency: int, bound: int) -> list[Goal]:
    if latency != max(LATENCIES_MS):
        return []
    ratio = report.ratio("Windrow, auto", "requests, 1 worker")
    return [Goal.at_least("auto ÷ requests with 1 worker", ratio, bound)]


def _dense(origin: Origin, place: Path) -> Report:
    report = Report(f"A tile of {DENSE_COUNT:,} images", notes=["From the order until every image is in the ledger."])
    # Once for nothing: the server makes the tile at the first question.
    read_ids(origin, place / "first", 1)
    whole = MapillarySpec(regions=(tile_region(),))
    peaks: list[float] = []
    for name, spec in (
        ("a small town, 16 tiles", MapillarySpec(regions=(box(*TOWN),))),
        ("the tutorial’s box, max_images=50", replace(whole, regions=(box(*TUTORIAL),), max_images=50)),
        ("the whole tile, max_images=50", replace(whole, max_images=50)),
        ("the whole tile", whole),
    ):
        try:
            answer = _ask_ours("list", origin, spec, place / f"list-{len(report.rows)}", 1)
        except ContestantError as error:
            report.notes.append(f"{name}: {error}")
            continue
        peaks.append(answer["peak_bytes"] / MIB)
        report.rows.append((name, {"listed": answer["items"], "seconds": answer["seconds"], "peak MiB": peaks[-1]}))
    growth = max(peaks[1:]) - peaks[0] if len(peaks) == 4 else None
    report.goals.append(Goal.at_most("peak above that of the small town", growth, 64, " MiB"))
    return report


def _ask_ours(way: str, origin: Origin, spec: MapillarySpec, place: Path, workers: int | None) -> dict[str, Any]:
    wish = {"way": way, "spec": spec_to_builtins(spec), "destination": str(place), "workers": workers}
    environment = child_environment(place.with_name(place.name + "-home"), origin)
    return ask([sys.executable, "-m", "app.bench.harvest_contestant"], wish, environment)


def _run(answer: Mapping[str, Any], items: int) -> Run:
    if answer["items"] != items:
        raise ContestantError(f"{answer['items']:,} of {items:,} images arrived")
    size, peak = int(answer["size"]), int(answer["peak_bytes"])
    return Run(float(answer["seconds"]), items, size, float(answer["cpu_seconds"]), peak)
