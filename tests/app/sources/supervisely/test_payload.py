"""What the ledger keeps of an image is small and enough."""

import json

import msgspec
import pytest

from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.payload import PAYLOAD, TagName, item, wants
from app.sources.supervisely.wire import ImageEntity, ImageInfo

ENTITY = {
    "id": 7,
    "name": "a",
    "mime": "image/png",
    "size": "12",
    "width": 100,
    "height": 60,
    "labelsCount": 3,
    "updatedAt": "T1",
    "meta": {"camera": "é"},
    "tags": [
        {"tagId": 5, "value": "x", "labelerLogin": "ada", "createdAt": "c", "updatedAt": "u", "customData": {"k": 1}},
        {"tagId": "6", "value": None},
        {"tagId": 404},
    ],
}
TAGS = {5: TagName(5, "side", "any_string"), 6: TagName(6, "seen", "none")}


def listed(spec: SuperviselySpec, **changes: object):
    body = json.dumps({**ENTITY, **changes}).encode()
    info = msgspec.json.decode(body, type=ImageInfo) if spec.save_image_info else None
    return item(msgspec.json.decode(body, type=ImageEntity), 7, info, TAGS, spec)


def test_a_plain_download_keeps_next_to_nothing():
    """A million images must fit into the ledger."""
    assert listed(SuperviselySpec()).payload == '{"w":100,"h":60,"n":3}'


def test_tags_are_kept_as_they_go_to_the_file():
    payload = PAYLOAD.decode(listed(SuperviselySpec(annotations=Annotations.TAGS)).payload)

    assert json.loads(bytes(payload.tags)) == [
        {
            "name": "side",
            "value": "x",
            "labelerLogin": "ada",
            "updatedAt": "u",
            "createdAt": "c",
            "customData": {"k": 1},
        },
        {"name": "seen"},
        {"name": "unknown:404"},
    ]


def test_info_has_the_27_fields_in_their_order():
    payload = PAYLOAD.decode(listed(SuperviselySpec(save_image_info=True)).payload)
    info = json.loads(bytes(payload.info))

    assert " ".join(info) == (
        "id name link hash mime ext size width height labels_count dataset_id created_at updated_at meta path_original "
        "full_storage_url tags created_by related_data_id download_id offset_start offset_end ai_search_meta "
        "embeddings_updated_at project_id description parent_id"
    )
    assert (info["name"], info["ext"], info["size"], info["link"]) == ("a.png", "png", 12, None)


@pytest.mark.parametrize(("meta", "kept"), [({"a": 1}, True), ({}, False), (None, False)])
def test_metadata_is_kept_when_there_is_any(meta, kept):
    payload = PAYLOAD.decode(listed(SuperviselySpec(save_image_meta=True), meta=meta).payload)

    assert (bytes(payload.meta) != b"null") is kept


def test_the_version_is_that_of_image_and_labels():
    plain = SuperviselySpec()

    versions = {
        listed(plain).version,
        listed(plain, updatedAt="T2").version,
        listed(plain, labelsCount=4).version,
        listed(plain, tags=[]).version,
        listed(SuperviselySpec(annotations=Annotations.NONE)).version,
        listed(SuperviselySpec(save_image_info=True)).version,
    }

    assert len(versions) == 6
    assert listed(plain).version == listed(SuperviselySpec(limit=5)).version


def test_what_is_wanted_has_a_name():
    assert wants(SuperviselySpec()) == ""
    assert wants(SuperviselySpec(annotations=Annotations.TAGS, save_image_info=True, save_image_meta=True)) == (
        "tags+info+meta"
    )


@pytest.mark.parametrize("tags", [None, "x", [5], {"a": 1}])
def test_odd_tags_cost_nobody_an_image(tags):
    assert listed(SuperviselySpec(annotations=Annotations.TAGS), tags=tags).key == "7"
