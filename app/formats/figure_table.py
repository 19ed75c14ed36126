"""Figures as a table: JSON, CSV or Parquet, written page by page and put in place as a whole.

A million figures pass through without being held: a page is written and forgotten. Nothing appears under the final
name before the last page is written.
"""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from app.formats.plain_text import plain
from app.model.figure import Figure

ENDINGS = (".json", ".csv", ".parquet")
COLUMNS = (
    *("id", "image_id", "image", "class_id", "class", "shape", "area", "left", "top", "right", "bottom"),
    *("tags", "created_at", "updated_at"),
)
GEOMETRY = "geometry"


class _Writer(Protocol):
    def write(self, figures: Sequence[Figure]) -> None: ...

    def finish(self) -> None: ...


class FigureTable:
    """Writes one table; use it as a context manager. Left by an exception, it leaves nothing behind."""

    def __init__(self, path: Path, *, has_geometry: bool) -> None:
        """Begin a table beside its place.

        Args:
            path: Where it goes; the ending says which form.
            has_geometry: There is a column for the geometry.

        Raises:
            OSError: The folder cannot be written.
            ValueError: The ending is none of `ENDINGS`.
        """
        ending = path.suffix.lower()
        if ending not in ENDINGS:
            raise ValueError(f"{path.name!r} ends in none of {', '.join(ENDINGS)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".figures-")
        os.close(handle)
        self._path, self._fresh = path, Path(name)
        kinds: dict[str, Callable[[Path, bool], _Writer]] = {".json": _Json, ".csv": _Csv, ".parquet": _Parquet}
        try:
            self._writer: _Writer = kinds[ending](self._fresh, has_geometry)
        except BaseException:
            self._fresh.unlink()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the table in place, or drop it when something went wrong."""
        try:
            self._writer.finish()
            if kind is None:
                mask = os.umask(0)
                os.umask(mask)
                self._fresh.chmod(0o666 & ~mask)  # as other new files, not for the owner alone
                self._fresh.replace(self._path)
        finally:
            with suppress(OSError):
                self._fresh.unlink(missing_ok=True)

    def write(self, figures: Sequence[Figure]) -> None:
        """Append a page. Raise OSError."""
        self._writer.write(figures)


class _Json:
    """A list of objects, one a line."""

    def __init__(self, path: Path, has_geometry: bool) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._has_geometry = has_geometry
        self._separator = "[\n"

    def write(self, figures: Sequence[Figure]) -> None:
        for figure in figures:
            row = _row(figure)
            row["tags"] = [{"name": tag.name, "value": json.loads(tag.value)} for tag in figure.tags]
            if self._has_geometry:
                row[GEOMETRY] = json.loads(figure.geometry) if figure.geometry else None
            self._file.write(self._separator + json.dumps(row, ensure_ascii=True))
            self._separator = ",\n"

    def finish(self) -> None:
        self._file.write("[]\n" if self._separator == "[\n" else "\n]\n")
        self._file.close()


class _Csv:
    """A header and a line per figure; tags and geometry are JSON."""

    def __init__(self, path: Path, has_geometry: bool) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._columns = (*COLUMNS, GEOMETRY) if has_geometry else COLUMNS
        self._rows = csv.writer(self._file)
        self._rows.writerow(self._columns)

    def write(self, figures: Sequence[Figure]) -> None:
        for figure in figures:
            row = _row(figure) | {GEOMETRY: figure.geometry}
            self._rows.writerow(["" if row[name] is None else row[name] for name in self._columns])

    def finish(self) -> None:
        self._file.close()


class _Parquet:
    """Columns with types; tags and geometry are JSON text."""

    def __init__(self, path: Path, has_geometry: bool) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        whole = {"id", "image_id", "class_id"}
        numbers = {"area", "left", "top", "right", "bottom"}
        self._columns = (*COLUMNS, GEOMETRY) if has_geometry else COLUMNS
        self._schema = pa.schema(
            [
                (name, pa.int64() if name in whole else pa.float64() if name in numbers else pa.string())
                for name in self._columns
            ]
        )
        self._table = pa.Table
        self._writer = parquet.ParquetWriter(path, self._schema)

    def write(self, figures: Sequence[Figure]) -> None:
        rows = [_row(figure) | {GEOMETRY: figure.geometry or None} for figure in figures]
        columns = {name: [row[name] for row in rows] for name in self._columns}
        self._writer.write_table(self._table.from_pydict(columns, schema=self._schema))

    def finish(self) -> None:
        self._writer.close()


def _row(figure: Figure) -> dict[str, Any]:
    """Return a figure by column, tags as JSON text."""
    left, top, right, bottom = figure.bbox or (None, None, None, None)
    tags = [{"name": tag.name, "value": json.loads(tag.value)} for tag in figure.tags]
    return {
        "id": figure.id,
        "image_id": figure.image_id,
        "image": plain(figure.image),
        "class_id": figure.class_id,
        "class": plain(figure.class_name),
        "shape": figure.shape,
        "area": figure.area,
        "left": left,
        "top": top,
        "right": right,
        "bottom": bottom,
        "tags": json.dumps(tags, ensure_ascii=True),
        "created_at": figure.created_at,
        "updated_at": figure.updated_at,
    }
