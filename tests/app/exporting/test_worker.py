import pytest

from app.exporting.entry import Entry
from app.exporting.wire import Decoder, encode
from app.exporting.worker import Counted, Looked, MadeBatch, Verb, Worker, count_tags
from app.model.annotation import Label, Tag
from app.model.export_spec import ExportSpec
from app.model.exporter import ExportImage, ExportLabel, ExportPlan, Fate, Verdict
from app.model.failure import FailedError
from app.model.geometry import Point
from app.model.label_class import LabelClass
from app.model.loss import LossCount
from tests.fakes.gallery_folder import ProjectFolder, box
from tests.fakes.plain_format import Plain


def entry(root, **changes):
    values = {
        "dataset": "ds",
        "name": "a.jpg",
        "image": f"{root}/ds/img/a.jpg",
        "annotation": f"{root}/ds/ann/a.jpg.json",
    }
    return Entry(**(values | changes))


@pytest.fixture
def worker(tmp_path):
    folder = ProjectFolder(tmp_path / "town")
    folder.add("a.jpg", [box(), box("ghost")], tags=[{"name": "weather", "value": "sun"}])
    spec = ExportSpec(str(folder.root), "plain")
    worker = Worker(spec, (LabelClass("car", "any", "#FF0000"),), {"plain": Plain().format})
    worker.root = folder.root
    (tmp_path / "out").mkdir()
    worker.open(ExportPlan(spec, "Town", ()), tmp_path / "out")
    return worker


def test_an_image_is_looked_at(worker):
    (looked,) = Decoder(list[Looked]).decode(worker.work(Verb.LOOK, encode([entry(worker.root)])))

    assert (looked.reason, looked.strangers) == ("", ("ghost",))
    assert looked.size > 0
    assert looked.date > 0


def test_an_image_is_made_without_its_labels_coming_back(worker):
    batch = Decoder(MadeBatch).decode(worker.work(Verb.MAKE, encode([entry(worker.root, number=0, file="ds_a.jpg")])))

    (one,) = batch.images
    assert one.image == ExportImage(
        0, "ds", "a.jpg", "ds_a.jpg", 40, 30, tags=(Tag("weather", "sun"),), picture=entry(worker.root).picture
    )
    assert (one.made.shapes, one.made.verdicts, one.path) == (2, (), "images/ds_a.jpg")


def test_an_image_that_was_left_out_meanwhile_stops_the_export(worker):
    (worker.root / "ds/ann/a.jpg.json").write_bytes(b"{")

    with pytest.raises(FailedError, match="changed while"):
        worker.work(Verb.MAKE, encode([entry(worker.root, number=0, file="a")]))


def test_a_spec_that_cannot_be_carried_out_is_refused():
    with pytest.raises(FailedError, match="value is missing"):
        Worker(ExportSpec(only="class:", format="plain"), (), {"plain": Plain().format})


def test_counts_travel():
    count, other = LossCount(3, 2, 1, 4, 5), LossCount()
    count.exclude("by hand")
    count.fates[("car", "point", "lost", "no points")] = 7

    Decoder(Counted).decode(encode(Counted.of(count))).add_to(other)

    assert other == count


def test_tags_of_lost_labels_are_lost():
    labels = tuple(
        ExportLabel(Label("car", "", Point((1, 1)), (Tag("a"), Tag("b"))), "point", "car", place) for place in range(2)
    )
    image = ExportImage(0, "", "a", "a", 1, 1, labels, (Tag("c"),))
    verdicts = (Verdict(Fate.KEPT), Verdict(Fate.LOST, "why"))

    assert count_tags(image, verdicts, keeps_tags=True) == (3, 2)
    assert count_tags(image, verdicts, keeps_tags=False) == (0, 5)
