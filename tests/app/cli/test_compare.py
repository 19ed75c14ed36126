"""The comparison for people and for scripts, and what stops it before anything is asked."""

import io

import pytest

from app.cli.compare import agreed, comparison_json, comparison_lines
from app.cli.desk import Exit
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.measure import Kind, Measured, Way
from app.model.spec import Mode
from tests.fakes.jobs import Table

FOUND = [
    Measured(Way(Mode.SINGLE), 40, 4_000, 40, 2.0),
    Measured(Way(Mode.BATCH, 50), 400, 40_000, 8, 1.0),
    Measured(Way(Mode.BULK, 32, 8), 399, 39_900, 13, 0.25, failed=1),
]


def test_the_table_has_numbers_bars_and_the_best_way():
    lines = comparison_lines(Kind.IMAGES, FOUND)

    assert "400.0    20.0         8" in lines[3]
    assert lines[2].count("█") < lines[3].count("█") < lines[4].count("█")
    assert "1 could not be had" in lines[4]
    assert "Best here: batches of 50. For downloads: --mode batch --batch-size 50" in lines


def test_scripts_get_every_number():
    found = comparison_json(Kind.ANNOTATIONS, FOUND)

    assert [one["per_second"] for one in found["ways"]] == [20.0, 400.0, 1596.0]
    assert found["best"] == "--mode batch --batch-size 50"


def test_nothing_that_arrives_has_no_best_way():
    nothing = [Measured(Way(Mode.SINGLE), 0, 0, 1, 1.0, failed=1)]

    assert comparison_json(Kind.IMAGES, nothing)["best"] is None
    assert not any("Best here" in line for line in comparison_lines(Kind.IMAGES, nothing))


def test_a_dataset_goes_with_images_or_annotations():
    table = Table()

    assert carry_out(build_parser().parse_args(["bench", "ui", "--dataset", "5"]), table.desk) == Exit.USAGE
    assert "images or annotations" in table.err.getvalue()


class Keyboard(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("said", "is_yes"), [("y\n", True), ("\n", False)])
def test_a_person_hears_how_often_it_asks_and_says_yes_first(said, is_yes, monkeypatch):
    monkeypatch.setattr("sys.stdin", Keyboard(said))
    table = Table()

    assert agreed(table.desk, Kind.IMAGES, 400, "https://server.test") is is_yes
    assert "https://server.test up to 1,734 times" in table.out.getvalue()
