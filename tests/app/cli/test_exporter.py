"""The process of an export, as the engine starts it."""

import json
import subprocess
import sys

import pytest

from app.bootstrap.demo import own_environment
from app.model.export_spec import ExportSpec
from app.model.spec import spec_to_builtins
from tests.fakes.gallery_folder import ProjectFolder, box

pytestmark = pytest.mark.slow


def run(text, *, is_closed=False):
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "app", "exporter"]
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=own_environment())
    process.stdin.write(text)
    process.stdin.close() if is_closed else process.stdin.flush()
    lines = process.stdout.read().splitlines()
    if not is_closed:
        process.stdin.close()
    complaints = process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert process.wait() == 0
    assert complaints == b""
    return [json.loads(line) for line in lines]


def test_it_tells_its_way_and_its_end(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box()])
    order = {"spec": spec_to_builtins(ExportSpec(str(folder.root))), "destination": str(tmp_path / "out")}

    *steps, last = run(json.dumps(order).encode() + b"\n")

    assert [step["progress"]["phase"] for step in steps] == ["reading", "writing", "verifying", "placing"]
    assert last["exported"]["report"]["verified"]["images"] == 1


def test_a_failure_is_its_last_line(tmp_path):
    order = {"spec": spec_to_builtins(ExportSpec(str(tmp_path / "none"))), "check": True}

    (last,) = run(json.dumps(order).encode() + b"\n")

    assert last["failure"]["title"] == "The folder is gone."


@pytest.mark.parametrize("text", [b"", b"rubbish\n"], ids=["hung up", "rubbish"])
def test_it_ends_well_whatever_it_is_told(text):
    (last,) = run(text, is_closed=True)

    assert last["failure"]["kind"] == "internal"
