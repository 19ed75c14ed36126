"""What a download must know of a project before it starts."""

import pytest

from app.model.failure import FailedError, FailureKind
from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.project import refuse_other_kinds, selection, tag_names
from app.sources.supervisely.wire import ProjectEntity
from tests.fakes.small_server import CHILD, PROJECT, SmallServer

CLIENT = Client("https://server.test")


@pytest.mark.parametrize("kind", [None, "", "images"])
def test_image_projects_are_taken(kind):
    refuse_other_kinds(ProjectEntity(type=kind))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("videos", "a video project"),
        ("volumes", "a volume project"),
        ("point_clouds", "a point cloud project"),
        ("audio", "an audio project"),
        ("holograms", "a project of the kind “holograms”"),
    ],
)
def test_other_projects_are_refused_in_words(kind, words):
    with pytest.raises(FailedError) as caught:
        refuse_other_kinds(ProjectEntity(name="Night", type=kind))

    assert caught.value.failure.kind is FailureKind.REFUSED
    assert caught.value.failure.title == f"“Night” is {words}."


async def test_a_selection_holds_the_chosen_datasets():
    found = await selection(SuperviselySpec(PROJECT, dataset_ids=(CHILD,)), CLIENT, SmallServer().network)

    assert [branch.id for branch in found.branches] == [CHILD]
    assert found.branches[0].names == ((10, "town"), (11, "night"))


async def test_tags_are_asked_for_only_when_a_spec_needs_them():
    small = SmallServer()

    none = await tag_names(SuperviselySpec(PROJECT), CLIENT, small.network)
    some = await tag_names(SuperviselySpec(PROJECT, annotations=Annotations.TAGS), CLIENT, small.network)

    assert none == {}
    assert {key: (tag.name, tag.value_type) for key, tag in some.items()} == {
        5: ("weather", "any_string"),
        6: ("seen", "none"),
    }
    assert len(small.network.calls) == 1


async def test_tags_that_cannot_be_read_are_a_failure():
    small = SmallServer()
    small.network.routes["projects.meta"] = lambda _: {"tags": 5}

    with pytest.raises(FailedError) as caught:
        await tag_names(SuperviselySpec(PROJECT, annotations=Annotations.TAGS), CLIENT, small.network)

    assert caught.value.failure.kind is FailureKind.DATA
