"""The table of figures: sorted, filtered, in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.model.figure import Figure, FigureTag
from ui.projects.figure_model import COLUMNS, FigureModel


def figure(number: int, class_name: str, area: float | None = 10.0, **fields: object) -> Figure:
    values = {"image_id": 1, "image": f"{number}.jpg", "class_id": 1, "shape": "alpha_mask", "bbox": (1, 2, 3, 4.5)}
    values |= {"tags": (), "created_at": "2026-01-02T03:04:05Z", "updated_at": ""} | fields
    return Figure(id=number, class_name=class_name, area=area, **values)


FIGURES = [
    figure(10, "car", 12_345.4, tags=(FigureTag("plate", '"AB 1"'), FigureTag("parked", "null"))),
    figure(9, "Bus", None, bbox=None, tags=(FigureTag("height", "4.0"), FigureTag("odd", "{"))),
    figure(100, "car", 3.0),
]


@pytest.fixture
def model(qapp):
    model = FigureModel()
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.add(FIGURES[:2])
    model.add(FIGURES[2:])
    return model


def column(model, title):
    place = [name for name, *_ in COLUMNS].index(title)
    return [model.data(model.index(row, place)) for row in range(model.rowCount())]


def test_cells_speak_plainly(model):
    model.sort(0, Qt.SortOrder.AscendingOrder)

    assert column(model, "Figure") == ["9", "10", "100"]
    assert column(model, "Shape")[0] == "alpha mask"
    assert column(model, "Area") == ["", "12,345", "3"]
    assert column(model, "Box") == ["", "1, 2, 3, 4.5", "1, 2, 3, 4.5"]
    assert column(model, "Tags") == ["height=4, odd={", "plate=AB 1, parked", ""]
    assert column(model, "Created")[0] == "2026-01-02 03:04"


@pytest.mark.parametrize(
    ("title", "is_down", "figures"),
    [
        ("Figure", True, ["100", "10", "9"]),
        ("Area", False, ["9", "100", "10"]),
        ("Class", False, ["9", "10", "100"]),
    ],
)
def test_numbers_sort_as_numbers_and_words_without_case(model, title, is_down, figures):
    order = Qt.SortOrder.DescendingOrder if is_down else Qt.SortOrder.AscendingOrder
    model.sort([name for name, *_ in COLUMNS].index(title), order)

    assert column(model, "Figure") == figures


def test_one_class_and_a_text_choose_rows_and_lose_none(model):
    model.choose("car", "")
    cars = model.rowCount()
    model.choose("", "PLATE")
    plates = column(model, "Figure")
    model.choose("", "")

    assert (cars, plates, model.rowCount()) == (2, ["10"], 3)
    assert model.classes == [("car", 2), ("Bus", 1)]
    assert model.figures == tuple(FIGURES)


def test_numbers_stand_on_the_right_under_their_titles(model):
    role = Qt.ItemDataRole.TextAlignmentRole
    right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    assert model.data(model.index(0, 0), role) == right
    assert model.headerData(0, Qt.Orientation.Horizontal, role) == right
