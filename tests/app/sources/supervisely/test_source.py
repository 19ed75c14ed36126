"""The whole way through the source: list, locate, pack."""

import json

import pytest

from app.model.account import Account
from app.model.failure import FailedError, FailureKind
from app.model.item import ItemPage
from app.model.layout import SidecarKind
from app.model.source import Listed
from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.source import SuperviselySource
from tests.fakes.kit import fake_kit
from tests.fakes.small_server import CHILD, EMPTY, PROJECT, ROOT, SmallServer, image_bytes, matte, rectangle

ACCOUNT = Account("supervisely@test", "supervisely", "https://server.test", "Test")


def source() -> SuperviselySource:
    return SuperviselySource(ACCOUNT, fake_kit())


async def listing(server: SmallServer, **options: object) -> list[ItemPage]:
    spec = SuperviselySpec(project_id=PROJECT, **options)  # type: ignore[arg-type]
    return [page async for page in source().items(spec, server.network)]


def listed(pages: list[ItemPage]) -> list[Listed]:
    return [
        Listed(i.key, i.name, i.size, i.sha256, i.version, i.payload, page.dataset.key)
        for page in pages
        for i in page.items
    ]


async def test_items_come_in_tree_order_with_full_paths():
    """Parents come before children, every dataset once, empty ones too."""
    server = SmallServer()

    pages = await listing(server)

    assert [(page.dataset.key, page.dataset.path, len(page.items)) for page in pages] == [
        (str(ROOT), (("10", "town"),), 5),
        (str(CHILD), (("10", "town"), ("11", "night")), 2),
        (str(EMPTY), (("12", "empty"),), 0),
    ]
    first = pages[0].items[0]
    assert (first.key, first.name, first.size) == ("1000", "view 1000.jpeg", 2000)
    assert first.sha256 is not None
    assert len(first.sha256) == 64


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        pytest.param({"dataset_ids": (ROOT,)}, ["1000", "1001", "1002", "1003", "1004"], id="without children"),
        pytest.param(
            {"dataset_ids": (ROOT,), "with_children": True},
            ["1000", "1001", "1002", "1003", "1004", "2000", "2001"],
            id="with children",
        ),
        pytest.param({"dataset_ids": (CHILD,)}, ["2000", "2001"], id="child alone"),
        pytest.param({"image_ids": (2001, 1003)}, ["1003", "2001"], id="chosen images"),
        pytest.param({"limit": 6}, ["1000", "1001", "1002", "1003", "1004", "2000"], id="limit"),
    ],
)
async def test_a_spec_chooses_images(options, keys):
    """Datasets, children, image ids and the limit each narrow the list, never its order."""
    pages = await listing(SmallServer(), **options)

    assert [item.key for page in pages for item in page.items] == keys


async def test_a_chosen_image_that_is_not_there_is_named():
    """Nothing is left out silently."""
    with pytest.raises(FailedError) as caught:
        await listing(SmallServer(), image_ids=(1000, 99))

    assert caught.value.failure.kind is FailureKind.NOT_FOUND
    assert "99" in caught.value.failure.title


async def test_the_version_changes_with_what_is_asked_for():
    """Asking for info files later is a change, though the image is the same."""
    plain = await listing(SmallServer())
    more = await listing(SmallServer(), save_image_info=True)

    assert plain[0].items[0].version != more[0].items[0].version


async def test_locate_brings_annotation_files_in_pixels():
    """The file is indented by four, in ASCII, with converted corners; unknown keys stay."""
    server = SmallServer()
    items = listed(await listing(server))

    found = await source().locate(SuperviselySpec(project_id=PROJECT), items, server.network)

    assert {one.key for one in found} == {item.key for item in items}
    body = found[0].sidecars[0].body
    expected = server.annotation(1000)["annotation"]
    expected["objects"][0]["points"]["exterior"] = [[6, 5], [8, 7]]
    assert body.decode() == json.dumps(expected, indent=4)
    assert found[0].call is not None
    assert found[0].call.route == "images.download"
    assert len(server.network.asked("annotations.bulk.info")) == 2


async def test_what_a_bulk_answer_leaves_out_is_asked_for_singly():
    """A missing id costs one request, not the image."""
    server = SmallServer()
    server.missing_in_bulk = {1001}
    items = listed(await listing(server))

    found = await source().locate(SuperviselySpec(project_id=PROJECT), items, server.network)

    assert all(one.failure is None and one.sidecars for one in found)
    assert [body["imageId"] for body in server.network.asked("annotations.info")] == [1001]


async def test_one_image_that_is_gone_fails_alone():
    """The server refuses the whole bulk request; the others still come."""
    server = SmallServer()
    server.gone = {1002}
    items = listed(await listing(server))

    found = {one.key: one for one in await source().locate(SuperviselySpec(project_id=PROJECT), items, server.network)}

    assert [key for key, one in found.items() if one.failure is not None] == ["1002"]
    failure = found["1002"].failure
    assert failure is not None
    assert failure.kind is FailureKind.NOT_FOUND


async def test_alpha_masks_are_completed():
    """Their pixels are asked for by figure, in bulk, and put under `bitmap`; the origin is converted as well."""
    server = SmallServer()
    server.objects = {1000: [rectangle(1), matte(2)], 1001: [matte(3)]}
    server.missing_masks = set()
    items = listed(await listing(server))

    found = await source().locate(SuperviselySpec(project_id=PROJECT), items, server.network)

    document = json.loads(found[0].sidecars[0].body)
    assert document["objects"][1]["bitmap"]["origin"] == [2, 3]
    assert [sorted(b["ids"]) for b in server.network.asked("figures.bulk.download.geometry")] == [[2, 3]]


async def test_an_image_whose_mask_never_comes_fails():
    """An annotation without its mask would be unreadable."""
    server = SmallServer()
    server.objects = {1000: [matte(2)]}
    server.missing_masks = {2}
    items = listed(await listing(server))

    found = await source().locate(SuperviselySpec(project_id=PROJECT), items, server.network)

    assert found[0].failure is not None
    assert found[0].failure.kind is FailureKind.DATA
    assert found[1].failure is None


async def test_tags_only_asks_for_no_annotation():
    """The file is built from the listing; tag names come from the meta."""
    server = SmallServer()
    spec = SuperviselySpec(project_id=PROJECT, annotations=Annotations.TAGS)
    items = listed([page async for page in source().items(spec, server.network)])

    found = await source().locate(spec, items, server.network)

    document = json.loads(found[0].sidecars[0].body)
    assert list(document) == ["description", "size", "tags", "objects", "customBigData"]
    assert document["size"] == {"height": 60, "width": 100}
    assert [list(tag) for tag in document["tags"]] == [
        ["name", "value", "labelerLogin", "updatedAt", "createdAt"],
        ["name"],
    ]
    assert not server.network.asked("annotations.bulk.info")


async def test_info_and_metadata_files_come_when_wanted():
    """Info has 27 fields in their order with the full name; metadata is the object as it came."""
    server = SmallServer()
    spec = SuperviselySpec(
        project_id=PROJECT, annotations=Annotations.NONE, save_image_info=True, save_image_meta=True, save_images=False
    )
    items = listed([page async for page in source().items(spec, server.network)])

    found = await source().locate(spec, items, server.network)

    assert [sidecar.kind for sidecar in found[0].sidecars] == [SidecarKind.IMAGE_INFO, SidecarKind.IMAGE_META]
    info = json.loads(found[0].sidecars[0].body)
    assert len(info) == 27
    assert list(info)[:9] == ["id", "name", "link", "hash", "mime", "ext", "size", "width", "height"]
    assert (info["name"], info["size"], info["ext"]) == ("view 1000.jpeg", 2000, "jpeg")
    assert json.loads(found[0].sidecars[1].body) == {"camera": "A"}
    assert found[0].call is None


async def test_parcels_carry_small_images_of_one_dataset():
    """Every parcel stays within a dataset and its splitter gives the images back by key."""
    server = SmallServer()
    spec = SuperviselySpec(project_id=PROJECT)
    items = listed(await listing(server))

    parcels = source().parcels(spec, items)
    answer = await server.network.ask(parcels[0].call)
    splitter = source().splitter(answer.headers["content-type"])
    parts = [*splitter.feed(answer.body), *splitter.finish()]

    assert [parcel.keys for parcel in parcels] == [("1000", "1001", "1002", "1003", "1004"), ("2000", "2001")]
    assert {part.key: part.body for part in parts} == {key: image_bytes(int(key), 2000) for key in parcels[0].keys}


async def test_a_video_project_is_refused_in_words():
    """The page of the project can still be shown."""
    server = SmallServer()
    server.kind = "videos"

    with pytest.raises(FailedError) as caught:
        await listing(server)
    page = await source().project(PROJECT, server.network)

    assert caught.value.failure.kind is FailureKind.REFUSED
    assert caught.value.failure.sentence() == "“Small town” is a video project. Windrow brings image projects home."
    assert page.project.modality == "videos"


async def test_survey_counts_without_listing_images():
    """Counts and sizes come from the datasets."""
    server = SmallServer()

    survey = await source().survey(SuperviselySpec(project_id=PROJECT), server.network)

    assert (survey.items, survey.size.likely) == (7, 14_000)
    assert not server.network.asked("images.list")


async def test_meta_file_has_defaults_and_settings():
    """Colours are in capitals, missing keys take their default, the settings of the project are added."""
    files = await source().project_files(SuperviselySpec(project_id=PROJECT), SmallServer().network)

    document = json.loads(files[0].body)
    assert files[0].path == "meta.json"
    assert document["classes"][0] == {
        "title": "car",
        "description": "",
        "shape": "rectangle",
        "color": "#FF0000",
        "geometry_config": {},
        "id": 1,
        "hotkey": "",
    }
    assert document["projectSettings"] == {
        "multiView": {"enabled": False, "tagName": None, "tagId": None, "isSynced": False},
        "labelingInterface": "default",
    }
