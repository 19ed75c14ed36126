"""Streams of a command."""

import io

import pytest

from tests.fakes.jobs import Table


def test_results_and_complaints_go_their_own_ways():
    table = Table(is_terminal=True)

    table.desk.say("result")
    table.desk.complain("problem")

    assert (table.out.getvalue(), table.err.getvalue()) == ("result\n", "problem\n")
    assert table.desk.is_terminal


class Keyboard(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("said", "is_yes"), [("y\n", True), ("Yes\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_a_person_is_asked_and_has_to_say_yes(said, is_yes, monkeypatch):
    monkeypatch.setattr("sys.stdin", Keyboard(said))
    table = Table()

    assert table.desk.agrees("Go on?") is is_yes
    assert table.out.getvalue() == "Go on? [y/N] "


def test_where_nobody_can_answer_nobody_is_asked(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    table = Table()

    assert not table.desk.agrees("Go on?")
    assert not table.out.getvalue()
