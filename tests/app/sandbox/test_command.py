"""The command: environment lines, its end, refusals in words."""

import argparse
import asyncio
import sys
from pathlib import Path

import pytest

from app.sandbox.command import add_arguments, environment, main, options_of
from app.sandbox.server import Sandbox
from app.sandbox.street_access import STREET_TOKEN, BlockRule
from app.sandbox.street_settings import StreetSettings
from tests.fakes.sandbox import COMMAND, ROOT, sandbox_process, small_project


@pytest.mark.slow
async def test_process_serves_and_ends_with_its_input(tmp_path):
    project = small_project(tmp_path / "p")
    async with sandbox_process(["--project", str(project)], program=COMMAND) as process:
        host, _, port = process.address.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(host, int(port))
    assert process.token


@pytest.mark.slow
async def test_input_that_nobody_can_close_ends_it_at_once():
    code = "import sys; from app.sandbox.command import main; sys.exit(main(['--until-eof']))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, cwd=ROOT
    )

    assert await asyncio.wait_for(process.wait(), 60) == 0


def test_environment_lines_begin_with_the_address_and_hold_no_other_word():
    sandbox = Sandbox()
    sandbox.address = "http://127.0.0.1:1"

    lines = environment(sandbox).splitlines()

    names = [line.removeprefix("export ").partition("=")[0] for line in lines]
    assert names == ["SERVER_ADDRESS", "API_TOKEN", "MAPILLARY_GRAPH_URL", "MAPILLARY_TILES_URL", "MLY_TOKEN"]
    assert lines[-1] == f"export MLY_TOKEN='{STREET_TOKEN}'"


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ([], StreetSettings()),
        (["--street", "x", "--street-dense", "0"], StreetSettings(folder=Path("x"), dense=0)),
        (["--thumb-seconds", "2", "--tiles-per-day", "0"], StreetSettings(thumb_seconds=2, tiles_per_day=0)),
        (["--tile-block-after", "9"], StreetSettings(block=BlockRule(9))),
    ],
    ids=["plain", "folder", "numbers", "block"],
)
def test_options_of_the_street_half_arrive(words, settings):
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    assert options_of(parser.parse_args(words)).street == settings


@pytest.mark.parametrize("text", [None, "{", '[{"fault": {"kind": "x"}}]'], ids=["missing", "broken", "unknown"])
def test_wrong_faults_file_is_refused_in_words(tmp_path, text, capsys):
    path = tmp_path / "faults.json"
    if text is not None:
        path.write_text(text)

    assert main(["--faults", str(path)]) == 1
    assert "The faults file cannot be used" in capsys.readouterr().err
