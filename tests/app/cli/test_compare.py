"""The comparison for people and for scripts, and what stops it before anything is asked."""

import io

from app.cli.compare import comparison_json, comparison_lines
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


def test_a_server_elsewhere_is_not_asked_anything_before_somebody_said_yes(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    environ = {"WINDROW_HOME": str(tmp_path), "SERVER_ADDRESS": "https://server.invalid", "API_TOKEN": "t" * 40}
    table = Table(environ)

    assert carry_out(build_parser().parse_args(["bench", "images", "--dataset", "5"]), table.desk) == Exit.STOPPED
    assert table.err.getvalue() == "Nothing was asked. Add --yes to measure without being asked.\n"
