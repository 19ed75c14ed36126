"""What the bench command hands on."""

from app.cli.parser import build_parser
from app.cli.program import carry_out
from tests.fakes.jobs import Table


def test_options_reach_the_measurement(monkeypatch):
    handed = {}
    monkeypatch.setattr("app.bench.command.run", lambda kind, **options: handed.update(options, kind=kind) or 0)
    table = Table(environ={"WINDROW_SDK_PYTHON": "/sdk/python"})

    code = carry_out(build_parser().parse_args(["bench", "images", "--latency", "50", "--quick"]), table.desk)

    assert code == 0
    assert (handed["kind"], handed["latency_ms"], handed["is_quick"]) == ("images", 50, True)
    assert (handed["as_json"], handed["sdk_python"], handed["out"]) == (False, "/sdk/python", table.out)


def test_an_option_beats_the_environment(monkeypatch):
    handed = {}
    monkeypatch.setattr("app.bench.command.run", lambda kind, **options: handed.update(options) or 0)
    table = Table(environ={"WINDROW_SDK_PYTHON": "/sdk/python"})

    carry_out(build_parser().parse_args(["bench", "--sdk-python", "/other"]), table.desk)

    assert handed["sdk_python"] == "/other"
