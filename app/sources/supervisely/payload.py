"""What the ledger keeps of a listed image so that it can be located later: compact JSON, written and read here.

Only what the spec needs: size in pixels always, tags for tags-only downloads, info and metadata when they are wanted.
"""

import json

import msgspec
from msgspec import Raw

from app.model.blob_slice import Slice
from app.model.item import Item
from app.model.spec import Annotations, SuperviselySpec
from app.sources.supervisely.names import full_name, hex_digest
from app.sources.supervisely.wire import IMAGE_TAGS, NULL, ImageEntity, ImageInfo, ImageTag, whole

EMPTY = (b"", b"null", b"{}", b"[]", b'""', b"0", b"false")


class Payload(msgspec.Struct, omit_defaults=True):
    """What is needed to locate an image.

    Attributes:
        w, h: Pixels; None when the listing does not say.
        n: Labels on the image, a hint for the weight of its annotation.
        tags: Tags as they go to the annotation file, for tags-only downloads.
        meta: Metadata attached to the image.
        info: Content of the info file.
        slice: Where the image lies in an archive, when archives are kept.
        archive: What the server wants to hear for the archive itself: of the slice, or of an item that is one.
    """

    w: int | None = None
    h: int | None = None
    n: int = 0
    tags: Raw = NULL
    meta: Raw = NULL
    info: Raw = NULL
    slice: Slice | None = None
    archive: str = ""


PAYLOAD = msgspec.json.Decoder(Payload)


class TagName(msgspec.Struct):
    """A tag of the project as far as tags of images need it."""

    id: int | str | None = None
    name: str = ""
    value_type: str = "none"


def wants(spec: SuperviselySpec) -> str:
    """Return which files a spec wants beside the image; empty for the usual annotation alone."""
    words = [] if spec.annotations is Annotations.FULL else [spec.annotations.value]
    words += ["info"] * spec.save_image_info + ["meta"] * spec.save_image_meta
    return "+".join(words)


def item(
    entity: ImageEntity, key: int, info: ImageInfo | None, tags: dict[int, TagName], spec: SuperviselySpec
) -> Item:
    """Return a listed image as an item.

    Args:
        entity: What the listing tells.
        key: Its id.
        info: All its fields, when info files are wanted.
        tags: Tags of the project by id, when only tags are wanted.
        spec: What is wanted.
    """
    name = full_name(entity.name or str(key), entity.mime)
    size = whole(entity.size)
    labels = whole(entity.labels_count) or 0
    image_tags = _tag_list(entity.tags)
    payload = Payload(w=whole(entity.width), h=whole(entity.height), n=labels)
    if spec.annotations is Annotations.TAGS:
        payload.tags = Raw(msgspec.json.encode([_named(tag, tags) for tag in image_tags]))
    if spec.save_image_meta and bytes(entity.meta) not in EMPTY:
        payload.meta = entity.meta
    if info is not None:
        payload.info = Raw(_info_text(info, name, size))
    place = _slice(entity) if spec.blobs and spec.save_images else None
    if place is not None:
        payload.slice, payload.archive = place, entity.download_id or ""
        # What travels is the archive; its length and its hashes are looked at when all of it is here.
        size = None
    # What was asked for is part of the version: asking for more is a change, too.
    version = f"{entity.updated_at or ''} {labels} {len(image_tags)} {wants(spec)}".rstrip()
    return Item(
        key=str(key),
        name=name,
        size=size,
        sha256=hex_digest(entity.hash) if place is None else None,
        version=version,
        payload=msgspec.json.encode(payload).decode(),
    )


def _slice(entity: ImageEntity) -> Slice | None:
    """Return where an image lies in an archive; None for one that is a file, or whose place makes no sense."""
    archive, start, end = whole(entity.related_data_id), whole(entity.offset_start), whole(entity.offset_end)
    if archive is None or start is None or end is None or not entity.download_id or not 0 <= start < end:
        return None
    return Slice(str(archive), start, end, hex_digest(entity.hash))


def _tag_list(raw: Raw) -> list[ImageTag]:
    try:
        return IMAGE_TAGS.decode(raw) or []
    except msgspec.DecodeError:
        return []


def _named(tag: ImageTag, tags: dict[int, TagName]) -> dict[str, Raw]:
    """Return a tag as it lies in an annotation file."""
    key = whole(tag.tag_id)
    known = tags.get(key, TagName()) if key is not None else TagName()
    entry = {"name": Raw(msgspec.json.encode(known.name or f"unknown:{key}"))}
    if known.value_type != "none":
        entry["value"] = tag.value
    marks = {"labelerLogin": tag.labeler_login, "updatedAt": tag.updated_at, "createdAt": tag.created_at}
    entry |= {word: value for word, value in marks.items() if bytes(value) != b"null"}
    if bytes(tag.custom_data) not in EMPTY:
        entry["customData"] = tag.custom_data
    return entry


def _info_text(info: ImageInfo, name: str, size: int | None) -> bytes:
    """Return the 27 fields of an info file as compact JSON, in the order of that file."""
    fields: dict[str, Raw] = {}
    for word in ImageInfo.__struct_fields__:
        fields[word] = getattr(info, word)
        if word == "mime":
            fields["ext"] = Raw(json.dumps(_extension(info.mime)).encode())
    fields["name"] = Raw(msgspec.json.encode(name))
    if bytes(info.size).startswith(b'"'):
        fields["size"] = Raw(msgspec.json.encode(size))
    return msgspec.json.encode(fields)


def _extension(mime: Raw) -> str | None:
    text = msgspec.json.decode(mime)
    return text.split("/")[1] if isinstance(text, str) and "/" in text else None
