"""What the annotations of a project say, read from their JSON by nothing of ours; for both Pythons."""

import base64
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw


def sources(project: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield dataset, name and annotation of every image of a project."""
    for path in sorted(project.rglob("ann/*.json")):
        parts = path.relative_to(project).parts[:-2]
        dataset = "/".join(part for place, part in enumerate(parts) if place % 2 == 0)
        yield dataset, path.name.removesuffix(".json"), json.loads(path.read_text(encoding="utf-8"))


def kind_of(one: dict[str, Any], shapes: dict[str, str] | None = None) -> str:
    """Return the type of a source object."""
    return one.get("geometryType") or one.get("shape") or (shapes or {}).get(one["classTitle"], "")


def overlap_problem(drawn: np.ndarray, truth: np.ndarray, least: float) -> str:
    """Return a sentence when two masks agree less than they should."""
    union = int((drawn | truth).sum())
    overlap = int((drawn & truth).sum()) / union if union else 1.0
    return "" if overlap >= least else f"masks agree by {overlap:.4f}"


def pixels_of(one: dict[str, Any], width: int, height: int) -> np.ndarray:
    """Return a mask of the source in its picture."""
    body = zlib.decompress(base64.b64decode(one["bitmap"]["data"]))
    with Image.open(io.BytesIO(body)) as picture:
        is_alpha = kind_of(one) == "alpha_mask"
        part = np.asarray(picture.convert("L") if is_alpha else picture.convert("RGBA").getchannel("A"))
        if not is_alpha and "transparency" not in picture.info and picture.mode != "RGBA":
            part = np.asarray(picture.convert("L"))
    x, y = one["bitmap"]["origin"]
    whole = np.zeros((height, width), bool)
    inside = part[max(0, -y) : max(0, height - y), max(0, -x) : max(0, width - x)] != 0
    whole[max(0, y) : max(0, y) + inside.shape[0], max(0, x) : max(0, x) + inside.shape[1]] = inside
    return whole


def filled(one: dict[str, Any], width: int, height: int) -> np.ndarray:
    """Return a polygon of the source as Pillow fills it, with its holes."""
    picture = Image.new("1", (width, height))
    pen = ImageDraw.Draw(picture)
    pen.polygon([tuple(point) for point in one["points"]["exterior"]], fill=1)
    for hole in one["points"]["interior"]:
        pen.polygon([tuple(point) for point in hole], fill=0)
    return np.asarray(picture)
