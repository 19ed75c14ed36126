"""A source without projects refuses every question about them."""

import inspect

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.readable import NothingToRead, Readable

QUESTIONS = [name for name, _ in inspect.getmembers(Readable, inspect.iscoroutinefunction)]


def test_every_question_is_known():
    assert len(QUESTIONS) == 7


@pytest.mark.parametrize("name", QUESTIONS)
async def test_every_question_is_refused_in_words(name):
    ask = getattr(NothingToRead(), name)
    values = {one.name: None for one in inspect.signature(ask).parameters.values()}

    with pytest.raises(FailedError) as refused:
        await ask(**values)

    assert refused.value.failure.kind is FailureKind.REFUSED
    assert "Supervisely" in refused.value.failure.title
