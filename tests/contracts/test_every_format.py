"""What every format owes to exports, run over the registry and a zoo of images that nobody would draw.

A new format is found here by its line in the registry; nothing in this file knows which format it is.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from defusedxml import ElementTree
from PIL import Image

from app.exporting.worker import count_tags
from app.formats.registry import FORMATS
from app.model.export_spec import FORMATS as OFFERED
from app.model.export_spec import CocoLayout
from app.model.exporter import ExportImage, ExportPlan, Fate, Format
from tests.fakes.exporting import files, verify, write
from tests.fakes.zoo import label, plan, small_zoo, zoo

ROOT = Path(__file__).resolve().parents[2]
# So many places of each file are damaged, one after the other.
PLACES = 12


@dataclass(frozen=True)
class Case:
    """A format and the options that mean something to it alone."""

    format: Format
    options: dict[str, object]

    @property
    def plan(self) -> ExportPlan:
        return plan(format=self.format.key, **self.options)

    def plan_of(self, images: tuple[ExportImage, ...]) -> ExportPlan:
        """Return the plan of some images: a dataset without images is not in it."""
        used = {image.dataset for image in images}
        return replace(self.plan, datasets=tuple(name for name in self.plan.datasets if name in used))


def cases() -> Iterator[object]:
    for key, known in FORMATS.items():
        yield pytest.param(Case(known, {}), id=key)
        if "like_sdk" in known.fields:
            yield pytest.param(Case(known, {"like_sdk": True}), id=f"{key} like the SDK")
        if "layout" in known.fields:
            yield pytest.param(Case(known, {"layout": CocoLayout.PER_DATASET}), id=f"{key} per dataset")


pytestmark = pytest.mark.parametrize("case", list(cases()))


@cache
def images() -> tuple[ExportImage, ...]:
    return zoo()


def test_it_is_offered_by_its_key_and_title(case):
    assert (case.format.key, case.format.title) in OFFERED
    assert case.format.cannot_hold.endswith(".")


@pytest.mark.slow
def test_the_report_before_writing_says_what_is_written(case, tmp_path):
    made = write(case.format, case.plan, images(), tmp_path / "export")

    judge = case.format.exporter(case.plan, tmp_path / "elsewhere").judge
    for image, one in zip(images(), made, strict=True):
        assert judge(image) == one.verdicts, image.name
        assert len(one.verdicts) == len(image.labels)
        is_written = [verdict.fate is not Fate.LOST for verdict in one.verdicts]
        assert any(is_written) == (one.shapes > 0), image.name
        keeps_tags = case.format.keeps_tags and not case.plan.spec.like_sdk
        assert (one.tags_kept, one.tags_lost) == count_tags(image, one.verdicts, keeps_tags=keeps_tags)
        for verdict in one.verdicts:
            assert bool(verdict.why) == (verdict.fate is not Fate.KEPT)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.slow
def test_what_was_written_is_found_again(case, tmp_path):
    made = write(case.format, case.plan, images(), tmp_path)

    checked = verify(case.format, case.plan, images(), tmp_path)

    assert checked.first == ()
    assert checked.differences == 0
    assert checked.images == len(images())
    assert checked.shapes == sum(one.shapes for one in made)


@pytest.mark.slow
def test_the_same_images_give_the_same_bytes_in_any_order_and_process(case, tmp_path):
    write(case.format, case.plan, zoo(40), tmp_path / "one")
    write(case.format, case.plan, zoo(40), tmp_path / "backwards", is_backwards=True)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from app.formats.registry import FORMATS\n"
        "from app.model.export_spec import CocoLayout\n"
        "from tests.fakes.exporting import write\n"
        "from tests.fakes.zoo import plan, zoo\n"
        f"made = plan(format={case.format.key!r}, **{_spelled(case.options)})\n"
        "write(FORMATS[made.spec.format], made, zoo(40), Path(sys.argv[1]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "other")], check=True, env=environment)

    assert files(tmp_path / "backwards") == files(tmp_path / "one")
    assert files(tmp_path / "other") == files(tmp_path / "one")


@pytest.mark.slow
def test_nothing_is_written_outside_and_everybody_can_read_it(case, tmp_path):
    (tmp_path / "around").mkdir()

    write(case.format, case.plan, zoo(40), tmp_path / "around" / "export")

    assert {path.name for path in tmp_path.iterdir()} == {"around"}
    assert {path.name for path in (tmp_path / "around").iterdir()} == {"export"}
    written = files(tmp_path / "around" / "export")
    assert written
    for name, body in written.items():
        read_as_others_do(name, body)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["number", "line", "half", "empty", "gone"])
def test_damage_is_found_and_the_file_is_named(case, damage, tmp_path):
    narrow = case.plan_of(small_zoo())
    write(case.format, narrow, small_zoo(), tmp_path)
    assert verify(case.format, narrow, small_zoo(), tmp_path, batch=2).differences == 0

    for name, body in files(tmp_path).items():
        for spoiled in damaged(body, damage):
            path = tmp_path / name
            path.unlink()
            if spoiled is not None:
                path.write_bytes(spoiled)
            checked = verify(case.format, narrow, small_zoo(), tmp_path, batch=2)
            path.write_bytes(body)

            assert checked.differences > 0, f"{name}: {where(body, spoiled)}"
            assert any(Path(name).name in sentence for sentence in checked.first), (name, checked.first)


@pytest.mark.slow
def test_a_label_that_was_forgotten_is_found(case, tmp_path):
    """A reader that only looks at what is there would not miss it."""
    given = small_zoo()
    write(case.format, case.plan, given, tmp_path)
    judge = case.format.exporter(case.plan, tmp_path).judge
    number, place = next(
        (image.number, at)
        for image in given
        for at, verdict in enumerate(judge(image))
        if verdict.fate is not Fate.LOST
    )

    more = list(given[number].labels)
    more.insert(place, label(more[place].label.geometry, more[place].label.class_name))
    before, behind = given[:number], given[number + 1 :]
    wanted = (*before, _with(given[number], tuple(more)), *behind)
    fewer = (*before, _with(given[number], tuple(more[:place] + more[place + 2 :])), *behind)

    assert verify(case.format, case.plan, wanted, tmp_path).differences > 0
    assert verify(case.format, case.plan, fewer, tmp_path).differences > 0


def _with(image: ExportImage, labels: tuple[object, ...]) -> ExportImage:

    return replace(image, labels=labels)


def _spelled(options: dict[str, object]) -> str:
    inside = (f"{key!r}: {value if isinstance(value, CocoLayout) else repr(value)}" for key, value in options.items())
    return "{" + ", ".join(inside).replace("per-dataset", "CocoLayout.PER_DATASET") + "}"


def damaged(body: bytes, damage: str) -> Iterator[bytes | None]:
    """Yield a file with a number changed, a line removed, its second half or all of it gone; for several places."""
    if damage == "gone":
        yield None
    elif damage == "empty" and body:
        yield b""
    elif damage == "half" and body:
        yield body[: len(body) // 2]
    elif damage == "number" and is_text(body):
        for found in spread(list(re.finditer(rb"\d", body))):
            # The first digit of the number, so that no rounding forgives it.
            at = re.search(rb"[\d.]*$", body[: found.start()]).start()
            at += body[at : at + 1] == b"."
            digit = b"8" if body[at : at + 1] == b"9" else b"%d" % (int(body[at : at + 1]) + 1)
            yield body[:at] + digit + body[at + 1 :]
    elif damage == "line" and is_text(body):
        lines = body.splitlines(keepends=True)
        for at in spread([at for at, line in enumerate(lines) if line.strip()]):
            yield b"".join(lines[:at] + lines[at + 1 :])


def spread(places: list) -> list:
    """Return some of the places, evenly, first and last among them."""
    if len(places) <= PLACES:
        return places
    return [places[round(at * (len(places) - 1) / (PLACES - 1))] for at in range(PLACES)]


def is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in body


def where(body: bytes, spoiled: bytes | None) -> str:
    """Return what was changed, for the words of a failing test."""
    spoiled = spoiled or b""
    at = next((n for n, pair in enumerate(zip(body, spoiled, strict=False)) if pair[0] != pair[1]), len(spoiled))
    return f"{body[max(0, at - 40) : at + 40]!r} became {spoiled[max(0, at - 40) : at + 40]!r}"


def read_as_others_do(name: str, body: bytes) -> None:
    """Read a file with the usual parser of its kind; anything that cannot is an error."""
    match Path(name).suffix.lower():
        case ".json":
            json.loads(body.decode(), parse_constant=_refuse)
        case ".xml":
            ElementTree.fromstring(body, forbid_dtd=True)
        case ".yaml" | ".yml":
            yaml.safe_load(body.decode())
        case ".png" | ".jpg" | ".jpeg":
            with Image.open(BytesIO(body)) as picture:
                picture.load()
        case _:
            body.decode()


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no JSON")
