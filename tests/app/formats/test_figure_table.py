"""Tables of figures: the same rows in three forms, whole or not at all."""

import csv
import json

import pytest

from app.formats.figure_table import COLUMNS, FigureTable
from app.model.figure import Figure, FigureTag

CAR = Figure(
    *(1, 9, "a, b.jpg", 4, 'car "x"', "rectangle", 12.5, (1, 2, 3, 4), (FigureTag("night", "null"),), "c", "u"),
    geometry='{"points": {"exterior": [[1, 2]], "interior": []}}',
)
BARE = Figure(2, 9, "\ud800.jpg", None, "", "any", None, None, (), "", "", problem="gone")


def written(path, *pages, has_geometry=True):
    return drained(path, pages, has_geometry)


def drained(path, pages, has_geometry=True):
    with FigureTable(path, has_geometry=has_geometry) as table:
        for figures in pages:
            table.write(figures)
    return path


def test_json_is_a_list_of_objects(tmp_path):
    first, second = json.loads(written(tmp_path / "t.json", [CAR], [BARE]).read_text("utf-8"))

    assert list(first) == [*COLUMNS, "geometry"]
    assert (first["class"], first["left"], first["tags"]) == ('car "x"', 1, [{"name": "night", "value": None}])
    assert first["geometry"]["points"]["exterior"] == [[1, 2]]
    assert (second["class_id"], second["geometry"], second["image"]) == (None, None, "\ufffd.jpg")


def test_csv_has_a_header_and_keeps_commas_and_quotes(tmp_path):
    with written(tmp_path / "t.CSV", [CAR, BARE], has_geometry=False).open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)

    assert tuple(first) == COLUMNS
    assert (first["image"], first["class"], first["area"]) == ("a, b.jpg", 'car "x"', "12.5")
    assert (second["left"], second["tags"]) == ("", "[]")


@pytest.mark.slow
def test_parquet_has_types_and_nulls(tmp_path):
    from pyarrow import parquet

    rows = parquet.read_table(written(tmp_path / "t.parquet", [CAR], [BARE])).to_pylist()

    assert [row["id"] for row in rows] == [1, 2]
    assert (rows[0]["area"], rows[0]["top"], rows[1]["class_id"], rows[1]["geometry"]) == (12.5, 2.0, None, None)


@pytest.mark.parametrize("ending", [".json", ".csv", pytest.param(".parquet", marks=pytest.mark.slow)])
def test_a_table_without_rows_can_be_read(tmp_path, ending):
    path = written(tmp_path / f"t{ending}")

    if ending == ".json":
        assert json.loads(path.read_text("utf-8")) == []
    elif ending == ".csv":
        assert path.read_text("utf-8").startswith("id,image_id")
    else:
        from pyarrow import parquet

        assert parquet.read_table(path).num_rows == 0


def test_a_table_that_breaks_off_leaves_nothing(tmp_path):
    def pages():
        yield [CAR]
        raise RuntimeError("server gone")

    with pytest.raises(RuntimeError, match="server gone"):
        drained(tmp_path / "t.json", pages())

    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(ValueError, match="ends in none of"):
        FigureTable(tmp_path / "t.xlsx", has_geometry=True)

    assert list(tmp_path.iterdir()) == []
