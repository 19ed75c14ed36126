"""Runs in the SDK's Python, which has OpenCV: YOLO labels are read as the usual tool reads them, and compared.

Numbers are taken as 32-bit, times the side, parts of pixels cut off, rings filled by OpenCV, as the tool does.
The converter of the SDK is compared object by object: what it has must be there, up to the differences that
docs/FORMATS.md names; what it leaves out is counted.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from answers import attempt, say
from touched import touched, turned
from truth import kind_of, overlap_problem, sources

ROUNDING = 0.5e-6 + 1e-9
LEAST_IOU = 0.99
# The converter thins out the outlines of masks by up to one pixel, and takes the middles of pixels for their corners.
NEAR_PX = 2
LEAST_NEAR = 0.98


def main() -> int:
    """Compare one export."""
    question = json.load(sys.stdin)
    attempt("holds every object of the source", lambda: source_problem(question))
    if question["theirs"]:
        attempt("has every object that the official converter has", lambda: sdk_problem(question))
    else:
        say(f"cannot be compared: the official converter gives up ({question['problem'][:80]})")
    return 0


def source_problem(question: dict[str, Any]) -> str:
    """Return the first object of the source that is not in the labels as it should be."""
    project, mine = Path(question["project"]), Path(question["mine"])
    meta = json.loads((project / "meta.json").read_text(encoding="utf-8"))
    data = yaml.safe_load((mine / "data.yaml").read_text(encoding="utf-8"))
    titles = [one["title"] for one in meta["classes"]]
    if data["names"] != titles:
        return "data.yaml has other classes"
    shapes = {one["title"]: one["shape"] for one in meta["classes"]}
    templates = {
        one["title"]: list(one["geometry_config"]["nodes"]) for one in meta["classes"] if one["shape"] == "graph"
    }
    seen = 0
    for dataset, name, note in sources(project):
        lines = lines_of(mine, dataset, name)
        width, height = note["size"]["width"], note["size"]["height"]
        for one in note["objects"]:
            for wanted in wants(question["kind"], one, kind_of(one, shapes), templates, width, height):
                if not lines:
                    return f"{dataset}/{name}: fewer objects than expected"
                number, found = lines.pop(0)
                if titles[number] != one["classTitle"]:
                    return f"{dataset}/{name}: {titles[number]} where {one['classTitle']} was expected"
                problem = object_problem(wanted, found, width, height)
                if problem:
                    return f"{dataset}/{name}: {one['classTitle']}: {problem}"
                seen += 1
        if lines:
            return f"{dataset}/{name}: more objects than expected"
    say(f"compared {seen} objects with the source")
    return ""


def lines_of(folder: Path, dataset: str, name: str) -> list[tuple[int, np.ndarray]]:
    """Return class and numbers of each line of an image."""
    stem = Path(f"{dataset.replace('/', '_')}_{name}").stem
    (path,) = folder.glob(f"labels/*/{glob_safe(stem)}.txt")
    fields = (line.split() for line in path.read_text().splitlines())
    return [(int(first), np.array(rest, np.float64)) for first, *rest in fields]


def glob_safe(text: str) -> str:
    """Return text for a glob that means only itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


def wants(
    kind: str, one: dict[str, Any], shape: str, templates: dict[str, list[str]], width: int, height: int
) -> Iterator[np.ndarray]:
    """Yield what an object must have become: numbers of a line, or the pixels of a ring."""
    if kind == "yolo-pose":
        if shape == "graph":
            yield from pose(one, templates, width, height)
        return
    if kind == "yolo-detect" and shape == "oriented_bbox":
        # OpenCV draws along whole pixels only.
        xs, ys = zip(*turned(one), strict=True)
        left, top = max(0.0, min(xs)), max(0.0, min(ys))
        yield box_shares(left, top, min(width, max(xs) + 1), min(height, max(ys) + 1), width, height)
        return
    if kind == "yolo-detect":
        truth = touched(one, shape, width, height)
        if shape != "point" and truth.any():
            rows, columns = np.flatnonzero(truth.any(axis=1)), np.flatnonzero(truth.any(axis=0))
            yield box_shares(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, width, height)
        return
    if shape in ("point", "line", "graph"):
        return
    if shape == "multipolygon":
        for part in one["parts"]:
            yield touched({"points": {"interior": [], **part}}, "polygon", width, height)
        return
    truth = touched(one, shape, width, height)
    count, numbers = cv2.connectedComponents(truth.astype(np.uint8), connectivity=8)
    # By the place of the first pixel, row by row.
    order = sorted(range(1, count), key=lambda piece: int(np.flatnonzero(numbers == piece)[0]))
    for piece in order:
        yield numbers == piece


def box_shares(left: float, top: float, right: float, bottom: float, width: int, height: int) -> np.ndarray:
    """Return centre and sides of a box as shares of the picture."""
    return np.array(
        ((left + right) / 2 / width, (top + bottom) / 2 / height, (right - left) / width, (bottom - top) / height)
    )


def pose(one: dict[str, Any], templates: dict[str, list[str]], width: int, height: int) -> Iterator[np.ndarray]:
    """Yield the line of a skeleton, if any of it is in the picture."""
    inside = {
        key: node for key, node in one["nodes"].items() if 0 <= node["loc"][0] < width and 0 <= node["loc"][1] < height
    }
    if not inside:
        return
    xs, ys = zip(*(node["loc"] for node in inside.values()), strict=True)
    numbers = list(box_shares(min(xs), min(ys), max(xs) + 1, max(ys) + 1, width, height))
    for key in templates[one["classTitle"]]:
        if key in inside:
            x, y = inside[key]["loc"]
            numbers += [(x + 0.5) / width, (y + 0.5) / height, 1 if inside[key].get("disabled") else 2]
        else:
            numbers += [0, 0, 0]
    numbers += [0, 0, 0] * (max(map(len, templates.values())) - len(templates[one["classTitle"]]))
    yield np.array(numbers)


def object_problem(wanted: np.ndarray, found: np.ndarray, width: int, height: int) -> str:
    """Return how a line differs from what was wanted."""
    if wanted.ndim == 2:
        return overlap_problem(ring_pixels(found, width, height), wanted, LEAST_IOU)
    if wanted.shape != found.shape:
        return f"{len(found)} numbers, not {len(wanted)}"
    worst = float(np.abs(wanted - found).max())
    return "" if worst <= ROUNDING else f"a number is {worst:.7f} away"


def ring_pixels(numbers: Sequence[float], width: int, height: int) -> np.ndarray:
    """Return the pixels of a ring as the usual tool fills them."""
    points = np.array(numbers, np.float32).reshape(-1, 2) * np.array((width, height), np.float32)
    canvas = np.zeros((height, width), np.uint8)
    cv2.fillPoly(canvas, [points.astype(np.int32)], 1)
    return canvas != 0


def sdk_problem(question: dict[str, Any]) -> str:
    """Return the first object of the converter that we have not; say how many more we have."""
    project, mine, theirs = (Path(question[key]) for key in ("project", "mine", "theirs"))
    more = both = 0
    for dataset, name, note in sources(project):
        width, height = note["size"]["width"], note["size"]["height"]
        ours = lines_of(mine, dataset, name)
        others = lines_of(theirs, dataset.rpartition("/")[2], name)
        for number, found in others:
            at = next(
                (
                    at
                    for at, (mine_number, line) in enumerate(ours)
                    if mine_number == number and is_alike(question["kind"], line, found, width, height)
                ),
                None,
            )
            if at is None:
                return f"{dataset}/{name}: nothing like {number} {np.round(found[:8], 4)}"
            ours.pop(at)
            both += 1
        more += len(ours)
    say(f"has {both} objects in common with the official converter, and {more} that it leaves out")
    return ""


def is_alike(kind: str, ours: np.ndarray, theirs: np.ndarray, width: int, height: int) -> bool:
    """Return whether two lines are the same object, up to what the converter rounds and thins out."""
    if kind == "yolo-segment":
        if not has_like_extent(ours, theirs, width, height):
            return False
        # The converter drops holes.
        first, second = without_holes(ring_pixels(ours, width, height)), sdk_pixels(theirs, width, height)
        rows, columns = (np.flatnonzero((first | second).any(axis=axis)) for axis in (1, 0))
        part = np.s_[max(0, rows[0] - 3) : rows[-1] + 4, max(0, columns[0] - 3) : columns[-1] + 4]
        return lies_near(first[part], second[part]) and lies_near(second[part], first[part])
    side = np.array((width, height))
    moved = np.abs(ours[:2] - theirs[:2]) * side
    if (moved > 1.01).any() or np.abs(ours[2:4] - theirs[2:4]).max() > 2 * ROUNDING:
        return False
    return kind == "yolo-detect" or points_of(ours[4:], side, 0.5) == points_of(theirs[4:], side, 0)


def has_like_extent(ours: np.ndarray, theirs: np.ndarray, width: int, height: int) -> bool:
    """Return whether two rings reach about as far on all sides: most pairs need no closer look."""
    mine, others = ours.reshape(-1, 2), theirs.reshape(-1, 2)
    apart = np.abs(np.concatenate((mine.min(0) - others.min(0), mine.max(0) - others.max(0))))
    return bool((apart * (width, height, width, height) <= NEAR_PX + 1).all())


def without_holes(pixels: np.ndarray) -> np.ndarray:
    """Return a shape with its holes filled."""
    outlines, _ = cv2.findContours(pixels.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    canvas = np.zeros(pixels.shape, np.uint8)
    cv2.drawContours(canvas, outlines, -1, 1, cv2.FILLED)
    return canvas != 0


def lies_near(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether nearly all pixels of a shape lie on another one or close to it."""
    around = cv2.dilate(other.astype(np.uint8), np.ones((3, 3), np.uint8), iterations=NEAR_PX) != 0
    return bool((one & around).sum() >= LEAST_NEAR * one.sum())


def sdk_pixels(numbers: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return the pixels of a ring of the converter, whose points are pixels, not their middles."""
    canvas = np.zeros((height, width), np.uint8)
    points = np.rint(numbers.reshape(-1, 2) * (width, height)).astype(np.int32)
    cv2.fillPoly(canvas, [points], 1)
    return canvas != 0


def points_of(numbers: np.ndarray, side: np.ndarray, middle: float) -> set[tuple[int, int, int]]:
    """Return the keypoints of a line as pixels; their order is that of the annotation for the converter."""
    points = numbers.reshape(-1, 3)
    pixels = np.rint(points[:, :2] * side - middle).astype(int)
    return {(int(x), int(y), int(seen)) for (x, y), seen in zip(pixels, points[:, 2], strict=True) if seen}


if __name__ == "__main__":
    raise SystemExit(main())
