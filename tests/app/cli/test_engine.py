"""The engine as the window's child."""

from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.config.settings import Settings
from tests.fakes.jobs import Table


def test_the_engine_serves_over_its_streams_with_the_settings_of_this_home(monkeypatch, private_home):
    served = []
    monkeypatch.setattr(
        "app.bootstrap.engines.run_engine_child", lambda home, settings: served.append((home, settings)) or 0
    )
    table = Table(environ={"WINDROW_HOME": str(private_home / "windrow")})

    code = carry_out(build_parser().parse_args(["engine"]), table.desk)

    ((home, settings),) = served
    assert (code, settings) == (0, Settings())
    assert home.data == private_home / "windrow" / "data"
