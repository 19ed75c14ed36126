"""The options of `windrow export`, and the command from end to end."""

import argparse
import json

import pytest

from app.cli.desk import Exit
from app.cli.export import names_in, spec_from, usage_problem
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.model.export_spec import CocoLayout, ExportSpec, Images, SplitBy
from app.model.failure import FailedError
from app.model.fields import descriptions
from tests.fakes.export_runs import names_in as listed
from tests.fakes.gallery_folder import ProjectFolder, box, polygon
from tests.fakes.jobs import Table

EVERYTHING = """
    export /data/town --to /data/out --format yolo-segment --dataset a --dataset b/c --class car --class sign
    --without-class sky --rename car=vehicle --rename a=b=c --only is:labelled --exclude a/1.jpg --remedy outside=clip
    --min-area 16 --val 0.2 --val-by sequence --seed 3 --images copy --layout per-dataset --like-sdk --no-verify
"""


def parse(text) -> argparse.Namespace:
    return build_parser().parse_args(text.split() if isinstance(text, str) else text)


def test_every_option_reaches_the_spec():
    assert spec_from(parse(EVERYTHING), ("a/2.jpg", "a/1.jpg")) == ExportSpec(
        folder="/data/town",
        format="yolo-segment",
        datasets=("a", "b/c"),
        classes=("car", "sign"),
        without_classes=("sky",),
        renames=(("car", "vehicle"), ("a", "b=c")),
        only="is:labelled",
        excluded=("a/1.jpg", "a/2.jpg"),
        remedies=(("outside", "clip"),),
        min_area=16.0,
        val=0.2,
        val_by=SplitBy.SEQUENCE,
        seed=3,
        images=Images.COPY,
        layout=CocoLayout.PER_DATASET,
        like_sdk=True,
        is_verified=False,
    )


def test_what_is_not_said_is_as_the_spec_has_it():
    assert spec_from(parse("export /data/town --check --format coco")) == ExportSpec("/data/town")


def test_the_help_has_every_field_in_its_own_words(capsys):
    with pytest.raises(SystemExit):
        parse("export --help")
    text = " ".join(capsys.readouterr().out.split())

    for description in descriptions(ExportSpec).values():
        assert description.flag in text
    assert "Only images that this search finds." in text


WRONG = {
    "no format": "export /d --to /o",
    "odd format": "export /d --to /o --format gif",
    "odd share": "export /d --to /o --format coco --val 1.5",
    "odd pair": "export /d --to /o --format coco --rename car",
    "odd area": "export /d --to /o --format coco --min-area -3",
    "odd seed": "export /d --to /o --format coco --seed x",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_odd_values_are_wrong_usage(text, capsys):
    with pytest.raises(SystemExit) as left:
        parse(text)

    assert left.value.code == Exit.USAGE
    assert "error:" in capsys.readouterr().err


PROBLEMS = {
    "no place": ("export /d --format coco", "Where to?"),
    "two splits": ("export /d --to /o --format coco --val 0.1 --val-tag v", "--val and --val-tag are different"),
}


@pytest.mark.parametrize(("text", "words"), PROBLEMS.values(), ids=PROBLEMS)
def test_options_that_do_not_go_together_are_told(text, words):
    assert usage_problem(parse(text)).startswith(words)
    table = Table()
    assert carry_out(parse(text), table.desk) == Exit.USAGE


def test_names_come_from_a_file(tmp_path):
    (tmp_path / "names").write_text("ds/a.jpg\n\n  \nds/b c.jpg\n")

    assert names_in(tmp_path / "names") == ("ds/a.jpg", "ds/b c.jpg")
    with pytest.raises(FailedError, match="cannot be read"):
        names_in(tmp_path / "none")


@pytest.fixture
def town(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box(), {"classTitle": "sign", "geometryType": "line", "tags": [],
                                 "points": {"exterior": [[1, 1], [5, 5]], "interior": []}}])  # fmt: skip
    folder.add("b.jpg", [polygon("sign", ((1, 1), (20, 1), (9, 20)))])
    return folder


def windrow(tmp_path, *words):
    table = Table({"WINDROW_HOME": str(tmp_path / "home")})
    code = carry_out(parse([str(word) for word in words]), table.desk)
    return code, table.out.getvalue(), table.err.getvalue()


@pytest.mark.slow
def test_an_export_is_followed_to_its_end_and_told(town, tmp_path):
    report = tmp_path / "reports" / "r.json"
    code, said, complained = windrow(
        tmp_path, "export", town.root, "--to", tmp_path / "out", "--format", "coco", "--report", report
    )

    assert (code, complained) == (Exit.COMPLETE, "")
    assert "Job 1: town → COCO" in said
    assert "2 images to export" in said
    assert "Labels: 2 kept, 0 changed, 1 lost" in said
    assert said.splitlines()[-1] == "Verified: 2 images, 2 shapes, 0 differences"
    assert json.loads(report.read_text())["totals"] == {"kept": 2, "changed": 0, "lost": 1}


@pytest.mark.slow
def test_a_check_prints_what_the_export_writes(town, tmp_path):
    code, said, _ = windrow(tmp_path, "export", town.root, "--format", "coco", "--check", "--json")
    found = json.loads(said)

    assert code == Exit.COMPLETE
    assert (found["totals"], found["verified"]) == ({"kept": 2, "changed": 0, "lost": 1}, None)
    assert "home" not in listed(tmp_path)


@pytest.mark.slow
def test_unreadable_annotations_are_problems_and_everything_else_is_there(town, tmp_path):
    town.write("ds/ann/b.jpg.json", b"{")
    words = ("export", town.root, "--format", "coco")

    assert windrow(tmp_path, *words, "--check")[0] == Exit.PROBLEMS
    code, said, _ = windrow(tmp_path, *words, "--to", tmp_path / "out")
    assert code == Exit.PROBLEMS
    assert "1 image not in it: annotation cannot be read" in said


@pytest.mark.slow
def test_a_file_in_the_way_stops_it_with_its_name(town, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").touch()

    code, _, complained = windrow(tmp_path, "export", town.root, "--to", tmp_path / "out", "--format", "coco")

    assert code == Exit.STOPPED
    assert "thesis.txt is in the way" in complained


@pytest.mark.slow
def test_json_lines_end_with_the_end_of_the_job(town, tmp_path):
    code, said, _ = windrow(tmp_path, "export", town.root, "--to", tmp_path / "out", "--format", "coco", "--json")
    events = [json.loads(line) for line in said.splitlines()]

    assert code == Exit.COMPLETE
    assert (events[-1]["event"], events[-1]["done"], events[-1]["skipped"]) == ("JobFinished", 2, 0)


def test_a_dataset_that_is_not_there_is_told_before_a_job_begins(town, tmp_path):
    words = ("export", town.root, "--to", tmp_path / "out", "--format", "coco", "--dataset", "lakes")
    code, _, complained = windrow(tmp_path, *words)

    assert code == Exit.STOPPED
    assert complained == "There is no dataset “lakes”. There are ds.\n"
    assert "home" not in listed(tmp_path)
