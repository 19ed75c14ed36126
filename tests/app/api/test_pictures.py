"""Images for programs: the same bytes whichever way, in order, checked, and named when they cannot be had."""

import io

import numpy as np
import pytest
from PIL import Image

from app.api import FailedError, Windrow
from app.api.pictures import decoded, written
from app.sandbox.server import SandboxSettings
from tests.fakes.sandbox import running_sandbox

pytestmark = pytest.mark.slow
DATASET = 2900
SCALE = SandboxSettings(scale=12)


async def dataset_of(windrow):
    (team,) = await windrow.tree()
    (workspace,) = await windrow.tree(team.kind, team.id)
    projects = await windrow.tree(workspace.kind, workspace.id)
    project = next(one for one in projects if one.name.startswith("Scale"))
    return (await windrow.datasets(project.id))[0].id


async def test_one_and_many_bring_the_same_bytes_whichever_way(tmp_path):
    told = []
    async with running_sandbox(SCALE) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        dataset = await dataset_of(windrow)
        images = await windrow.images(dataset)
        ids = [int(one.key) for one in images][::-1]
        shared = await windrow.images_bytes(dataset, ids, batch_size=5, on_progress=lambda *now: told.append(now))
        alone = await windrow.images_bytes(dataset, ids, batch_size=1, workers=4)
        one = await windrow.image_bytes(ids[0])
        array = await windrow.image_array(ids[0])
        arrays = await windrow.images_arrays(dataset, ids[:3])
        path = await windrow.image_file(ids[0], tmp_path / "new" / "one.jpg")
        paths = await windrow.images_files(dataset, ids, [tmp_path / f"{key}.jpg" for key in ids])

    assert shared == alone
    assert [len(body) for body in shared] == [image.size for image in images][::-1]
    assert one == shared[0] == path.read_bytes() == paths[0].read_bytes()
    assert array.shape == arrays[0].shape
    assert (array.shape[2], array.dtype) == (3, np.uint8)
    assert told[-1] == (12, 12)
    assert sorted(file.name for file in tmp_path.glob("*")) == sorted(["new", *(f"{key}.jpg" for key in ids)])


async def test_what_cannot_be_had_is_named():
    async with running_sandbox(SCALE) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        dataset = await dataset_of(windrow)
        ids = [int(one.key) for one in await windrow.images(dataset, limit=2)]
        with pytest.raises(FailedError, match="Image 424242: "):
            await windrow.image_bytes(424242)
        with pytest.raises(FailedError, match="424242"):
            await windrow.images_bytes(dataset, [*ids, 424242])
        with pytest.raises(FailedError):
            await windrow.images(987654)
        with pytest.raises(ValueError, match="batch_size is 0"):
            await windrow.images_bytes(dataset, ids, batch_size=0)
        with pytest.raises(ValueError, match="2 images and 1 paths"):
            await windrow.images_files(dataset, ids, ["one.jpg"])


@pytest.mark.parametrize(
    ("mode", "keep_alpha", "channels"),
    [("RGB", False, 3), ("L", False, 3), ("CMYK", False, 3), ("RGBA", False, 3), ("RGBA", True, 4), ("RGB", True, 3)],
)
def test_arrays_are_red_green_blue_whatever_the_file_holds(mode, keep_alpha, channels):
    memory = io.BytesIO()
    Image.new(mode, (4, 3)).save(memory, "TIFF")

    assert decoded(memory.getvalue(), "7", keep_alpha).shape == (3, 4, channels)


def test_what_is_no_picture_and_what_cannot_be_written_are_sentences(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(FailedError, match="Image 7: it cannot be decoded"):
        decoded(b"no picture", "7", keep_alpha=False)
    with pytest.raises(FailedError, match="cannot be written"):
        written(tmp_path / "file" / "one.jpg", b"x")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]
