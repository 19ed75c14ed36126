import os
import signal
import subprocess
import sys

import pytest

from app.bootstrap.demo import own_environment
from app.exporting.crew import Alone, Processes
from app.exporting.survey import batched, listed_entries
from app.exporting.wire import Decoder
from app.exporting.worker import Looked, Verb
from app.formats.registry import FORMATS
from app.formats.supervisely import read_project
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError
from tests.fakes.gallery_folder import ProjectFolder, box

WORKER = (sys.executable, "-m", "app", "export-worker")
COUNT = 40


@pytest.fixture
def town(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    for n in range(COUNT):
        folder.add(f"{n:03}.jpg", [box() for _ in range(n % 5)])
    return read_project(folder.root)


def processes(project, spec, count=2, command=WORKER):
    return Processes(spec, project.meta.classes, count, command, own_environment())


def looked(crew, project, spec):
    batches = batched(listed_entries(project, spec), 3)
    return [one for answer in crew.work(Verb.LOOK, batches) for one in Decoder(list[Looked]).decode(answer)]


@pytest.mark.slow
def test_several_processes_answer_in_order_and_as_one_alone_does(town):
    spec = ExportSpec(str(town.path), val=0.5, excluded=("ds/007.jpg",))
    crew = processes(town, spec)
    try:
        found = looked(crew, town, spec)
    finally:
        crew.close()
        crew.close()

    assert found == looked(Alone(spec, town.meta.classes, FORMATS), town, spec)
    assert [one.reason for one in found].index("left out by hand") == 7


@pytest.mark.slow
def test_a_process_that_is_killed_is_a_sentence(town):
    spec = ExportSpec(str(town.path))
    crew = processes(town, spec)
    try:
        os.kill(crew._hands[0]._process.pid, signal.SIGKILL)
        with pytest.raises(FailedError, match="ended all of a sudden"):
            looked(crew, town, spec)
    finally:
        crew.close()


@pytest.mark.slow
def test_what_a_process_refuses_is_told_once_and_again(town):
    spec = ExportSpec(str(town.path), only="class:")
    crew = processes(town, spec, 1)
    try:
        for _ in range(2):
            with pytest.raises(FailedError, match="value is missing"):
                looked(crew, town, spec)
    finally:
        crew.close()


def test_a_program_that_is_not_there_is_a_sentence(town):
    with pytest.raises(FailedError, match="ended all of a sudden"):
        processes(town, ExportSpec(str(town.path)), command=("/none/windrow",))


@pytest.mark.slow
def test_a_worker_ends_when_whoever_started_it_is_killed():
    script = (
        "import os; from app.exporting.crew import Processes; from app.model.export_spec import ExportSpec;"
        f"crew = Processes(ExportSpec('x'), (), 2, {WORKER!r}, os.environ);"
        "print(len(crew._hands), flush=True); os.kill(os.getpid(), 9)"
    )

    # Its workers share the error stream: this returns when the last of them is gone.
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, env=own_environment(), timeout=60
    )

    assert ended.stdout.split() == [b"2"]
    assert ended.stderr == b""
