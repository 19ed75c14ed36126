"""The request log."""

from app.sandbox.journal import Entry, Journal


def test_old_entries_leave_their_count():
    journal = Journal(most=2)
    for number in range(5):
        journal.add(Entry("r", (str(number),), 200, 1, 0.0, 0.0, ()))

    assert [one.ids for one in journal.of("r")] == [("3",), ("4",)]
    assert journal.counts["r"] == 5


def test_highest_counts_what_was_in_the_making_at_once():
    journal = Journal()
    for route, at, seconds in (("a", 0.0, 1.0), ("a", 0.5, 1.0), ("a", 1.0, 0.5), ("b", 0.6, 0.1)):
        journal.add(Entry(route, (), 200, 1, at, seconds, ()))

    assert [journal.highest("a"), journal.highest("a", "b"), journal.highest("c")] == [2, 3, 0]
