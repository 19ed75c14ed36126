import argparse
import shlex

import pytest

from app.cli import download
from app.model.spec import Annotations, Mode, SuperviselySpec
from ui.plan.choice import Choice, Order
from ui.plan.command_text import command_lines, spec_words

WHOLE = Choice("supervisely@app.supervisely.com", 5, "signs")
PART = Choice("acc", 5, "signs", (7, 8), ("train", "val"))
SPECS = {
    "plain": (WHOLE, SuperviselySpec()),
    "datasets": (PART, SuperviselySpec()),
    "everything": (
        PART,
        SuperviselySpec(
            annotations=Annotations.TAGS,
            save_images=False,
            save_image_info=True,
            save_image_meta=True,
            labelled_only=True,
            where=("class:a car", "tag:weather=light rain"),
            limit=50,
            mode=Mode.ASYNC,
            batch_size=32,
            cache="/data/the cache",
        ),
    ),
    "nested": (PART, SuperviselySpec(with_children=True)),
    "images": (WHOLE, SuperviselySpec(image_ids=(1, 2, 3), annotations=Annotations.NONE)),
}


def parse(line):
    parser = argparse.ArgumentParser()
    download.add(parser.add_subparsers())
    words = shlex.split(line)
    assert words[0] == "windrow"
    return parser.parse_args(words[1:])


@pytest.mark.parametrize(("choice", "what"), SPECS.values(), ids=SPECS)
def test_the_command_line_reads_what_the_window_wrote(choice, what):
    order = Order(what, "/data/my 'best' signs", workers=8, rate_limit=2_000_000)

    options = parse(command_lines((choice,), order))

    expected = SuperviselySpec(
        project_id=5,
        dataset_ids=choice.dataset_ids,
        with_children=what.with_children,
        image_ids=what.image_ids,
        annotations=what.annotations,
        save_images=what.save_images,
        save_image_info=what.save_image_info,
        save_image_meta=what.save_image_meta,
        labelled_only=what.labelled_only,
        where=what.where,
        limit=what.limit,
        mode=what.mode,
        batch_size=what.batch_size,
        cache=what.cache,
    )
    assert download.spec_from(options) == expected
    assert str(options.to) == "/data/my 'best' signs"
    assert options.account == choice.account


def test_several_projects_make_several_lines():
    other = Choice("acc", 6, "cracks")

    lines = command_lines((WHOLE, other), Order(SuperviselySpec(), "/data")).splitlines()

    assert [parse(line).to for line in lines] == [
        type(parse(lines[0]).to)(f"/data/{name}") for name in ("signs", "cracks")
    ]


def test_defaults_need_no_words():
    assert spec_words(SuperviselySpec(project_id=9)) == []
