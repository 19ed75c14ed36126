from app.exporting.readback import picture_differences
from app.model.exporter import ExportImage, ExportPlan, PictureFile
from tests.fakes.export_runs import spec_for
from tests.fakes.plain_format import Plain, PlainExporter


class Drawing(PlainExporter):
    def converts(self, image):
        return image.file == "c"


def test_pictures_are_compared_unless_the_format_draws_them(tmp_path):
    (tmp_path / "out" / "images").mkdir(parents=True)
    images = []
    for number, name in enumerate("abcd"):
        source = tmp_path / name
        source.write_bytes(b"bytes of " + name.encode())
        images.append(ExportImage(number, "", name, name, 1, 1, picture=PictureFile(str(source))))
        if name != "d":
            (tmp_path / "out" / "images" / name).write_bytes(b"bytes of a")
    images.append(ExportImage(4, "", "e", "e", 1, 1))
    exporter = Drawing(Plain(), ExportPlan(spec_for(tmp_path), "", ()), tmp_path / "out")

    found = picture_differences(images, exporter, tmp_path / "out")

    assert found.differences == 2
    assert found.first == (
        "images/b is not the picture of the project.",
        "images/d is not the picture of the project.",
    )


def test_a_range_of_an_archive_is_compared(tmp_path):
    (tmp_path / "out" / "images").mkdir(parents=True)
    (tmp_path / "photos.tar").write_bytes(b"..one..two")
    (tmp_path / "out" / "images" / "a").write_bytes(b"one")
    exporter = PlainExporter(Plain(), ExportPlan(spec_for(tmp_path), "", ()), tmp_path / "out")
    parts = [PictureFile(str(tmp_path / "photos.tar"), start, start + 3) for start in (2, 7)]

    images = [ExportImage(0, "", "a", "a", 1, 1, picture=part) for part in parts]

    assert picture_differences(images, exporter, tmp_path / "out").differences == 1
