"""Runs in the SDK's Python: Pascal VOC against the source, and like the SDK against its converter.

XML must be equal field by field, lists and colours line by line. Of the masks the pixels in the colour of a class
must be equal; the grey band around them may differ by a pixel or so, since it is drawn by another program.
"""

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from answers import attempt, say
from PIL import Image
from touched import touched
from truth import kind_of, overlap_problem, sources

LEAST_IOU = 0.99
BAND = (224, 224, 192)
_PAINTED = ("polygon", "multipolygon", "bitmap", "alpha_mask")
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def main() -> int:
    """Compare one export."""
    question = json.load(sys.stdin)
    project, mine, like = (Path(question[key]) for key in ("project", "mine", "like"))
    attempt("holds every object of the source", lambda: source_problem(project, mine / "VOCdevkit" / "VOC"))
    if not question["theirs"]:
        say(f"cannot be compared: the official converter gives up ({question['problem'][:80]})")
        return 0
    theirs = Path(question["theirs"]) / "VOCdevkit" / "VOC"
    attempt("like the SDK has the XML of its converter", lambda: xml_problem(like / "VOCdevkit" / "VOC", theirs))
    attempt("like the SDK has the masks of its converter", lambda: mask_problem(like / "VOCdevkit" / "VOC", theirs))
    attempt("like the SDK has the lists of its converter", lambda: list_problem(like / "VOCdevkit" / "VOC", theirs))
    return 0


def source_problem(project: Path, top: Path) -> str:
    """Return the first object of the source that is not in the files as it should be."""
    meta = json.loads((project / "meta.json").read_text(encoding="utf-8"))
    shapes = {one["title"]: one["shape"] for one in meta["classes"]}
    numbers = {one["title"]: number for number, one in enumerate(meta["classes"], 1)}
    seen = 0
    for dataset, name, note in sources(project):
        stem = Path(f"{dataset.replace('/', '_')}_{name}").stem
        root = ET.parse(top / "Annotations" / f"{stem}.xml").getroot()
        if not (top / "JPEGImages" / root.findtext("filename")).is_file():
            return f"{dataset}/{name}: there is no picture"
        size = (note["size"]["width"], note["size"]["height"])
        objects = list(root.iter("object"))
        masks = mask_pair(top, stem)
        later = np.zeros(size[::-1], bool)
        truths = [(one, touched(one, kind_of(one, shapes), *size)) for one in note["objects"]]
        truths = [(one, truth) for one, truth in truths if truth.any()]
        if len(truths) != len(objects):
            return f"{dataset}/{name}: {len(objects)} objects, not {len(truths)}"
        for number in range(len(objects), 0, -1):
            one, truth = truths[number - 1]
            problem = object_problem(objects[number - 1], one, truth, kind_of(one, shapes))
            if not problem and kind_of(one, shapes) in _PAINTED:
                seen_part = truth & ~later
                problem = overlap_problem(masks[1] == number, seen_part, LEAST_IOU)
                if not problem and (masks[0][masks[1] == number] != numbers[one["classTitle"]]).any():
                    problem = "another class in the mask"
                later |= truth
            if problem:
                return f"{dataset}/{name}: {one['classTitle']}: {problem}"
            seen += 1
    say(f"compared {seen} objects with the source")
    return ""


def mask_pair(top: Path, stem: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of the class mask and of the object mask; empty ones when there are none."""
    paths = [top / folder / f"{stem}.png" for folder in ("SegmentationClass", "SegmentationObject")]
    if not paths[0].exists():
        return np.zeros((0, 0)), np.zeros((0, 0))
    first, second = (np.asarray(Image.open(path)) for path in paths)
    return first, second


def object_problem(element: ET.Element, one: dict[str, Any], truth: np.ndarray, shape: str) -> str:
    """Return how an object of the XML differs from the source."""
    if element.findtext("name") != one["classTitle"]:
        return f"it is a {element.findtext('name')}"
    box = [int(element.findtext(f"bndbox/{side}")) for side in _SIDES]
    rows, columns = np.flatnonzero(truth.any(axis=1)), np.flatnonzero(truth.any(axis=0))
    wanted = [int(columns[0]) + 1, int(rows[0]) + 1, int(columns[-1]) + 1, int(rows[-1]) + 1]
    return "" if box == wanted else f"its box is {box}, not {wanted}"


def leaves(element: ET.Element, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and text of each field."""
    for child in element:
        yield f"{before}{child.tag}", (child.text or "").strip()
        yield from leaves(child, f"{before}{child.tag}/")


def xml_problem(mine: Path, theirs: Path) -> str:
    """Return the first XML that differs; the fields must be equal."""
    names = {path.name for path in (theirs / "Annotations").iterdir()}
    if names != {path.name for path in (mine / "Annotations").iterdir()}:
        return "other files"
    for name in sorted(names):
        first, second = (list(leaves(ET.parse(top / "Annotations" / name).getroot())) for top in (mine, theirs))
        if first != second:
            at = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), -1)
            return f"{name}: {first[at]} where the converter has {second[at]}"
    return ""


def mask_problem(mine: Path, theirs: Path) -> str:
    """Return the first mask whose colours of classes differ; say how far the bands agree."""
    same = differ = 0
    for path in sorted((theirs / "SegmentationObject").iterdir()):
        ours, others = (
            np.asarray(Image.open(top / "SegmentationObject" / path.name).convert("RGB")) for top in (mine, theirs)
        )
        bands = [(mask == BAND).all(axis=2) for mask in (ours, others)]
        both = ~bands[0] & ~bands[1]
        # What only one of them covers with its band lies beside it, not within a class.
        wrong = int(((ours != others).any(axis=2) & both).sum())
        if wrong:
            return f"{path.name}: {wrong} pixels have another class"
        same += int((bands[0] & bands[1]).sum())
        differ += int((bands[0] ^ bands[1]).sum())
        name = path.name.replace("_instance", "_class")
        first, second = (
            np.asarray(Image.open(top / "SegmentationClass" / name).convert("RGB")) for top in (mine, theirs)
        )
        if first.shape != second.shape:
            return f"{name}: another size"
    say(f"like the SDK: {same} pixels of grey bands are the same, {differ} are not")
    return ""


def list_problem(mine: Path, theirs: Path) -> str:
    """Return the first list that differs; the split is another one, so whole sets are compared."""
    for folder in ("Main", "Segmentation"):
        names = {path.name for path in (theirs / "ImageSets" / folder).iterdir()}
        if names != {path.name for path in (mine / "ImageSets" / folder).iterdir()}:
            return f"{folder}: other lists"
        for name in sorted(name for name in names if name.endswith("trainval.txt")):
            first, second = (set(lines(top / "ImageSets" / folder / name)) for top in (mine, theirs))
            if first != second:
                return f"{folder}/{name}: {sorted(first ^ second)[:2]}"
    if set(lines(mine / "colors.txt")) != set(lines(theirs / "colors.txt")):
        return "colors.txt differs"
    return ""


def lines(path: Path) -> list[str]:
    """Return the lines of a text file."""
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    raise SystemExit(main())
