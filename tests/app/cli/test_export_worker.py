"""The process of a worker; what it does is tested with the crew."""

import subprocess
import sys

import pytest

from app.bootstrap.demo import own_environment


@pytest.mark.slow
def test_a_worker_ends_with_its_input():
    ended = subprocess.run(
        [sys.executable, "-m", "app", "export-worker"], input=b"", capture_output=True, check=False,
        env=own_environment(), timeout=60,
    )  # fmt: skip

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
