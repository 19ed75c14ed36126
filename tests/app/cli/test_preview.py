"""The options of windrow preview; what it draws is tested in test_previewing."""

from argparse import ArgumentTypeError

import pytest

from app.cli.parser import build_parser
from app.cli.preview import MOST_WIDTH, _png, _width


def test_every_option_is_taken():
    options = build_parser().parse_args(
        [
            "preview",
            "town",
            "--image",
            "a/1.jpg",
            "--to",
            "x.PNG",
            "--width",
            "640",
            "--class",
            "car",
            "--opacity",
            "0.5",
        ]
    )

    assert (options.folder, options.image, str(options.to)) == ("town", "a/1.jpg", "x.PNG")
    assert (options.width, options.classes, options.opacity) == (640, ["car"], 0.5)


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (_png, "a.jpg", "no PNG"),
        (_width, "0", "does not fit"),
        (_width, "wide", "whole number"),
        (_width, str(MOST_WIDTH + 1), "at most"),
    ],
)
def test_bad_values_are_said(read, text, words):
    with pytest.raises(ArgumentTypeError, match=words):
        read(text)


@pytest.mark.parametrize("missing", [["--image", "a"], ["--to", "x.png"]])
def test_what_is_missing_is_wrong_usage(missing, capsys):
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(["preview", "town", *missing])

    assert ended.value.code == 2
    assert "required" in capsys.readouterr().err
