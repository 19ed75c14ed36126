"""Every archive is listed once, before the first image that lies in it."""

import msgspec

from app.model.item import Item
from app.model.spec import SuperviselySpec
from app.sources.supervisely.archives import Archives, is_archive
from app.sources.supervisely.payload import PAYLOAD, item
from app.sources.supervisely.wire import ImageEntity

BLOBS = SuperviselySpec(1, blobs=True)


def image(number: int, spec: SuperviselySpec = BLOBS, **fields: object) -> Item:
    values = {"id": number, "name": f"{number}.jpg", "size": 9, "relatedDataId": 5, "downloadId": "d5"}
    values |= {"offsetStart": 512, "offsetEnd": 521} | fields
    return item(msgspec.convert(values, ImageEntity), number, None, {}, spec)


def test_archives_are_items_that_lie_in_their_own_folder():
    archives = Archives()

    pages = list(archives.fresh([image(1), image(2), image(3, relatedDataId=6, downloadId="d6")]))

    assert [(one.key, one.name) for page in pages for one in page.items] == [("blob:5", "5.tar"), ("blob:6", "6.tar")]
    assert all(page.dataset.is_plain for page in pages)
    assert all(is_archive(PAYLOAD.decode(one.payload)) for page in pages for one in page.items)
    assert list(archives.fresh([image(4)])) == []


def test_images_of_an_archive_are_no_files_of_their_own():
    one = image(1)

    assert (one.size, one.sha256) == (None, None)
    assert PAYLOAD.decode(one.payload).slice.start == 512
    assert not is_archive(PAYLOAD.decode(one.payload))


def test_images_are_files_when_archives_are_not_wanted_or_their_place_makes_no_sense():
    plain = [
        image(1, SuperviselySpec(1)),
        image(1, SuperviselySpec(1, blobs=True, save_images=False)),
        image(1, downloadId=None),
        image(1, offsetStart=600),
        image(1, offsetEnd=None),
    ]

    assert [one.size for one in plain] == [9] * 5
    assert list(Archives().fresh(plain)) == []
