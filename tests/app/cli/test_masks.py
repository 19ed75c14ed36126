"""Nothing is written to a server unless somebody said so, and nothing doubtful is sent."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from PIL import Image

from app.cli.desk import Exit
from app.cli.masks import pair
from app.cli.parser import build_parser
from app.cli.program import carry_out
from tests.fakes.jobs import Table


def options(*words):
    return build_parser().parse_args(["masks", "upload", *words])


def test_pairs_are_read():
    assert options("7=a.png", "8=b=c.png").pairs == [(7, Path("a.png")), (8, Path("b=c.png"))]


@pytest.mark.parametrize("text", ["7", "=a.png", "7=", "x=a.png", "0=a.png", "-1=a.png"])
def test_a_pair_that_is_none_is_explained(text):
    with pytest.raises(ArgumentTypeError, match=r"123=mask\.png"):
        pair(text)


def test_a_figure_named_twice_and_a_picture_that_is_none_stop_it_before_anything_is_sent(tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.new("L", (3, 3), 9).save(good)
    bad.write_text("no")
    twice, unreadable = Table(), Table()

    assert carry_out(options(f"7={good}", f"7={good}", "--yes"), twice.desk) == Exit.USAGE
    assert carry_out(options(f"7={good}", f"8={bad}", "--yes"), unreadable.desk) == Exit.STOPPED
    assert "named twice" in twice.err.getvalue()
    assert "“bad.png” cannot be read" in unreadable.err.getvalue()
    assert "Nothing was sent." in unreadable.err.getvalue()
