from pathlib import Path

from app.engine.flight import Flight
from app.engine.here import keys_here, look, with_here
from app.model.source import Listed
from app.model.survey import ByteRange, Survey
from app.store.ledger_tasks import PendingRow
from app.store.sink import Sink
from app.store.sink_records import Incoming, Written
from tests.fakes.source import body_of

SURVEY = Survey(4, 0, ByteRange(100, 200, 400), {})


def flight(key: str, version: str = "v") -> Flight:
    import hashlib

    digest = hashlib.sha256(body_of(key)).hexdigest()
    return Flight(PendingRow(0, f"ds/img/{key}.jpg", 0, Listed(key, f"{key}.jpg", 400, digest, version, "{}", "9")))


def test_what_lies_there_is_counted_and_looked_at(tmp_path: Path) -> None:
    sink = Sink.open(tmp_path / "out", "attempt")
    written = sink.write([Incoming("1", "ds/img/1.jpg", body_of("1"), 400, None, (), "v|full")])
    sink.commit([item for item in written if isinstance(item, Written)])
    flights = [flight("1"), flight("2"), flight("1", "newer")]

    found = look(sink.holdings(), flights, "full")

    assert found == [True, False, False]
    assert [known.keeps_image for known in flights] == [False, False, True]
    assert len(keys_here(tmp_path / "out")) == 1
    sink.close()


def test_a_file_that_somebody_deleted_is_not_counted(tmp_path: Path) -> None:
    sink = Sink.open(tmp_path / "out", "attempt")
    written = sink.write([Incoming(key, f"ds/img/{key}.jpg", body_of(key), 400, None, (), "v|full") for key in "12"])
    sink.commit([item for item in written if isinstance(item, Written)])
    sink.close()

    (tmp_path / "out/ds/img/1.jpg").unlink()

    assert len(keys_here(tmp_path / "out")) == 1


def test_a_survey_takes_off_what_is_there() -> None:
    assert with_here(SURVEY, 1) == Survey(4, 1, ByteRange(75, 150, 300), {})
    assert with_here(SURVEY, 99).already_here == 4
    assert with_here(SURVEY, 0) is SURVEY


def test_an_empty_place_has_nothing(tmp_path: Path) -> None:
    assert len(keys_here(tmp_path)) == 0
