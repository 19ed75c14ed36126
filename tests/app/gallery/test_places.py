"""Where the pictures of a harvest were taken."""

import pytest

from app.gallery.courtesy import Courtesy
from app.gallery.folder import Folder
from app.gallery.found import Searches
from app.gallery.kept_index import KeptIndexes
from app.gallery.places import places
from app.model.harvest_record import HarvestRecord, record_to_json
from tests.fakes.gallery_folder import ProjectFolder, box


@pytest.fixture
def harvest(tmp_path):
    project = ProjectFolder(tmp_path / "lyon")
    for number, place in enumerate([(4.8, 45.7), None, (4.9, 45.8)]):
        project.add(f"mly_{number}.jpg", [box("car" if number else "sign")])
        if place is not None:
            record = HarvestRecord(id=str(number), name=f"mly_{number}.jpg", lon=place[0], lat=place[1])
            project.write(f"ds/meta/mly_{number}.jpg.json", record_to_json(record))
    folder = Folder(str(project.root), KeptIndexes(tmp_path / "cache"), Courtesy())
    folder.wait(20.0)
    yield folder
    folder.close()


def test_pictures_with_a_place_are_told_in_their_order(harvest):
    found = places(harvest.index, Searches(harvest), "")

    assert [(one.number, one.name, one.lon, one.lat) for one in found] == [
        (0, "mly_0.jpg", 4.8, 45.7),
        (2, "mly_2.jpg", 4.9, 45.8),
    ]


def test_a_search_chooses_among_them(harvest):
    assert [one.number for one in places(harvest.index, Searches(harvest), "class:car")] == [2]
