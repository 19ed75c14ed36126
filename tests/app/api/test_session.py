"""An engine between start and stop."""

import pytest

from app.api.session import Session
from app.bootstrap.accounts import Credentials
from app.config.street_tokens import street_account
from app.model.failure import FailedError
from app.model.queries import ListJobs


@pytest.mark.slow
async def test_an_engine_runs_from_start_to_stop():
    session = Session("Streets")
    await session.start(Credentials(street_account(), "t"), allow_http=False)
    jobs = await session.host.call(ListJobs())
    await session.stop()
    await session.stop()

    assert jobs == ()
    with pytest.raises(RuntimeError, match="Use Streets in a with block"):
        _ = session.host


async def test_neither_host_may_be_asked_in_clear_text():
    account = street_account("https://graph.example.org", "http://tiles.example.org")

    with pytest.raises(FailedError, match="plain http"):
        await Session("Streets").start(Credentials(account, "t"), allow_http=False)
