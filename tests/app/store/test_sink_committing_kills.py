"""The commit protocol under SIGKILL: at chosen system calls, and again while it recovers."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.oracle import check_tree, noted
from tests.fakes.sink_job import expected, run

ROOT = Path(__file__).resolve().parents[3]
STRACE = shutil.which("strace")
CALLS = ("renameat2", "rename,renameat", "write", "syncfs", "fsync", "unlink,unlinkat", "mkdir,mkdirat")
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
MOST_POINTS = 2  # 4 found nothing more and takes twice the time


def job(destination: Path, attempt: str, version: int, *earlier: str, kill: str = "", trace: Path | None = None):
    command = [sys.executable, "-m", "tests.fakes.sink_job", str(destination), attempt, str(version), *earlier]
    if trace is not None:
        tracing = kill.partition(":")[0] or ",".join(CALLS)
        command = (
            [str(STRACE), "-f", "-qq", "-o", str(trace), "-e", f"trace={tracing}"]
            + (["-e", f"inject={kill}"] if kill else [])
            + command
        )
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60, env=QUIET)


@pytest.fixture(scope="module", params=[1, 2], ids=["fresh", "update"])
def start(request, tmp_path_factory):
    """A destination with somebody's note in it, empty or filled with version 1, and the calls of the next run."""
    if STRACE is None or job(tmp_path_factory.mktemp("probe") / "x", "a", 1, trace=Path("/dev/null")).returncode:
        pytest.skip("strace is not here or may not trace")
    folder = tmp_path_factory.mktemp("start") / "destination"
    (folder / ".windrow_meta").mkdir(parents=True)
    (folder / "ds").mkdir()
    (folder / "ds/notes.txt").write_bytes(b"mine")
    if request.param == 2:
        run(folder, "first", 1, [])
    twin = folder.with_name("twin")
    shutil.copytree(folder, twin, copy_function=shutil.copy2)
    trace = folder.with_name("trace")
    assert job(twin, "count", request.param, trace=trace).returncode == 0
    check_tree(twin, expected(request.param, is_complete=True, is_idle=True))
    return folder, request.param, trace.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("calls", CALLS)
def test_a_kill_at_any_moment_leaves_only_whole_files_and_fetches_nothing_finished_again(start, tmp_path, calls):
    folder, version, trace = start
    total = max(len(re.findall(rf"(?m)^\d+ +{call}\(", trace)) for call in calls.split(","))
    if not total:
        pytest.skip("this run makes no such call")
    versions = (version - 1, version) if version > 1 else (version,)
    for point in sorted({1 + total * share // MOST_POINTS for share in range(MOST_POINTS)}):
        place = tmp_path / f"{point}"
        shutil.copytree(folder, place, copy_function=shutil.copy2)

        killed = job(place, "k1", version, kill=f"{calls}:signal=KILL:when={point}", trace=tmp_path / "trace")

        assert killed.returncode != 0
        check_tree(place, expected(*versions))
        finished = {key for key, line in noted(place).items() if line.get("v") == f"v{version}"}
        again = job(place, "k2", version, "k1", kill=f"{calls}:signal=KILL:when=2", trace=tmp_path / "trace")
        check_tree(place, expected(*versions))
        last = job(place, "k3", version, "k1", "k2")
        assert last.returncode == 0, last.stderr
        check_tree(place, expected(version, is_complete=True, is_idle=True))
        assert not finished & {*again.stdout.split(), *last.stdout.split()}
