"""A card tells everything about a picture: its labels with all their fields, its problems, its harvest."""

import pytest

from app.gallery.cards import picture_card
from app.gallery.courtesy import Courtesy
from app.gallery.folder import Folder
from app.gallery.kept_index import KeptIndexes
from app.gallery.picture import PictureFacts
from app.model.gallery import LabelCard
from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.problem import ProblemKind
from tests.fakes.gallery_folder import ProjectFolder, box

FACTS = PictureFacts("JPEG", 40, 30, 30, 40, 6, is_turned=True, size_bytes=99)


@pytest.fixture
def card_of(tmp_path):
    opened = []

    def card(project: ProjectFolder, facts: PictureFacts = FACTS):
        folder = Folder(str(project.root), KeptIndexes(tmp_path / "cache"), Courtesy())
        opened.append(folder)
        folder.wait(20.0)
        return picture_card(folder, 0, facts)

    yield card
    for folder in opened:
        folder.close()


def test_labels_bring_their_fields(tmp_path, card_of):
    project = ProjectFolder(tmp_path / "road")
    more = {"id": 7, "labelerLogin": "ada", "description": "left one", "nnCreated": False, "meta": {"a": 1}}
    wide = box("ghost", ((0, 0), (99, 9)))
    project.add(
        "a.jpg", ["junk", box(tags=[{"name": "old"}], **more), wide], tags=[{"name": "weather", "value": "rain"}]
    )

    card = card_of(project)

    assert card.labels[0] == LabelCard(
        place=0,
        class_name="car",
        color="#102030",
        shape="rectangle",
        bounds=(2, 3, 21, 19),
        area=304,
        tags=(("old", ""),),
        fields=(("id", "7"), ("labelerLogin", "ada"), ("description", "left one"), ("nnCreated", "False")),
    )
    assert [problem.kind for problem in card.labels[1].problems] == [ProblemKind.OUTSIDE, ProblemKind.UNKNOWN_CLASS]
    assert card.labels[1].fields == ()
    assert [problem.kind for problem in card.problems] == [
        ProblemKind.UNREADABLE_LABEL,
        ProblemKind.OUTSIDE,
        ProblemKind.UNKNOWN_CLASS,
    ]
    assert card.tags == (("weather", "rain"),)


def test_a_card_tells_how_the_file_lies(tmp_path, card_of):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg")

    card = card_of(project)

    assert (card.width, card.height, card.file_width, card.file_height) == (40, 30, 40, 30)
    assert (card.size_bytes, card.format, card.is_turned) == (99, "JPEG", True)
    assert "turned" in card.turned_rule
    assert (card.facts, card.place, card.page) == ((), None, "")


def test_a_picture_without_anything_still_has_a_card(tmp_path, card_of):
    project = ProjectFolder(tmp_path / "road")
    project.add("a.jpg", body=None)
    project.write("ds/ann/a.jpg.json", b"\xff{")

    card = card_of(project, PictureFacts())

    assert (card.name, card.labels, card.width) == ("a.jpg", (), 0)
    assert {problem.kind for problem in card.problems} == {
        ProblemKind.UNREADABLE_ANNOTATION,
        ProblemKind.NO_PICTURE,
    }


def test_a_harvested_picture_tells_where_it_comes_from(tmp_path, card_of):
    project = ProjectFolder(tmp_path / "town")
    project.add("mly_1.jpg")
    record = HarvestRecord(
        id="1",
        name="mly_1.jpg",
        captured_at_ms=1_600_000_000_000,
        lon=4.5,
        lat=45.25,
        compass_angle=89.6,
        altitude=201.04,
        make="Canon",
        model="X",
        is_pano=False,
        creator="ada",
        sequence="seq",
        quality_score=0.5,
        size_asked="2048",
        size_got="1024",
    )
    project.write("ds/meta/mly_1.jpg.json", record_to_json(record))

    card = card_of(project)

    assert dict(card.facts) == {
        "Captured": "2020-09-13 12:26:40 UTC",
        "Position": "45.250000, 4.500000",
        "Heading": "90°",
        "Altitude": "201.0 m",
        "Camera": "Canon X",
        "Panorama": "no",
        "Quality": "0.50",
        "Sequence": "seq",
        "Creator": "ada",
        "Size asked for": "2048",
        "Size": "1024",
        "Licence": "CC BY-SA 4.0",
        "Id": "1",
    }
    assert (card.place, card.page) == ((4.5, 45.25), record.page)


@pytest.mark.parametrize("data", ["x", "AAAA", ""], ids=["no base64", "no mask", "empty"])
def test_a_mask_that_does_not_decode_has_a_card_all_the_same(tmp_path, card_of, data):
    project = ProjectFolder(tmp_path / "town")
    mask = {"classTitle": "car", "geometryType": "bitmap", "bitmap": {"data": data, "origin": [0, 0]}, "tags": []}
    project.add("a.jpg", [mask, box()])

    card = card_of(project)
    assert [(one.class_name, one.area > 0) for one in card.labels] == [("car", False), ("car", True)]
    assert ProblemKind.BAD_MASK in [problem.kind for problem in card.labels[0].problems]
