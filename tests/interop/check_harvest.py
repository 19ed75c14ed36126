"""Runs in the SDK's Python: opens a harvest that Windrow brought, with the SDK and with Pillow.

Reads {"windrow", "items", "truth", "scratch"}; prints {"name", "problem"} per check. `truth` is a file with recorded
metadata, or empty.
"""

import datetime
import json
import logging
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import supervisely as sly
from answers import attempt
from compare import open_project
from PIL import Image

GPS, EXIF = 0x8825, 0x8769


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the record beside each picture, by file name."""
    return {
        path.name.removesuffix(".json"): json.loads(path.read_text(encoding="utf-8"))
        for path in folder.rglob("mly_*.json")
        if path.parent.name == "meta"
    }


def check_opening(folder: Path, items: int) -> str:
    """Return what is wrong with the project as the SDK sees it."""
    project = open_project(str(folder))
    if project.total_items != items:
        return f"{project.total_items} items where {items} were harvested"
    return ""


def check_labels(folder: Path) -> str:
    """Return what is wrong with the labels: each is of a known class, within its picture, and none is missing."""
    project, known = open_project(str(folder)), records(folder)
    for dataset in project.datasets:
        for name in dataset:
            annotation = sly.Annotation.load_json_file(dataset.get_ann_path(name), project.meta)
            with Image.open(dataset.get_img_path(name)) as picture:
                size = picture.size
            if tuple(annotation.img_size) != size[::-1]:
                return f"{name}: labelled for {annotation.img_size}, the file has {size}"
            classes = Counter(label.obj_class.name for label in annotation.labels)
            wanted = known[name].get("labels", {})
            if set(classes) != set(wanted):
                return f"{name}: {sorted(classes)} where the record names {sorted(wanted)}"
            for label in annotation.labels:
                box = label.geometry.to_bbox()
                if box.left < 0 or box.top < 0 or box.right > size[0] or box.bottom > size[1]:
                    return f"{name}: a label lies outside"
    return ""


def degrees(values: Any, ref: str) -> float:
    """Return degrees of an EXIF triple."""
    whole, minutes, seconds = (float(value) for value in values)
    total = whole + minutes / 60 + seconds / 3600
    return -total if ref in {"S", "W"} else total


def check_exif(folder: Path) -> str:
    """Return where the EXIF of a picture says something else than its record."""
    for name, record in records(folder).items():
        path = next(path for path in folder.rglob(name) if path.parent.name == "img")
        with Image.open(path) as picture:
            exif = picture.getexif()
            picture.load()
        gps, time = exif.get_ifd(GPS), exif.get_ifd(EXIF)
        lon, lat = degrees(gps[4], gps[3]), degrees(gps[2], gps[1])
        wanted = (
            (record["lon"], record["lat"])
            if record["written_position"] == "original"
            else (record["computed_lon"], record["computed_lat"])
        )
        if abs(lon - wanted[0]) > 1e-7 or abs(lat - wanted[1]) > 1e-7:
            return f"{name}: {lon}, {lat} where the record has {wanted}"
        said = record.get("captured_at")
        if said:
            moment = datetime.datetime.fromisoformat(said)
            if time[0x9003] != f"{moment:%Y:%m:%d %H:%M:%S}" or time[0x9291] != f"{moment.microsecond // 1000:03d}":
                return f"{name}: {time[0x9003]}.{time[0x9291]} where the record has {said}"
        if "CC BY-SA" not in exif[0x8298]:
            return f"{name}: no licence in it"
    return ""


def check_truth(folder: Path, truth: Path) -> str:
    """Return where a harvest differs from the recorded metadata it was made from."""
    known = records(folder)
    for one in json.loads(truth.read_text(encoding="utf-8")):
        record = known.get(f"mly_{one['id']}.jpg")
        if record is None:
            return f"{one['id']} is missing"
        if abs(record["lon"] - one["lon"]) > 1e-9 or abs(record["lat"] - one["lat"]) > 1e-9:
            return f"{one['id']}: another position"
        if abs(record["compass_angle"] - one["compass_angle"]) > 1e-6:
            return f"{one['id']}: another heading"
        if datetime.datetime.fromisoformat(record["captured_at"]) != datetime.datetime.fromisoformat(
            one["captured_at"]
        ):
            return f"{one['id']}: another time"
    return ""


def main() -> int:
    """Answer every check of one harvest."""
    question = json.load(sys.stdin)
    os.dup2(2, 1)
    logging.disable(logging.CRITICAL)
    folder = Path(question["windrow"])
    attempt("the SDK opens the harvest with every image", lambda: check_opening(folder, question["items"]))
    attempt("the SDK reads every label, within its picture", lambda: check_labels(folder))
    attempt("Pillow finds position, time and licence in every picture", lambda: check_exif(folder))
    if question["truth"]:
        attempt("records equal the recorded metadata", lambda: check_truth(folder, Path(question["truth"])))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
