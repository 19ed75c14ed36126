"""Every way a command can end."""

import argparse
import logging

import pytest

from app.cli.desk import Exit
from app.cli.program import carry_out, os_error_text, run, where_to_look
from app.model.failure import FailedError, Failure, FailureKind
from tests.fakes.jobs import Table


def ending(error: BaseException | None, table: Table) -> int:
    def work(options: object, desk: object) -> int:
        if error is not None:
            raise error
        return 3

    return carry_out(argparse.Namespace(run=work, command="tree"), table.desk)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (None, 3, ""),
        (
            FailedError(Failure(FailureKind.DISK, "The disk is full.", "Make room.")),
            1,
            "The disk is full. Make room.\n",
        ),
        (KeyboardInterrupt(), 130, ""),
        (PermissionError(13, "Permission denied", "/home/x"), 1, "Permission denied: /home/x. Check"),
    ],
    ids=["code", "failure", "interrupt", "system"],
)
def test_every_end_is_one_sentence_and_a_code(error, code, words, caplog):
    table = Table()

    assert ending(error, table) == code
    assert words in table.err.getvalue()
    assert "Traceback" not in table.err.getvalue()


def test_a_fault_of_our_own_goes_to_the_log_and_not_to_the_screen(private_home, caplog):
    table = Table(environ={"WINDROW_HOME": str(private_home / "windrow")})

    with caplog.at_level(logging.ERROR):
        code = ending(ZeroDivisionError("division by zero"), table)

    assert code == Exit.STOPPED
    assert "Windrow itself made a mistake in “tree”" in table.err.getvalue()
    assert "division by zero" not in table.err.getvalue()
    assert "division by zero" in caplog.text


def test_the_log_is_named_when_there_is_one(private_home):
    logs = private_home / "windrow" / "logs"
    logs.mkdir(parents=True)
    (logs / "command.log").write_text("x")

    assert str(logs) in where_to_look({"WINDROW_HOME": str(private_home / "windrow")})


def test_an_error_without_a_place_is_still_a_sentence():
    assert os_error_text(OSError()).startswith("OSError. Check")


def test_wrong_usage_is_two_and_help_is_zero(capsys):
    assert run(["download"], {}) == 2
    assert run(["--version"], {}) == 0
    assert "Windrow" in capsys.readouterr().out
