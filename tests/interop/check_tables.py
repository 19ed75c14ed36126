"""Runs in Windrow's Python: all four tables of a harvest, opened by geopandas and pandas alone, say the same.

Reads {"windrow", "items"}; prints {"name", "problem"} per check.
"""

import json
import sys
from pathlib import Path

import geopandas
import pandas


def read(folder: Path, kind: str) -> geopandas.GeoDataFrame:
    """Open one table as its readers do."""
    path = folder / f"images.{kind}"
    if kind == "csv":
        table = pandas.read_csv(path, dtype={"mly_id": str})
        return geopandas.GeoDataFrame(table, geometry=geopandas.points_from_xy(table["lon"], table["lat"]), crs=4326)
    return geopandas.read_parquet(path) if kind == "parquet" else geopandas.read_file(path)


def problem(folder: Path, kind: str, items: int, first: geopandas.GeoDataFrame) -> str:
    """Return what is wrong with a table, or how it differs from the first one."""
    table = read(folder, kind)
    if len(table) != items:
        return f"{len(table)} rows where {items} were harvested"
    if table.crs is None or table.crs.to_epsg() != 4326:
        return f"not in degrees: {table.crs}"
    if not all(isinstance(key, str) for key in table["mly_id"]):
        return "ids are not text"
    if table["mly_id"].tolist() != first["mly_id"].tolist():
        return "other images, or another order"
    distance = max((table.geometry.x - first.geometry.x).abs().max(), (table.geometry.y - first.geometry.y).abs().max())
    if distance > 1e-9:
        return f"positions differ by {distance} degrees"
    missing = {"name", "image_url", "captured_at", "compass_angle", "creator", "licence"} - set(table.columns)
    if missing:
        return f"columns are missing: {sorted(missing)}"
    lost = [name for name in table["image_url"] if not (folder / name).is_file()]
    return f"{len(lost)} files are not where the table says" if lost else ""


def main() -> int:
    """Answer for each form."""
    question = json.load(sys.stdin)
    folder = Path(question["windrow"])
    first = read(folder, "geojson")
    for kind in ("geojson", "gpkg", "csv", "parquet"):
        found = problem(folder, kind, question["items"], first)
        sys.stdout.write(json.dumps({"name": f"geopandas opens images.{kind}", "problem": found}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
