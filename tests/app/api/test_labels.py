"""Annotations for programs: what a download writes, as JSON, as objects, and as masks."""

import json

import numpy as np
import pytest

from app.api import FailedError, Windrow, label_mask
from app.model.annotation import Annotation, Label
from app.model.geometry import Rectangle
from app.sandbox.server import SandboxSettings
from tests.app.api.test_pictures import dataset_of
from tests.fakes.sandbox import running_sandbox

SCALE = SandboxSettings(scale=10)


@pytest.mark.slow
async def test_one_and_many_are_what_a_download_writes(tmp_path):
    async with running_sandbox(SCALE) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        dataset = await dataset_of(windrow)
        images = await windrow.images(dataset)
        ids = [int(one.key) for one in images]
        one = await windrow.annotation_json(ids[0])
        shared = await windrow.annotations_json(dataset, ids, batch_size=4)
        alone = await windrow.annotations_json(dataset, ids, batch_size=1)
        objects = await windrow.annotations(dataset, ids)
        nothing = await windrow.annotations_json(dataset, [])
        figures = await windrow.figures(dataset)
        some = await windrow.figures(dataset, ids[:1], has_geometry=True)
        project = (await windrow.tree("project", 1900))[0].project_id
        await windrow.download(project, tmp_path / "town", save_images=False)

    files = {path.name: json.loads(path.read_text("utf-8")) for path in (tmp_path / "town").rglob("ann/*.json")}
    assert shared == alone == [files[f"{image.name}.json"] for image in images]
    assert one == shared[0]
    assert [len(annotation.labels) for annotation in objects] == [len(document["objects"]) for document in shared]
    assert nothing == []
    assert len(figures) == sum(len(document["objects"]) for document in shared)
    assert {figure.image_id for figure in some} == {ids[0]}
    assert all(figure.geometry for figure in some)


@pytest.mark.slow
async def test_an_annotation_and_a_mask_that_are_not_there_are_named():
    async with running_sandbox(SCALE) as sandbox, Windrow(sandbox.address, sandbox.token) as windrow:
        with pytest.raises(FailedError, match="Image 424242: "):
            await windrow.annotation_json(424242)
        with pytest.raises(FailedError, match="Figure 424242: "):
            await windrow.masks([424242])


def test_a_label_becomes_its_pixels():
    label = Label("car", "#FF0000", Rectangle(1, 1, 3, 2))

    mask = label_mask(Annotation(5, 4, (label,)), label)

    assert (mask.shape, mask.dtype) == ((4, 5), np.bool_)
    assert mask.sum() == 6
