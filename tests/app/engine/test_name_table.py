from pathlib import Path

import pytest

from app.engine.name_table import NameTable
from app.model.item import Dataset
from app.model.spec import SuperviselySpec
from app.store.ledger import Ledger
from app.store.ledger_tasks import PlannedRow

TOWN = Dataset("1", (("1", "Town"),))
NESTED = Dataset("2", (("1", "Town"), ("2", "north")))
TWIN = Dataset("3", (("1", "Town"), ("3", "NORTH")))


def test_folders_follow_the_path_and_twins_are_told_apart() -> None:
    table = NameTable()

    _, town, _ = table.add_dataset(TOWN)
    _, nested, rows = table.add_dataset(NESTED)
    _, twin, _ = table.add_dataset(TWIN)

    assert (town, nested) == ("Town", "Town/datasets/north")
    assert rows == [("1", "2", "north", "north")]
    assert twin.casefold() != nested.casefold()
    assert table.dataset(NESTED) == (1, nested)


def test_names_never_clash_whatever_the_disk_thinks_of_case() -> None:
    table = NameTable()

    names = [table.take(0, name, str(key)) for key, name in enumerate(["a.jpg", "A.jpg", "a.jpg", "a~2.jpg", "b.jpg"])]

    assert len({name.casefold() for name in names}) == 5
    assert (names[0], names[4]) == ("a.jpg", "b.jpg")
    assert table.take(1, "a.jpg", "9") == "a.jpg", "another dataset is another folder"


def test_an_earlier_run_is_known_again(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path / "ledger.db")
    ledger.jobs.add(SuperviselySpec(1), "k", "/d", "A", now=1.0)
    before = NameTable()
    number, folder, rows = before.add_dataset(NESTED)
    ledger.tasks.add_dataset(1, number, NESTED.key, folder, rows)
    ledger.tasks.add(1, number, [PlannedRow("1", "a.jpg", None, 1, None, "v", "{}")])

    table = NameTable.restore(ledger.tasks, 1)

    assert table.dataset(NESTED) == (number, folder)
    assert not table.claim(number, "A.jpg")
    assert table.add_dataset(TWIN)[1] != folder
    ledger.close()


@pytest.mark.parametrize(
    ("name", "before", "kept"),
    [("a.jpg", "a.jpg", True), ("a.jpg", "a~7.jpg", True), ("b.jpg", "a.jpg", False), ("b.jpg", "a~7.jpg", False)],
    ids=["the same", "a twin keeps its mark", "renamed", "a renamed twin"],
)
def test_an_item_keeps_its_old_name_only_while_it_is_called_so(name: str, before: str, kept: bool) -> None:
    assert NameTable().keep(0, name, "7", before) is kept


def test_a_name_that_another_item_has_is_not_kept() -> None:
    table = NameTable()
    table.claim(0, "a.jpg")

    assert not table.keep(0, "a.jpg", "7", "a.jpg")
