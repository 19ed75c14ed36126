"""Make `resources/map/land.bin`, the outline of all land, from the Natural Earth data of the npm package world-atlas.

    npm pack world-atlas@2 && tar xzf world-atlas-2*.tgz
    .venv/bin/python packaging/land.py package

Two levels: the coarse one (1:110m) for the whole world, the fine one (1:10m, thinned) for everything nearer.
The form is read by `ui/map/land.py`, which describes it.
"""

import json
import sys
import zlib
from pathlib import Path

import numpy as np
import shapely

TARGET = Path(__file__).resolve().parents[1] / "resources" / "map" / "land.bin"
MAGIC = b"WLAND1"
# 0.002 degrees are 220 m: finer than the outlines themselves.
PER_DEGREE = 500
# Tolerance in degrees and the least area in square degrees of a ring, per level.
LEVELS = (("land-110m.json", 0.0, 0.0), ("land-10m.json", 0.012, 0.0004))


def rings(path: Path) -> list[np.ndarray]:
    """Return every ring of a TopoJSON file as degrees, shape (n, 2), not closed."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]
    found = []
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for numbers in polygon:
                parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
                found.append(np.concatenate([part[:-1] for part in parts]))
    return found


def thinned(ring: np.ndarray, tolerance: float, least_area: float) -> np.ndarray | None:
    """Return a ring with fewer points; None when it is too small to be seen."""
    if len(ring) < 3:
        return None
    shape = shapely.Polygon(ring)
    if shape.area < least_area:
        return None
    if tolerance:
        line = shapely.simplify(shape.exterior, tolerance)
        ring = shapely.get_coordinates(line)[:-1]
    whole = np.round(ring * PER_DEGREE).astype(np.int32)
    moved = np.any(np.diff(whole, axis=0, prepend=whole[-1:]) != 0, axis=1)
    return whole[moved] if moved.sum() >= 3 else None


def packed(levels: list[list[np.ndarray]]) -> bytes:
    """Return the file: sizes of all rings, then differences from point to point, byte planes apart."""
    head = np.array([len(levels), *(len(level) for level in levels)], "<u4")
    sizes = np.array([len(ring) for level in levels for ring in level], "<u4")
    points = np.concatenate([ring for level in levels for ring in level])
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), np.int32)).astype("<i4")
    # Byte planes apart: the high bytes are nearly all alike, and that packs well.
    planes = np.ascontiguousarray(steps.T).view(np.uint8).reshape(-1, 4).T
    return MAGIC + zlib.compress(head.tobytes() + sizes.tobytes() + planes.tobytes(), 9)


def main(folder: Path) -> None:
    """Write the file and say how large it became."""
    levels = []
    for name, tolerance, least_area in LEVELS:
        found = [thinned(ring, tolerance, least_area) for ring in rings(folder / name)]
        levels.append([ring for ring in found if ring is not None])
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(packed(levels))
    counts = [sum(map(len, level)) for level in levels]
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, rings {[len(x) for x in levels]}, points {counts}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
