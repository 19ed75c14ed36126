"""Contestants as child processes."""

import os
import sys

import pytest

from app.bench.process import ContestantError, ask, peak_bytes, run_timed

ECHO = "import json, sys; wish = json.load(sys.stdin); print('noise'); print(json.dumps({'got': wish['a']}))"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_question_is_answered_by_the_last_line():
    assert ask(python(ECHO), {"a": 5}, os.environ) == {"got": 5}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.exit('no way')", "no way"),
        ("pass", "exit code 0"),
        ('print(\'{"error": "the disk is full"}\')', "the disk is full"),
    ],
    ids=["fails", "says nothing", "says why"],
)
def test_a_contestant_that_fails_says_why(code, words):
    with pytest.raises(ContestantError, match=words):
        ask(python(code), {}, os.environ)


def test_a_program_that_is_not_there_is_a_failed_contestant():
    with pytest.raises(ContestantError):
        ask(["/no/such/program"], {}, os.environ)


def test_processor_time_of_a_program_is_counted():
    used = run_timed(python("sum(range(2_000_000))"))

    assert used > 0


def test_a_program_that_fails_is_an_error():
    with pytest.raises(ContestantError, match="no way"):
        run_timed(python("import sys; sys.exit('no way')"))


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell")
def test_this_process_has_had_some_memory():
    assert peak_bytes() > 5_000_000


def test_a_timed_program_that_is_not_there_is_a_failed_contestant():
    with pytest.raises(ContestantError):
        run_timed(["/no/such/program"])
