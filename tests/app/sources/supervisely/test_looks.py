"""A first look shows a few images from all over the project."""

from app.model.failure import Failure, FailureKind
from app.model.geometry import Mask, Rectangle
from app.sources.supervisely.client import Client
from app.sources.supervisely.looks import LARGEST, first_look
from tests.fakes.small_server import CHILD, PROJECT, ROOT, SmallServer, image_bytes, matte

CLIENT = Client("https://server.test")


async def look(small: SmallServer, count: int = 4, datasets: tuple[int, ...] = ()):
    return await first_look(PROJECT, datasets, count, CLIENT, small.network)


async def test_images_come_from_all_datasets_with_labels_in_pixels():
    looks = await look(SmallServer())

    assert [one.name for one in looks] == [
        "view 1000.jpeg",
        "view 2000.jpeg",
        "view 1002.jpeg",
        "view 2001.jpeg",
    ]
    assert looks[0].image == image_bytes(1000, 2000)
    assert looks[0].annotation.labels[0].geometry == Rectangle(6, 5, 8, 7)
    assert looks[0].annotation.labels[0].color == "#FF0000"


async def test_only_chosen_datasets_are_looked_at():
    assert [one.name for one in await look(SmallServer(), datasets=(CHILD,))] == ["view 2000.jpeg", "view 2001.jpeg"]


async def test_large_images_are_passed_over():
    small = SmallServer()
    for image in small.images[ROOT][:4]:
        image["size"] = LARGEST + 1

    assert [one.name for one in await look(small, datasets=(ROOT,))] == ["view 1004.jpeg"]


async def test_alpha_masks_are_part_of_it():
    small = SmallServer()
    small.objects = {1000: [matte(5)]}

    looks = await look(small, 1, (ROOT,))

    assert isinstance(looks[0].annotation.labels[0].geometry, Mask)


async def test_an_image_that_cannot_be_had_is_left_out():
    small = SmallServer()
    images = small.network.routes["images.download"]
    small.network.routes["images.download"] = lambda b: (
        Failure(FailureKind.FORBIDDEN, "No.") if b["id"] == 1000 else images(b)
    )

    assert "view 1000.jpeg" not in [one.name for one in await look(small)]


async def test_labels_that_cannot_be_had_are_said_to_be_missing():
    small = SmallServer()
    small.gone = {1000}

    looks = await look(small, 1, (ROOT,))

    assert looks[0].annotation.problems == ("Its labels could not be read.",)


async def test_an_empty_project_has_nothing_to_show():
    small = SmallServer(0)
    small.datasets = small.datasets[:1]

    assert await look(small) == []
    assert await look(SmallServer(), 0) == []
