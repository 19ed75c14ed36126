"""Nothing is written to a server unless somebody said so, and nothing doubtful is sent."""

import io
from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from PIL import Image

from app.cli.desk import Exit
from app.cli.masks import agreed, pair
from app.cli.parser import build_parser
from app.cli.program import carry_out
from tests.fakes.jobs import Table


class Keyboard(io.StringIO):
    def isatty(self):
        return True


def options(*words):
    return build_parser().parse_args(["masks", "upload", *words])


def test_pairs_are_read():
    assert options("7=a.png", "8=b=c.png").pairs == [(7, Path("a.png")), (8, Path("b=c.png"))]


@pytest.mark.parametrize("text", ["7", "=a.png", "7=", "x=a.png", "0=a.png", "-1=a.png"])
def test_a_pair_that_is_none_is_explained(text):
    with pytest.raises(ArgumentTypeError, match=r"123=mask\.png"):
        pair(text)


@pytest.mark.parametrize(
    ("said", "is_yes"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_a_person_is_asked_and_has_to_say_yes(said, is_yes, monkeypatch):
    monkeypatch.setattr("sys.stdin", Keyboard(said))
    table = Table()

    assert agreed(table.desk, 2, "https://server.test") is is_yes
    assert "masks of 2 figures on https://server.test?" in table.out.getvalue()


def test_where_nobody_can_answer_nobody_is_asked(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    table = Table()

    assert not agreed(table.desk, 1, "https://server.test")
    assert not table.out.getvalue()


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
