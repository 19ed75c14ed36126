"""Taking turns."""

from pathlib import Path

from app.bench.contest import Contestant, hold, official_sdk
from app.bench.corpus import Corpus
from app.bench.origin import Origin
from app.bench.process import ContestantError
from app.bench.record import Report, Run


def test_contestants_take_turns_in_fresh_folders_that_are_hollowed_out(tmp_path):
    turns: list[str] = []

    def contestant(name: str) -> Contestant:
        def bring(place: Path) -> Run:
            assert not place.exists()
            place.mkdir()
            (place / "picture.jpg").write_bytes(b"many bytes")
            turns.append(name)
            return Run(1.0, 10, 10)

        return Contestant(name, bring)

    report = Report("t")
    hold(report, [contestant("a"), contestant("b")], tmp_path, 2)

    assert turns == ["a", "b", "a", "b"]
    assert [len(entry.runs) for entry in report.entries] == [2, 2]
    assert [path.stat().st_size for path in tmp_path.rglob("*.jpg")] == [0, 0, 0, 0]


def test_who_fails_is_named_and_leaves_the_others_alone(tmp_path):
    def fail(place: Path) -> Run:
        raise ContestantError("the disk is full")

    report = Report("t")
    hold(
        report,
        [Contestant("a", fail), Contestant("b", lambda place: Run(1.0, 1, 1)), Contestant("c", fail, "not here")],
        tmp_path,
        2,
    )

    assert [entry.missing for entry in report.entries] == ["failed: the disk is full", "", "not here"]
    assert len(report.entry("b").runs) == 2


def test_without_its_python_the_sdk_is_named_as_missing():
    contestant = official_sdk(Origin("http://127.0.0.1:9", "t"), Corpus(1, ()), None, 0)

    assert "--sdk-python" in contestant.missing
