import pytest

from app.engine.tagged import put_together, take_apart
from app.model.described import Described, ItemList
from app.model.failure import Failure, FailureKind
from app.model.folder_card import Count, FolderCard, FolderCounts, ProblemCount
from app.model.harvest_record import HarvestRecord
from app.model.job import JobState
from app.model.problem import ProblemKind
from app.model.source import Listed
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
        FolderCard("/town", "Town"),
        FolderCounts(1, 2, 2, 2, True, 2, 5, problems=(ProblemCount(ProblemKind.OUTSIDE, 1, 2),)),
        Count("car", 3),
        TreeNode(NodeKind.TEAM, 1, None, None, "Team"),
        Described("1", HarvestRecord(id="1", name="mly_1.jpg", file="", labels={"a": 2}, extra={"mesh": {"id": "9"}})),
        ItemList(
            (Listed("1", "a.jpg", None, None, "1", "{}", "d"),), 2, (("14/1/2", Failure(FailureKind.DATA, "No.")),)
        ),
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
