"""A project with what the real ones beside this checkout have not: bound labels, holes, hidden nodes, shapes outside.

Only what the official SDK can read, so that its converters can be asked about it. Left out is what differs
though neither is wrong: of a polygon that is cut at the edge of the picture the SDK tells the same points the other way
round, and for a dataset without images it writes a file that we do not.
"""

import base64
import io
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 100, 60
_NODES = {
    "k1": {"label": "nose", "loc": [10, 10], "color": "#0000FF"},
    "k2": {"label": "left", "loc": [20, 10], "color": "#0000FF"},
    "k3": {"label": "right", "loc": [30, 10], "color": "#0000FF"},
}
_EDGES = [{"src": "k1", "dst": "k2", "color": "#00FF00"}, {"src": "k1", "dst": "k3", "color": "#00FF00"}]
_SHAPES = ("rectangle", "polygon", "bitmap", "graph", "line", "point", "alpha_mask", "any")


def write_odd_project(folder: Path) -> Path:
    """Write the project; return its folder."""
    classes = [
        {
            "title": f"a {shape}",
            "description": "",
            "shape": shape,
            "color": f"#{50 * place:02X}80FF",
            "geometry_config": {"nodes": _NODES, "edges": _EDGES} if shape == "graph" else {},
            "id": 100 + place,
            "hotkey": "",
        }
        for place, shape in enumerate(_SHAPES)
    ]
    tags = [{"name": "caption", "value_type": "any_string", "color": "#111111"}]
    _write(folder / "meta.json", {"classes": classes, "tags": tags, "projectType": "images"})
    for dataset, images in (
        ("one", _first()),
        ("one/datasets/child", _second()),
        ("two/datasets/child", {"b.png": []}),
    ):
        for name, objects in images.items():
            size = {"height": HEIGHT, "width": WIDTH}
            caption = [{"name": "caption", "value": 'Ünïcode: "quotes" & <tags>'}]
            note = {"description": "", "size": size, "tags": caption, "objects": objects}
            _write(folder / dataset / "ann" / f"{name}.json", note)
            (folder / dataset / "img").mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (WIDTH, HEIGHT), (90, 120, 90)).save(folder / dataset / "img" / name)
    return folder


def _first() -> dict[str, list[dict[str, Any]]]:
    """Return the sample of our reference, and shapes that reach out of the picture."""
    hole = [[[15, 32], [20, 32], [20, 37], [15, 37]]]
    square = [[10, 30], [40, 30], [40, 50], [10, 50]]
    seen = np.ones((4, 6), bool)
    seen[0, 5] = False
    return {
        "bound.png": [
            _box([8, 28], [42, 52], instance="g1"),
            _polygon([[10, 30], [40, 30], [40, 50]], instance="g1"),
            _box([60, 40], [70, 45], instance="g2"),
            _box([90, 1], [95, 5], instance="g2"),
            _mask(seen, [61, 41], instance="g2"),
            _polygon([[1, 1], [9, 1], [5, 8]], instance="g3"),
            _polygon([[20, 20], [40, 20], [40, 35]], instance="g3"),
            _graph({"k1": [50, 10], "k2": [55, 12]}, instance="g4"),
            _graph({"k3": [5, 5]}, instance="g4"),
            _box([50, 20], [60, 30], instance="g5"),
            _mask(seen, [52, 22], instance="g5"),
            _polygon([[51, 21], [59, 21], [55, 29]], instance="g5"),
        ],
        "loose.png": [
            _graph({"k1": [50, 10], "k2": [55, 12]}, hidden=("k2",)),
            _mask(seen, [10, 5]),
            _box([3, 2], [22, 11]),
            _polygon(square, hole),
            {**_box([60, 40], [70, 45]), "classTitle": "a any"},
            {**_object("line", "a line"), "points": {"exterior": [[1, 1], [50, 30]], "interior": []}},
            {**_object("point", "a point"), "points": {"exterior": [[8, 7]], "interior": []}},
        ],
        "outside.png": [
            _box([-5, 50], [8, 70]),
            _box([200, 200], [220, 210]),
            _mask(np.ones((10, 10), bool), [95, -5]),
            _graph({"k1": [-3, 10], "k2": [15, 5]}),
            _polygon([[200, 10], [220, 10], [220, 30]]),
        ],
    }


def _second() -> dict[str, list[dict[str, Any]]]:
    return {
        "empty.png": [],
        "nodes in another order.png": [_graph({"k3": [1, 2], "k2": [5, 6], "k1": [3, 4]})],
        "one pixel.png": [_mask(np.ones((1, 1), bool), [99, 59]), _box([7, 8], [7, 8])],
        "whole.png": [_mask(np.ones((HEIGHT, WIDTH), bool), [0, 0]), _box([99, 59], [0, 0])],
    }


def _object(kind: str, title: str, instance: str = "") -> dict[str, Any]:
    bare: dict[str, Any] = {"classTitle": title, "geometryType": kind, "tags": [], "description": ""}
    return {**bare, "instance": instance} if instance else bare


def _box(first: list[int], second: list[int], instance: str = "") -> dict[str, Any]:
    return {**_object("rectangle", "a rectangle", instance), "points": {"exterior": [first, second], "interior": []}}


def _polygon(
    exterior: list[list[int]], interior: list[list[list[int]]] | None = None, instance: str = ""
) -> dict[str, Any]:
    points = {"exterior": exterior, "interior": interior or []}
    return {**_object("polygon", "a polygon", instance), "points": points}


def _graph(places: dict[str, list[int]], hidden: tuple[str, ...] = (), instance: str = "") -> dict[str, Any]:
    nodes = {key: {"loc": loc, "disabled": True} if key in hidden else {"loc": loc} for key, loc in places.items()}
    return {**_object("graph", "a graph", instance), "nodes": nodes}


def _mask(pixels: np.ndarray, origin: list[int], instance: str = "") -> dict[str, Any]:
    body = io.BytesIO()
    picture = Image.fromarray(pixels.astype(np.uint8)).convert("P")
    picture.putpalette([0, 0, 0, 255, 255, 255])
    picture.save(body, "PNG", transparency=0, bits=1)
    data = base64.b64encode(zlib.compress(body.getvalue())).decode("ascii")
    return {**_object("bitmap", "a bitmap", instance), "bitmap": {"origin": origin, "data": data}}


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=4), encoding="utf-8")
