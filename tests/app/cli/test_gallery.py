"""The gallery as a command; what it answers is tested with the gallery."""

import subprocess

import pytest

from app.bootstrap.demo import own_command, own_environment


@pytest.mark.slow
def test_riddles_end_it_without_a_word_on_its_output(tmp_path):
    environment = {**own_environment(), "WINDROW_HOME": str(tmp_path)}
    ended = subprocess.run(
        own_command("gallery"), input=b"\xff" * 100, capture_output=True, check=False, env=environment, timeout=60
    )

    assert (ended.returncode, ended.stdout) == (0, b"")
    assert "Traceback" not in ended.stderr.decode()
