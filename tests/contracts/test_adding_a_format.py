"""The format that docs/ADDING_A_FORMAT.md builds keeps to the contract; its code is taken from the page."""

import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from app.model.exporter import Fate, Format
from tests.fakes.exporting import files, verify, write
from tests.fakes.zoo import plan, small_zoo, zoo

PAGE = Path(__file__).resolve().parents[2] / "docs" / "ADDING_A_FORMAT.md"


@pytest.fixture(scope="module")
def kind() -> Format:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    module = ModuleType("csv_boxes_of_the_page")
    sys.modules[module.__name__] = module
    exec(compile(code, str(PAGE), "exec"), module.__dict__)
    return module.CSV_BOXES


PLAN = plan(format="csv-boxes")


def test_the_report_says_what_is_written(kind, tmp_path):
    made = write(kind, PLAN, zoo(50), tmp_path)
    judge = kind.exporter(PLAN, tmp_path / "elsewhere").judge

    for image, one in zip(zoo(50), made, strict=True):
        assert judge(image) == one.verdicts
        assert one.shapes == sum(verdict.fate is not Fate.LOST for verdict in one.verdicts)


def test_what_was_written_is_found_again(kind, tmp_path):
    made = write(kind, PLAN, zoo(50), tmp_path)
    found = verify(kind, PLAN, zoo(50), tmp_path)

    assert found.first == ()
    assert (found.images, found.shapes) == (len(made), sum(one.shapes for one in made))


def test_order_does_not_matter(kind, tmp_path):
    write(kind, PLAN, zoo(50), tmp_path / "one")
    write(kind, PLAN, zoo(50), tmp_path / "backwards", is_backwards=True)

    assert files(tmp_path / "one") == files(tmp_path / "backwards")


def test_every_line_that_is_gone_or_changed_is_found(kind, tmp_path):
    narrow = replace(PLAN, datasets=("a", "a/b: <c>"))
    write(kind, narrow, small_zoo(), tmp_path)
    for name, body in files(tmp_path).items():
        lines = body.splitlines(keepends=True)
        spoiled = [b"".join(lines[:at] + lines[at + 1 :]) for at in range(len(lines))]
        spoiled += [body.replace(b"60", b"61", 1), body[: len(body) // 2], b""] if b"60" in body else [b""]
        for one in spoiled:
            (tmp_path / name).write_bytes(one)
            found = verify(kind, narrow, small_zoo(), tmp_path)
            assert found.differences > 0, one
            assert any(name in sentence for sentence in found.first) or "totals" in str(found.first)
        (tmp_path / name).write_bytes(body)
