"""Runs in Windrow's Python: exports projects, reads the files as others do, compares them object by object.

The source is read from its JSON here, not by Windrow. Where an export follows the official converter, that converter
runs on the same folder and its files are compared byte by byte, but for the time of writing.
Reads {"projects", "sdk_python", "scratch"}, where no projects mean one of odd shapes; prints {"name", "problem"} per
check. One function per format.
"""

import io
import json
import re
import shutil
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from answers import attempt, say
from odd_project import write_odd_project
from pycocotools import mask as masks
from pycocotools.coco import COCO
from truth import filled, kind_of, overlap_problem, pixels_of, sources

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.exporting.crew import Alone  # noqa: E402 - the checkout is found first
from app.exporting.run import Tools, run_export  # noqa: E402
from app.formats.registry import FORMATS  # noqa: E402
from app.model.export_spec import ExportSpec, Images  # noqa: E402
from app.model.loss import LossReport  # noqa: E402
from tests.fakes.warm_python import WarmPython  # noqa: E402

HERE = Path(__file__).resolve().parent
_TIMES = re.compile(rb'"(year|date_created)": [^\n]*')
# Polygons are drawn by two programs with two rules for the pixels of the border.
LEAST_IOU = 0.99


def export(project: Path, destination: Path, kind: str, **options: object) -> LossReport:
    """Export a project with Windrow, in this process."""
    spec = ExportSpec(folder=str(project), format=kind, **options)
    tools = Tools(FORMATS, lambda asked, classes, count: Alone(asked, classes, FORMATS))
    return run_export(spec, destination, tools).report


@cache
def warm(python: str) -> WarmPython:
    """Return the SDK's Python, which ends with this one."""
    return WarmPython(Path(python), ("supervisely",), ROOT)


def convert(python: str, project: Path, destination: Path, kind: str, scratch: Path) -> str:
    """Let the official converter write the same; return what went wrong."""
    question = {"project": str(project), "destination": str(destination), "format": kind}
    script, environment = str(HERE / "convert_with_sdk.py"), {"HOME": str(scratch), "PATH": ""}
    done = warm(python).run([script], environment, json.dumps(question))
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no words"])[-1]


def for_both(project: Path, scratch: Path) -> Path:
    """Return a project folder that the SDK opens, too: with a meta.json, and its images in a dataset."""
    is_flat = (project / "img").is_dir()
    if not is_flat and (project / "meta.json").is_file():
        return project
    copy = scratch / f"{project.name} for both"
    shutil.copytree(project, copy / "ds0" if is_flat else copy)
    meta = copy / "meta.json"
    if (project / "meta.json").is_file():
        shutil.copy(project / "meta.json", meta)
    else:
        kinds = {one["classTitle"]: kind_of(one) for *_, note in sources(copy) for one in note["objects"]}
        classes = [{"title": title, "shape": kind, "color": "#FF0000"} for title, kind in sorted(kinds.items())]
        meta.write_text(json.dumps({"classes": classes, "tags": []}), encoding="utf-8")
    return copy


def verified(report: LossReport) -> str:
    """Return what Windrow's own reader found."""
    found = report.verified
    return "" if found is not None and found.differences == 0 else f"{found}"


def check_coco(project: Path, scratch: Path, python: str) -> None:
    """COCO: read by pycocotools, against the source; like the SDK, against its converter."""
    name = project.name
    mine, like, theirs = (scratch / f"{name}-coco{end}" for end in ("", "-like-sdk", "-by-sdk"))
    attempt(f"{name}: COCO is written and verified", lambda: verified(export(project, mine, "coco")))
    attempt(f"{name}: pycocotools finds every object of the source in COCO", lambda: coco_problem(project, mine))

    def same() -> str:
        report = export(project, like, "coco", like_sdk=True, images=Images.NONE)
        return verified(report) or convert(python, project, theirs, "coco", scratch) or file_problem(like, theirs)

    attempt(f"{name}: COCO like the SDK is what its converter writes, byte by byte", same)


def file_problem(mine: Path, theirs: Path) -> str:
    """Return how two folders of JSON differ, but for the time of writing."""
    ours, others = ({path.relative_to(top): path for path in top.rglob("*.json")} for top in (mine, theirs))
    ours.pop(Path("windrow-export.json"), None)
    if ours.keys() != others.keys():
        return f"other files: {sorted(map(str, ours.keys() ^ others.keys()))}"
    for name, path in others.items():
        first, second = (_TIMES.sub(b"", one.read_bytes()) for one in (ours[name], path))
        if first != second:
            at = next((n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
            return f"{name} differs: {first[max(0, at - 80) : at + 80]!r}"
    return ""


def coco_problem(project: Path, folder: Path) -> str:
    """Return the first object that COCO does not hold as the source has it."""
    with redirect_stdout(io.StringIO()):
        coco = COCO(str(folder / "annotations" / "instances.json"))
    meta = project / "meta.json"
    shapes = {one["title"]: one["shape"] for one in json.loads(meta.read_text(encoding="utf-8"))["classes"]}
    images = {(image["dataset"], image["name"]): image for image in coco.imgs.values()}
    seen = 0
    for dataset, name, annotation in sources(project):
        image = images.pop((dataset, name), None)
        if image is None:
            return f"{dataset}/{name} is missing"
        if not (folder / "images" / image["file_name"]).is_file():
            return f"there is no picture {image['file_name']}"
        entries = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
        expected = [one for one in annotation["objects"] if coco_holds(one, shapes, annotation["size"])]
        if len(entries) != len(expected):
            return f"{dataset}/{name} has {len(entries)} annotations, not {len(expected)}"
        for entry, one in zip(entries, expected, strict=True):
            problem = object_problem(coco, entry, one, image)
            if problem:
                return f"{dataset}/{name}, annotation {entry['id']}: {problem}"
        seen += len(entries)
    if images or seen != len(coco.anns):
        return "there is more in it than in the source"
    return ""


def coco_holds(one: dict[str, Any], shapes: dict[str, str], size: dict[str, int]) -> bool:
    """Decide whether COCO has a place for a source object."""
    kind = kind_of(one, shapes)
    if kind in ("bitmap", "alpha_mask"):
        return bool(pixels_of(one, size["width"], size["height"]).any())
    if kind == "point":
        return shapes[one["classTitle"]] == "point"
    return kind in ("rectangle", "polygon", "multipolygon", "graph", "cuboid", "cuboid_2d", "oriented_bbox")


def object_problem(coco: COCO, entry: dict[str, Any], one: dict[str, Any], image: dict[str, Any]) -> str:
    """Return how an annotation differs from a source object."""
    category = coco.loadCats([entry["category_id"]])[0]
    if category["name"] != one["classTitle"]:
        return f"it is a {category['name']}, not a {one['classTitle']}"
    width, height = image["width"], image["height"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pycocotools and numpy 2
        drawn = coco.annToMask(entry) != 0
    match kind_of(one):
        case "rectangle":
            (x1, y1), (x2, y2) = one["points"]["exterior"]
            left, top, right, bottom = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
            box = [left, top, right - left + 1, bottom - top + 1]
            if entry["bbox"] != box or entry["area"] != box[2] * box[3]:
                return f"its box is {entry['bbox']}, not {box}"
            truth = np.zeros((height, width), bool)
            truth[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)] = True
            return overlap_problem(drawn, truth, 1.0)
        case "bitmap" | "alpha_mask":
            truth = pixels_of(one, width, height)
            return overlap_problem(drawn, truth, 1.0) or ("" if entry["area"] == truth.sum() else "another area")
        case "polygon" if one["points"]["interior"]:
            return overlap_problem(drawn, filled(one, width, height), LEAST_IOU)
        case "polygon":
            ring = [float(value) for point in one["points"]["exterior"] for value in point]
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                truth = masks.decode(masks.merge(masks.frPyObjects([ring], height, width))) != 0
            return overlap_problem(drawn, truth, 1.0) or ("" if entry["segmentation"] == [ring] else "other points")
        case "graph":
            return nodes_problem(entry, category, one)
        case _:
            return "" if drawn.any() else "nothing of it is drawn"


def nodes_problem(entry: dict[str, Any], category: dict[str, Any], one: dict[str, Any]) -> str:
    """Return how keypoints differ; a node is found by its place in the template."""
    seen = [value for value in entry["keypoints"][2::3] if value]
    if len(entry["keypoints"]) != 3 * len(category["keypoints"]) or len(seen) != entry["num_keypoints"]:
        return "keypoints do not fit the category"
    places = {tuple(entry["keypoints"][at : at + 3]) for at in range(0, len(entry["keypoints"]), 3)}
    truth = {(*node["loc"], 1 if node.get("disabled") else 2) for node in one["nodes"].values()}
    return "" if places - {(0, 0, 0)} == truth else "nodes differ"


def check_yolo(project: Path, scratch: Path, python: str) -> None:
    """YOLO: read as the usual tool reads it, against the source and against the official converter."""
    for kind in ("yolo-detect", "yolo-segment", "yolo-pose"):
        check_with_sdk(project, scratch, python, kind, "compare_yolo.py")


def check_voc(project: Path, scratch: Path, python: str) -> None:
    """Pascal VOC: against the source; like the SDK, against its converter."""
    check_with_sdk(project, scratch, python, "pascal-voc", "compare_voc.py", like_sdk=True)


def check_copy(project: Path, scratch: Path, python: str) -> None:
    """A filtered copy of everything: the objects of the source to the letter, opened by the SDK."""
    name, copy = project.name, scratch / f"{project.name}-copy"
    attempt(f"{name}: a copy is written and verified", lambda: verified(export(project, copy, "supervisely")))
    attempt(f"{name}: the copy has every object of the source to the letter", lambda: copy_problem(project, copy))
    run_script(name, python, "open_with_sdk.py", scratch, {"project": str(project), "copy": str(copy)}, "the copy")


def copy_problem(project: Path, copy: Path) -> str:
    """Return the first annotation that is another one in the copy."""
    ours = {(dataset, name): note for dataset, name, note in sources(copy)}
    theirs = {(dataset, name): note for dataset, name, note in sources(project)}
    if ours.keys() != theirs.keys():
        return f"other images: {sorted(ours.keys() ^ theirs.keys())}"
    changed = [key for key, note in theirs.items() if ours[key] != note]
    return f"{changed[0]} differs" if changed else ""


def check_with_sdk(
    project: Path, scratch: Path, python: str, kind: str, script: str, *, like_sdk: bool = False
) -> None:
    """Export a project, convert it with the SDK, and let a script compare both with the source in the SDK's Python."""
    mine, like, theirs = (scratch / f"{project.name}-{kind}{end}" for end in ("", "-like-sdk", "-by-sdk"))
    attempt(f"{project.name}: {kind} is written and verified", lambda: verified(export(project, mine, kind)))
    if like_sdk:
        report = export(project, like, kind, like_sdk=True)
        attempt(f"{project.name}: {kind} like the SDK is written and verified", lambda: verified(report))
    problem = convert(python, project, theirs, kind, scratch)
    question = {
        "project": str(project),
        "kind": kind,
        "mine": str(mine),
        "like": str(like),
        "theirs": "" if problem else str(theirs),
        "problem": problem,
    }
    run_script(project.name, python, script, scratch, question, kind)


def run_script(name: str, python: str, script: str, scratch: Path, question: dict[str, str], what: str) -> None:
    """Let a script answer in the SDK's Python, and say what it says."""
    environment = {"HOME": str(scratch), "PATH": "", "PYTHONPATH": str(HERE)}
    done = warm(python).run([str(HERE / script)], environment, json.dumps(question))
    for line in done.stdout.splitlines():
        if line.startswith('{"name"'):
            answer = json.loads(line)
            say(f"{name}: {what} {answer['name']}", answer["problem"])
    if done.returncode:
        say(f"{name}: {script} ran to its end", (done.stderr.strip().splitlines() or ["no words"])[-1])


CHECKS: tuple[Callable[[Path, Path, str], None], ...] = (check_coco, check_yolo, check_voc, check_copy)


def main() -> int:
    """Check every format on every project."""
    question = json.load(sys.stdin)
    scratch = Path(question["scratch"])
    given = [Path(project) for project in question["projects"]]
    for project in given or [write_odd_project(scratch / "odd shapes")]:
        folder = for_both(project, scratch)
        for check in CHECKS:
            check(folder, scratch, question["sdk_python"])
    warm(question["sdk_python"]).close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
