"""The process that decodes; what it does is tested with the decoder."""

import subprocess

import pytest

from app.bootstrap.demo import own_command, own_environment


@pytest.mark.slow
def test_it_says_that_it_is_ready_and_ends_with_its_input():
    ended = subprocess.run(
        own_command("decode"), input=b"", capture_output=True, check=False, env=own_environment(), timeout=60
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout
