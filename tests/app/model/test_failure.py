"""A failure speaks in sentences."""

import pytest

from app.model.failure import FailedError, Failure, FailureKind


@pytest.mark.parametrize(
    ("hint", "text"),
    [("Try again.", "The server did not answer. Try again."), ("", "The server did not answer.")],
    ids=["with hint", "without"],
)
def test_title_and_hint_are_one_line(hint, text):
    failure = Failure(FailureKind.SERVER, "The server did not answer.", hint)

    assert failure.sentence() == text
    assert str(FailedError(failure)) == text
