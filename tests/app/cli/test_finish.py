"""`windrow finish`: what the engine lets a process of its own make."""

import io
import json

import pytest

from app.cli.program import run
from app.model.harvest import TableKind
from app.model.harvest_record import HarvestRecord, record_to_json
from app.model.spec import MapillarySpec, SuperviselySpec, spec_text
from app.store.sink import Sink
from app.store.sink_records import Incoming, Written
from tests.fakes.street_source import street_body


def harvest(folder, count=3):
    """Make a harvested folder."""
    sink = Sink.open(folder, "attempt")
    items = []
    for number in range(1, count + 1):
        name = f"mly_{number}.jpg"
        record = HarvestRecord(
            id=str(number), name=name, file=f"town/img/{name}", lon=4.8, lat=45.7, labels={"object--bench": 1}
        )
        beside = ((f"town/meta/{name}.json", record_to_json(record)),)
        items.append(Incoming(str(number), f"town/img/{name}", street_body(str(number)), None, None, beside, "1"))
    sink.commit([item for item in sink.write(items) if isinstance(item, Written)])
    sink.close()


def finish(monkeypatch, capsys, spec, folder, out):
    monkeypatch.setattr("sys.stdin", io.StringIO(spec_text(spec)))
    code = run(["finish", str(folder), str(out)], {"WINDROW_HOME": str(folder.parent / "home")})
    return code, capsys.readouterr()


@pytest.mark.slow
def test_it_names_the_files_that_it_made(tmp_path, monkeypatch, capsys):
    harvest(tmp_path / "out")
    (tmp_path / "made").mkdir()
    spec = MapillarySpec(tables=(TableKind.GEOJSON,))

    code, said = finish(monkeypatch, capsys, spec, tmp_path / "out", tmp_path / "made")

    assert code == 0
    assert json.loads(said.out)["files"] == ["images.geojson", "ATTRIBUTION.md", "meta.json"]
    table = json.loads((tmp_path / "made/images.geojson").read_text())
    assert len(table["features"]) == 3
    classes = json.loads((tmp_path / "made/meta.json").read_text())["classes"]
    assert [one["title"] for one in classes] == ["object--bench"]


def test_a_download_of_a_project_is_not_finished(tmp_path, monkeypatch, capsys):
    code, said = finish(monkeypatch, capsys, SuperviselySpec(1), tmp_path / "out", tmp_path / "made")

    assert code == 1
    assert said.err == "Only harvests are finished.\n"
