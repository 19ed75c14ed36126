"""How images travelled, in one sentence."""

import pytest

from app.engine.ways import Ways


@pytest.mark.parametrize(
    ("ways", "words"),
    [
        (Ways(), ""),
        (Ways(2, 60, 0), "Pictures asked for: 60 in 2 shared requests."),
        (Ways(0, 0, 1200), "Pictures asked for: 1,200 alone."),
        (Ways(1, 32, 4), "Pictures asked for: 32 in 1 shared requests, 4 alone."),
        (Ways(0, 0, 1, 7), "Pictures from the cache: 7. Pictures asked for: 1 alone."),
    ],
    ids=["nothing", "together", "alone", "both", "cache"],
)
def test_the_sentence_names_what_there_was(ways, words):
    assert ways.words() == words
