"""The request log."""

from app.sandbox.journal import Entry, Journal


def test_old_entries_leave_their_count():
    journal = Journal(most=2)
    for number in range(5):
        journal.add(Entry("r", (str(number),), 200, 1, 0.0, 0.0, ()))

    assert [one.ids for one in journal.of("r")] == [("3",), ("4",)]
    assert journal.counts["r"] == 5
