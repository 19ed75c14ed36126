"""Statistics as lines and as JSON."""

import json

import pytest

from app.cli.desk import Exit
from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.cli.stats import statistics_lines
from app.model.statistics import Tally
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.jobs import Table


def stats(*words: str):
    table = Table()
    code = carry_out(build_parser().parse_args(["stats", *words]), table.desk)
    return code, table.out.getvalue(), table.err.getvalue()


def test_a_folder_is_shown_as_json(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    project.add("a.jpg", [box(), box("sign")])
    project.add("b.jpg", [])

    code, out, _ = stats(str(project.root), "--json")

    found = json.loads(out)
    assert code == Exit.COMPLETE
    assert (found["images"], found["unlabelled"], found["objects"]) == (2, 1, 2)
    assert [one["images"] for one in found["objects_per_image"]] == [1, 0, 1, 0, 0]


def test_bars_are_as_long_as_their_counts_and_numbers_stand_in_line():
    tally = Tally()
    tally.image("a", 3)
    for name, count in (("car", 1000), ("a long name", 500), ("rare", 1)):
        for _ in range(count):
            tally.object(name, "polygon")

    lines = statistics_lines(tally.total())

    rows = lines[lines.index("Classes") + 1 :][:3]
    assert [row.count("█") for row in rows] == [24, 12, 0]
    assert "▏" in rows[2]
    assert len({row.index(count) + len(count) for row, count in zip(rows, ("1,000", "500", " 1  "), strict=True)}) <= 2


@pytest.mark.parametrize(("target", "words"), [("nowhere", "There is no folder"), ("empty", "holds no datasets")])
def test_what_cannot_be_counted_is_one_sentence(tmp_path, target, words):
    (tmp_path / "empty").mkdir()

    code, out, err = stats(str(tmp_path / target))

    assert (code, out) == (Exit.STOPPED, "")
    assert words in err
