"""Annotations come in bulk; one bad image costs nobody else."""

import json

import pytest

from app.model.failure import FailedError, Failure, FailureKind
from app.model.layout import SidecarKind
from app.model.source import Listed
from app.model.spec import SuperviselySpec
from app.sources.supervisely.client import Client
from app.sources.supervisely.label_weights import LabelWeights
from app.sources.supervisely.locating import located
from tests.fakes.small_server import ROOT, SmallServer, matte

CLIENT = Client("https://server.test")
SPEC = SuperviselySpec(project_id=7)


def listed(key: int, payload: str = '{"w":100,"h":60,"n":1}', dataset: int = ROOT) -> Listed:
    return Listed(str(key), f"{key}.jpg", 10, None, "", payload, str(dataset))


def server(count: int) -> SmallServer:
    return SmallServer(count)


def ids(one: SmallServer) -> list[int]:
    return sorted(len(body["imageIds"]) for body in one.network.asked("annotations.bulk.info"))


async def test_at_most_fifty_images_share_a_request():
    small = server(120)

    found = await located(SPEC, [listed(1000 + n) for n in range(120)], CLIENT, small.network, LabelWeights())

    assert len(found) == 120
    assert ids(small) == [20, 50, 50]


async def test_heavy_labels_share_less_once_they_were_seen():
    """An answer of many megabytes stalls everybody behind it."""
    small, weights = server(6), LabelWeights()
    mask = {"geometryType": "bitmap", "bitmap": {"data": "x" * 30_000, "origin": [0, 0]}}
    small.objects = {1000 + n: [mask] * 20 for n in range(6)}
    items = [listed(1000 + n, '{"w":1,"h":1,"n":20}') for n in range(6)]

    await located(SPEC, items, CLIENT, small.network, weights)
    first = ids(small)
    await located(SPEC, items, CLIENT, small.network, weights)

    assert first == [6]
    assert ids(small) == [2, 2, 2, 6]


async def test_many_light_labels_share_a_request_from_the_first_answer_on():
    small, weights = server(9), LabelWeights()
    items = [listed(1000 + n, '{"w":1,"h":1,"n":400}') for n in range(9)]

    await located(SPEC, items, CLIENT, small.network, weights)
    first = ids(small)
    await located(SPEC, items, CLIENT, small.network, weights)

    assert first == [3, 3, 3]
    assert ids(small) == [3, 3, 3, 9]


@pytest.mark.parametrize(
    ("payload", "save_images", "asked"),
    [('{"w":1,"h":1}', True, False), ("{}", True, True), ('{"w":1,"h":1}', False, True), ("broken", True, True)],
    ids=["size known", "size unknown", "no images", "payload of another version"],
)
async def test_sizes_of_linked_images_are_asked_for_when_nobody_knows_them(payload, save_images, asked):
    small = server(2)
    spec = SuperviselySpec(project_id=7, save_images=save_images)

    await located(spec, [listed(1000, payload), listed(1001)], CLIENT, small.network, LabelWeights())

    assert [b["forceMetadataForLinks"] for b in small.network.asked("annotations.bulk.info")] == [asked]


async def test_foreign_annotations_are_dropped():
    small = server(2)
    bulk = small.network.routes["annotations.bulk.info"]
    small.network.routes["annotations.bulk.info"] = lambda b: [{"imageId": 55, "annotation": {}}, *bulk(b)]

    found = await located(SPEC, [listed(1000), listed(1001)], CLIENT, small.network, LabelWeights())

    assert [one.key for one in found] == ["1000", "1001"]
    assert all(one.failure is None for one in found)


async def test_an_annotation_that_cannot_be_read_fails_its_image_alone():
    small = server(3)
    bulk = small.network.routes["annotations.bulk.info"]
    small.network.routes["annotations.bulk.info"] = lambda b: [
        {"imageId": 1001, "annotation": [1]},
        *[entry for entry in bulk(b) if entry["imageId"] != 1001],
    ]

    found = await located(SPEC, [listed(1000), listed(1001), listed(1002)], CLIENT, small.network, LabelWeights())

    assert [one.failure and one.failure.kind for one in found] == [None, FailureKind.DATA, None]
    assert found[1].sidecars == ()
    assert found[1].call is None


@pytest.mark.parametrize("kind", [FailureKind.REFUSED, FailureKind.FORBIDDEN, FailureKind.NOT_FOUND])
async def test_a_refused_request_is_halved_until_the_culprit_is_found(kind):
    small = server(8)
    small.gone = {1005}
    failure = Failure(kind, "No.", status=400)
    bulk = small.network.routes["annotations.bulk.info"]
    small.network.routes["annotations.bulk.info"] = lambda b: failure if 1005 in b["imageIds"] else bulk(b)

    found = await located(SPEC, [listed(1000 + n) for n in range(8)], CLIENT, small.network, LabelWeights())

    assert [one.key for one in found if one.failure] == ["1005"]
    assert len(small.network.asked("annotations.info")) <= 2


@pytest.mark.parametrize("kind", [FailureKind.RATE, FailureKind.SERVER, FailureKind.AUTH, FailureKind.NETWORK])
async def test_what_concerns_everybody_is_raised(kind):
    small = server(2)
    small.network.routes["annotations.bulk.info"] = lambda _: Failure(kind, "No.", retry_after=7)

    with pytest.raises(FailedError) as caught:
        await located(SPEC, [listed(1000), listed(1001)], CLIENT, small.network, LabelWeights())

    assert caught.value.failure.kind is kind
    assert small.network.in_flight == 0


async def test_an_answer_that_is_no_list_is_raised():
    small = server(2)
    small.network.routes["annotations.bulk.info"] = lambda _: b"<html>"

    with pytest.raises(FailedError) as caught:
        await located(SPEC, [listed(1000), listed(1001)], CLIENT, small.network, LabelWeights())

    assert caught.value.failure.kind is FailureKind.DATA


async def test_a_single_answer_for_another_image_is_refused():
    small = server(2)
    small.network.routes["annotations.info"] = lambda _: small.annotation(1001)

    found = await located(SPEC, [listed(1000)], CLIENT, small.network, LabelWeights())

    assert found[0].failure is not None
    assert found[0].failure.kind is FailureKind.DATA


async def test_a_failed_mask_fails_its_image_alone():
    small = server(2)
    small.objects = {1000: [matte(5)], 1001: [matte(6)]}
    small.missing_masks = {6}

    found = await located(SPEC, [listed(1000), listed(1001)], CLIENT, small.network, LabelWeights())

    assert [one.failure is None for one in found] == [True, False]


async def test_unknown_sizes_are_filled_into_annotation_and_info():
    """The same numbers in both files."""
    small = server(1)
    for image in small.images[ROOT]:
        image["width"] = image["height"] = None
    payload = '{"w":30,"h":20,"info":{"id":1000,"width":null,"height":null}}'
    spec = SuperviselySpec(project_id=7, save_image_info=True)

    found = await located(spec, [listed(1000, payload)], CLIENT, small.network, LabelWeights())

    files = {sidecar.kind: json.loads(sidecar.body) for sidecar in found[0].sidecars}
    assert files[SidecarKind.ANNOTATION]["size"] == {"height": 20, "width": 30}
    assert files[SidecarKind.IMAGE_INFO] == {"id": 1000, "width": 30, "height": 20}
