"""The command: environment lines, its end, refusals in words."""

import asyncio

import pytest

from app.model.failure import FailedError
from app.sandbox.command import Options, main, run
from tests.fakes.sandbox import sandbox_process, small_project


@pytest.mark.slow
async def test_process_serves_and_ends_with_its_input(tmp_path):
    async with sandbox_process(["--project", str(small_project(tmp_path / "p"))]) as process:
        host, _, port = process.address.removeprefix("http://").partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.close()

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(host, int(port))
    assert process.token


def test_street_images_are_refused_in_words(tmp_path):
    with pytest.raises(FailedError, match="does not serve street images yet"):
        run(Options(street=tmp_path))


@pytest.mark.parametrize("text", [None, "{", '[{"fault": {"kind": "x"}}]'], ids=["missing", "broken", "unknown"])
def test_wrong_faults_file_is_refused_in_words(tmp_path, text, capsys):
    path = tmp_path / "faults.json"
    if text is not None:
        path.write_text(text)

    assert main(["--faults", str(path)]) == 1
    assert "The faults file cannot be used" in capsys.readouterr().err
