"""docs/FORMATS.md says what the writers do."""

import re
from pathlib import Path

import pytest

from app.formats.registry import FORMATS
from app.model.export_spec import FORMATS as OFFERED
from tests.fakes.zoo import geometries, image, label, plan, skeletons

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "FORMATS.md").read_text(encoding="utf-8")
SHAPES = {**geometries(), "skeleton": skeletons()["all nodes"], "unknown shape": geometries()["unknown"]}
COLUMNS = {
    "COCO": "coco", "YOLO detect": "yolo-detect", "YOLO segment": "yolo-segment", "YOLO pose": "yolo-pose",
    "Pascal VOC": "pascal-voc", "Supervisely": "supervisely",
}  # fmt: skip


def table():
    """Return {shape: {column: cell}} of the large table."""
    lines = PAGE[PAGE.index("| shape |") :].partition("\n\n")[0].splitlines()
    heads = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])
    return {name: dict(zip(heads, cells, strict=True)) for name, *cells in rows}


CELLS = [(name, column, cell) for name, cells in table().items() if name in SHAPES for column, cell in cells.items()]


def test_every_format_that_is_offered_has_a_writer_and_a_column():
    assert set(FORMATS) == {key for key, _ in OFFERED} == set(COLUMNS.values())
    assert set(next(iter(table().values()))) == set(COLUMNS)


def test_every_shape_has_a_row():
    words = {re.sub(r" (of|that|half|outside|between|with|on|unturned).*", "", name) for name in geometries()}

    assert words - {"no numbers", "unknown"} <= {
        re.sub(r" (of|that|half|outside|between|with|on).*", "", name) for name in table()
    }


@pytest.mark.parametrize(("name", "column", "cell"), CELLS, ids=[f"{name}, {column}" for name, column, _ in CELLS])
def test_each_cell_is_the_fate_that_the_writer_gives(name, column, cell, tmp_path):
    if "¹" in cell:
        pytest.skip("of an annotation file: tests/app/formats/test_sly_copy.py")
    class_name = "skeleton" if name == "skeleton" else "thing"
    writer = FORMATS[COLUMNS[column]].exporter(plan(format=COLUMNS[column]), tmp_path)
    (verdict,) = writer.judge(image(0, "x.png", [label(SHAPES[name], class_name)]))

    assert cell.split(":")[0].split(",")[0].split()[0] == verdict.fate.value
