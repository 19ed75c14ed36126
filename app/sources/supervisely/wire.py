"""Answers of the service as typed records, read leniently.

Unknown keys are ignored, missing ones take their default, numbers may be text. What must stay exactly as it came is
kept as raw JSON.
"""

from typing import Generic, TypeVar

import msgspec
from msgspec import Raw

from app.model.call import Answer
from app.model.failure import FailedError, Failure, FailureKind

T = TypeVar("T")
Number = int | float | str | None
NULL = Raw(b"null")


def whole(value: Number) -> int | None:
    """Return a number that may have come as text; None when it is none, negative or not whole."""
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    return value if value is not None and 0 <= value < 2**63 else None


class Entity(msgspec.Struct, rename="camel"):
    """What teams, workspaces, projects and datasets have in common."""

    id: Number = None
    name: str | None = None
    updated_at: str | None = None


class ProjectEntity(Entity, rename="camel"):
    """A project. `settings` stays raw."""

    description: str | None = None
    size: Number = None
    workspace_id: Number = None
    images_count: Number = None
    items_count: Number = None
    datasets_count: Number = None
    type: str | None = None
    settings: Raw = NULL


class DatasetEntity(Entity, rename="camel"):
    """A dataset; a root has no parent."""

    project_id: Number = None
    parent_id: Number = None
    size: Number = None
    images_count: Number = None
    items_count: Number = None


class ImageEntity(msgspec.Struct, rename="camel"):
    """What the listing tells of an image, as far as every download needs it."""

    id: Number = None
    name: str | None = None
    mime: str | None = None
    hash: str | None = None
    size: Number = None
    width: Number = None
    height: Number = None
    labels_count: Number = None
    dataset_id: Number = None
    updated_at: str | None = None
    tags: Raw = NULL
    meta: Raw = NULL
    related_data_id: Number = None
    download_id: str | None = None
    offset_start: Number = None
    offset_end: Number = None


class ImageTag(msgspec.Struct, rename="camel"):
    """A tag in a listing: it names its meta by id only."""

    tag_id: Number = None
    value: Raw = NULL
    labeler_login: Raw = NULL
    updated_at: Raw = NULL
    created_at: Raw = NULL
    custom_data: Raw = NULL


class ImageInfo(msgspec.Struct, rename="camel"):
    """All fields of an image that go to `img_info`, untouched, in the order of that file (`ext` is added there)."""

    id: Raw = NULL
    name: Raw = NULL
    link: Raw = NULL
    hash: Raw = NULL
    mime: Raw = NULL
    size: Raw = NULL
    width: Raw = NULL
    height: Raw = NULL
    labels_count: Raw = NULL
    dataset_id: Raw = NULL
    created_at: Raw = NULL
    updated_at: Raw = NULL
    meta: Raw = NULL
    path_original: Raw = NULL
    full_storage_url: Raw = NULL
    tags: Raw = NULL
    created_by: Raw = NULL
    related_data_id: Raw = NULL
    download_id: Raw = NULL
    offset_start: Raw = NULL
    offset_end: Raw = NULL
    ai_search_meta: Raw = NULL
    embeddings_updated_at: Raw = NULL
    project_id: Raw = NULL
    description: Raw = NULL
    parent_id: Raw = NULL


class AnnotationEntity(msgspec.Struct, rename="camel"):
    """An annotation with the image it belongs to; the annotation itself stays raw."""

    image_id: Number = None
    annotation: Raw = NULL


class Version(msgspec.Struct):
    """The answer about the version of the server."""

    version: str = ""


class Page(msgspec.Struct, Generic[T], rename="camel"):
    """One page of a listing."""

    total: Number = None
    per_page: Number = None
    pages_count: Number = None
    entities: list[T] = msgspec.field(default_factory=list)
    after: Number = None


ENTITIES = msgspec.json.Decoder(Page[Entity])
PROJECTS = msgspec.json.Decoder(Page[ProjectEntity])
PROJECT = msgspec.json.Decoder(ProjectEntity)
DATASETS = msgspec.json.Decoder(Page[DatasetEntity])
DATASET = msgspec.json.Decoder(DatasetEntity)
IMAGES = msgspec.json.Decoder(Page[ImageEntity])
IMAGE_INFOS = msgspec.json.Decoder(Page[ImageInfo])
IMAGE_TAGS = msgspec.json.Decoder(list[ImageTag] | None)
ANNOTATION = msgspec.json.Decoder(AnnotationEntity)
ANNOTATIONS = msgspec.json.Decoder(list[AnnotationEntity])
VERSION = msgspec.json.Decoder(Version)


def read(decoder: msgspec.json.Decoder[T], answer: Answer, route: str) -> T:
    """Return the record that an answer holds.

    Raises:
        FailedError: DATA, when the body is not JSON of that form.
    """
    try:
        return decoder.decode(answer.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise FailedError(unreadable(f"{route}: {error}")) from None


def unreadable(detail: str) -> Failure:
    """Return the failure for an answer that is not what the service is known to send."""
    return Failure(
        FailureKind.DATA,
        "The server sent an answer that cannot be read.",
        "Try again; if it happens again, check that the address belongs to a Supervisely server.",
        detail=detail,
    )
