"""The options of windrow figures, and what stops it before anything is asked."""

import pytest

from app.cli.desk import Exit
from app.cli.parser import build_parser
from app.cli.program import carry_out
from tests.fakes.jobs import Table


def options(*words: str):
    return build_parser().parse_args(["figures", *words])


def test_options_are_read():
    chosen = options("7", "--to", "x.Parquet", "--no-geometry", "--image", "3", "--image", "4")

    assert (chosen.dataset, chosen.to.name, chosen.no_geometry, chosen.image) == (7, "x.Parquet", True, [3, 4])


@pytest.mark.parametrize("words", [("7", "--to", "x.xlsx"), ("7",), ("x", "--to", "x.csv"), ("0", "--to", "x.csv")])
def test_wrong_usage_ends_with_two(words, capsys):
    with pytest.raises(SystemExit) as left:
        options(*words)

    assert left.value.code == Exit.USAGE
    assert capsys.readouterr().err


def test_a_file_that_is_there_is_never_overwritten(tmp_path):
    target = tmp_path / "mine.csv"
    target.write_text("mine")
    table = Table()

    assert carry_out(options("7", "--to", str(target)), table.desk) == Exit.STOPPED
    assert target.read_text() == "mine"
    assert "is there already" in table.err.getvalue()
