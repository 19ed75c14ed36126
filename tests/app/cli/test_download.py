"""Options of a download as a spec."""

from pathlib import Path

import pytest

from app.cli.desk import Exit
from app.cli.download import folder_from, spec_from, usage_problem
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.failure import FailedError
from app.model.spec import Annotations, Mode, SuperviselySpec
from tests.fakes.jobs import Table


def options(*words: str):
    return build_parser().parse_args(["download", "7", "--to", "out", *words])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), {}),
        (("--dataset", "3", "--dataset", "4", "--dataset", "3"), {"dataset_ids": (3, 4)}),
        (("--dataset", "3", "--with-children"), {"dataset_ids": (3,), "with_children": True}),
        (("--image", "11", "--image", "12"), {"image_ids": (11, 12)}),
        (("--annotations", "tags"), {"annotations": Annotations.TAGS}),
        (("--no-images",), {"save_images": False}),
        (("--image-info", "--image-meta"), {"save_image_info": True, "save_image_meta": True}),
        (("--labelled-only",), {"labelled_only": True}),
        (("--where", "class:car", "--where", "name:*.png"), {"where": ("class:car", "name:*.png")}),
        (("--cache", "/data/cache/../shared"), {"cache": "/data/shared"}),
        (("--mode", "bulk"), {"mode": Mode.BULK}),
        (("--limit", "5", "--batch-size", "50"), {"limit": 5, "batch_size": 50}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_options_become_the_spec(words, expected):
    assert spec_from(options(*words)) == SuperviselySpec(project_id=7, **expected)


def test_workers_and_rate_are_no_part_of_the_spec():
    chosen = options("--workers", "8", "--rate-limit", "5MB")

    assert (chosen.workers, chosen.rate_limit) == (8, 5_000_000)
    assert spec_from(chosen) == SuperviselySpec(project_id=7)
    assert options("--workers", "auto").workers is None


@pytest.mark.parametrize(
    "words",
    [("--with-children",), ("--no-images", "--annotations", "none"), ("--cache", "out/cache"), ("--cache", __file__)],
    ids=["children of nothing", "nothing at all", "a cache in the project", "a cache that is a file"],
)
def test_options_that_contradict_end_with_two(words):
    table = Table()

    assert usage_problem(options(*words))
    assert carry_out(options(*words), table.desk) == Exit.USAGE


def test_image_info_alone_is_something_to_fetch():
    assert usage_problem(options("--no-images", "--annotations", "none", "--image-info")) == ""


def test_the_destination_does_not_depend_on_where_we_are(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert folder_from("a/../b") == tmp_path / "b"
    assert folder_from("~/data") == Path.home() / "data"


def test_a_folder_whose_name_is_no_text_is_refused_in_words():
    with pytest.raises(FailedError, match="no proper text"):
        folder_from("/data/caf\udce9")
