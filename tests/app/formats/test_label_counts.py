"""Statistics of a folder."""

from app.formats.label_counts import count_folder
from app.model.statistics import ClassCount, DatasetCount, TagCount
from tests.fakes.gallery_folder import ProjectFolder, box


def test_a_folder_is_counted_and_what_cannot_be_read_is_named(tmp_path):
    project = ProjectFolder(tmp_path / "town")
    rain = {"name": "weather", "value": "rain"}
    project.add("a.jpg", [box(tags=[rain]), box("sign")])
    project.add("b.jpg", [], dataset="other")
    broken = project.add("c.jpg", [box()])
    del broken
    (tmp_path / "town" / "ds" / "ann" / "c.jpg.json").write_text("{")

    found = count_folder(project.root)

    assert found.classes == (ClassCount("car", "rectangle", 1), ClassCount("sign", "rectangle", 1))
    assert found.datasets == (DatasetCount("ds", 2, 1, 2), DatasetCount("other", 1, 1, 0))
    assert found.tags == (TagCount("weather", "rain", 0, 1),)
    assert any("cannot be read" in sentence for sentence in found.problems)
