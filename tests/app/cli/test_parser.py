"""The parser of all commands."""

import pytest

from app.cli.parser import COMMANDS, WindrowParser, build_parser


def test_every_command_of_the_contract_is_there():
    ours = {"engine", "gallery", "finish", "exporter", "export-worker", "decode"}  # not for people

    assert [name for name in COMMANDS if name not in ours] == (
        [
            "tree",
            "meta",
            "stats",
            "figures",
            "masks",
            "download",
            "harvest",
            "export",
            "preview",
            "verify",
            "jobs",
            "sandbox",
            "bench",
        ]
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as leave:
        build_parser().parse_args([command, "--help"])

    assert leave.value.code == 0
    assert command in capsys.readouterr().out


def test_a_value_may_begin_with_a_minus():
    parser = WindrowParser(prog="windrow")
    parser.add_argument("box")
    parser.add_argument("--to")

    options = parser.parse_args(["-46.7,-24.0,-46.6,-23.9", "--to", "out"])

    assert options.box == "-46.7,-24.0,-46.6,-23.9"


def test_the_key_of_a_sequence_may_begin_with_a_minus():
    options = build_parser().parse_args(["harvest", "--sequence", "-aB3dE5fG7hI9jK1lM3nO5", "--to", "out"])

    assert options.sequence == ["-aB3dE5fG7hI9jK1lM3nO5"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["harvest", "--sequence", "--to", "out"],
        ["download", "7"],
        ["download", "--to", "out"],
        ["download", "seven", "--to", "out"],
        ["download", "7", "--to", "out", "--annotations", "half"],
        ["download", "7", "--to", "out", "--json", "--quiet"],
        ["download", "7", "--to", "out", "--limit", "-1"],
        ["download", "7", "--to", "out", "--rate-limit", "fast"],
        ["jobs", "dance"],
        ["tree", "--format", "web"],
        ["harvest", "4,45,5,46", "--size", "640"],
        ["harvest", "4,45,5,46", "--spacing", "0"],
        ["harvest", "4,45,5,46", "--from", "yesterday"],
        ["harvest", "4,45,5,46", "--table", "xlsx"],
        ["harvest", "4,45,5,46", "--batch-size", "51"],
        [],
    ],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)
def test_wrong_usage_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as leave:
        build_parser().parse_args(arguments)

    assert leave.value.code == 2
    assert "usage: windrow" in capsys.readouterr().err
