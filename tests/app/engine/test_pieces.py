"""Every question about labels and single images is one call of the source."""

from typing import get_args

import pytest

from app.engine.pieces import LabelQuery, piece
from app.model import queries
from app.model.source import Listed

ITEM = Listed("1", "1.jpg", None, None, "", "{}", "5")
QUERIES = [
    (queries.ListFigures("k", 5, (1,), 2, True), "figures"),
    (queries.CountLabels("k", 7), "statistics"),
    (queries.UploadMasks("k", ()), "upload_masks"),
    (queries.ListImages("k", 5, (1,), 3), "list_images"),
    (queries.ReadImages("k", (ITEM,), True), "read_images"),
    (queries.ReadAnnotations("k", (ITEM,), False), "read_annotations"),
    (queries.ReadMasks("k", (1,)), "read_masks"),
]


class Echo:
    """A source that answers with what it was asked."""

    def __getattr__(self, name):
        async def ask(*values, **options):
            return [name, *values, *options.values()]

        return ask


@pytest.mark.parametrize(("query", "name"), QUERIES, ids=[name for _, name in QUERIES])
async def test_a_question_goes_to_the_source_as_it_is(query, name):
    answer = await piece(query, Echo(), "network")

    assert answer[0] == name
    assert "network" in answer


def test_no_question_is_forgotten():
    assert {type(query) for query, _ in QUERIES} == set(get_args(LabelQuery))
