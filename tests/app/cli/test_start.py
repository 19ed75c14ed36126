"""What is asked before a download."""

from pathlib import Path

import pytest

from app.cli.start import check_destination, check_project
from app.model.answers import DestinationCheck
from app.model.failure import FailedError, Failure, FailureKind
from app.model.queries import CheckDestination, ShowProject
from app.model.spec import SuperviselySpec
from app.model.tree import NodeKind, ProjectPage, TreeNode
from tests.fakes.host import FakeHost


def page(modality: str = "images") -> ProjectPage:
    project = TreeNode(NodeKind.PROJECT, 7, 1, None, "Town", modality)
    dataset = TreeNode(NodeKind.DATASET, 3, None, 7, "day", modality)
    return ProjectPage(project, "", (dataset,), (), (), ())


async def test_a_folder_of_somebody_else_stops_the_command():
    refused = DestinationCheck(False, "Notes.txt is not Windrow’s. Choose another folder.", "Notes.txt", False, 1, 1)

    with pytest.raises(FailedError, match=r"Notes\.txt is not Windrow’s"):
        await check_destination(FakeHost({CheckDestination: refused}), Path("/data"))


async def test_a_good_folder_tells_its_room():
    good = DestinationCheck(True, "", "", False, 5, 9)

    assert await check_destination(FakeHost({CheckDestination: good}), Path("/data")) == good


@pytest.mark.parametrize(
    ("modality", "datasets", "words"),
    [("videos", (), "holds videos"), ("images", (3, 99), "has no dataset 99")],
    ids=["videos", "no such dataset"],
)
async def test_what_cannot_be_downloaded_is_said_before_anything_is_made(modality, datasets, words):
    host = FakeHost({ShowProject: page(modality)})

    with pytest.raises(FailedError, match=words):
        await check_project(host, "here", SuperviselySpec(project_id=7, dataset_ids=datasets))


async def test_a_good_project_gives_its_page():
    host = FakeHost({ShowProject: page()})

    assert (await check_project(host, "here", SuperviselySpec(project_id=7, dataset_ids=(3,)))).project.name == "Town"


async def test_an_unknown_project_is_named():
    gone = Failure(FailureKind.NOT_FOUND, "Gone.")

    with pytest.raises(FailedError, match="no project 7 for this account"):
        await check_project(FakeHost({ShowProject: gone}), "here", SuperviselySpec(project_id=7))
