"""Streams of a command."""

from tests.fakes.jobs import Table


def test_results_and_complaints_go_their_own_ways():
    table = Table(is_terminal=True)

    table.desk.say("result")
    table.desk.complain("problem")

    assert (table.out.getvalue(), table.err.getvalue()) == ("result\n", "problem\n")
    assert table.desk.is_terminal
