import pytest

from app.engine.tagged import put_together, take_apart
from app.model.job import JobState
from app.model.tree import NodeKind, TreeNode


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        3,
        2.5,
        "text",
        b"bytes",
        JobState.DONE,
        (1, ("a",), ()),
        {"list": 3},
        TreeNode(NodeKind.TEAM, 1, None, None, "Team"),
    ],
    ids=repr,
)
def test_values_come_back(value: object) -> None:
    assert put_together(take_apart(value)) == value


def test_only_records_of_the_model_come_back() -> None:
    with pytest.raises(KeyError):
        put_together({"": "Popen", "args": ["true"]})


def test_strangers_are_not_taken_apart() -> None:
    with pytest.raises(TypeError, match="not a record"):
        take_apart(object())
