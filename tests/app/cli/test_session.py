"""An engine for one command."""

import pytest

from app.cli.session import engine_session
from app.model.failure import FailedError
from app.model.queries import ListJobs
from tests.fakes.jobs import Table


async def test_the_engine_answers_in_the_block_and_is_gone_after_it(private_home):
    table = Table(environ={"WINDROW_HOME": str(private_home / "windrow")})

    async with engine_session(table.desk) as host:
        jobs = await host.call(ListJobs())

    assert jobs == ()
    with pytest.raises(FailedError):
        await host.call(ListJobs())
    assert (private_home / "windrow" / "data" / "ledger.sqlite3").is_file()


async def test_settings_that_do_not_fit_are_told(private_home):
    config = private_home / "windrow" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("jobs_at_once = 99\n")
    table = Table(environ={"WINDROW_HOME": str(private_home / "windrow")})

    async with engine_session(table.desk):
        pass

    assert "jobs_at_once" in table.err.getvalue()
