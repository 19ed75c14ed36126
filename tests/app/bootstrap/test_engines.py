import asyncio
import os
import shutil
import subprocess

import pytest

from app.bootstrap.demo import own_command, own_environment
from app.bootstrap.engines import build_engine, use_fast_loop
from app.config.paths import find_home
from app.config.settings import Settings
from app.config.tokens import account_for
from app.model.account import AccountCheck
from app.model.failure import FailedError, FailureKind
from app.model.queries import CheckAccount, ListJobs
from tests.fakes.sandbox import running_sandbox


@pytest.fixture
def home(tmp_path):
    return find_home({"WINDROW_HOME": str(tmp_path)})


async def test_an_engine_starts_in_an_empty_home_and_ends(home):
    engine = build_engine(home, Settings())
    await engine.start(resume=True)

    jobs = await engine.call(ListJobs())
    await engine.stop()

    assert jobs == ()
    assert home.ledger.is_file()


@pytest.mark.slow
async def test_an_engine_reaches_a_service_over_the_real_network(home):
    engine = build_engine(home, Settings())
    async with running_sandbox() as sandbox:
        await engine.start(resume=True)
        check = await engine.call(CheckAccount(account_for(sandbox.address), sandbox.token))
        await engine.stop()

    assert isinstance(check, AccountCheck)
    assert check.teams


async def test_a_token_is_not_sent_in_clear_text_to_another_machine(home):
    engine = build_engine(home, Settings())
    await engine.start(resume=True)

    with pytest.raises(FailedError) as caught:
        await engine.call(CheckAccount(account_for("http://sly.example.org"), "canary-token-0123456789"))
    await engine.stop()

    assert caught.value.failure.kind is FailureKind.REFUSED
    assert "canary-token" not in str(caught.value)


def test_the_free_space_that_a_person_asked_for_reaches_the_disk(home, tmp_path):
    engine = build_engine(home, Settings(reserve_mib=64))

    sink = engine._parts.open_sink(tmp_path / "out", "a" * 32)
    try:
        kept = shutil.disk_usage(tmp_path).free - sink.free()
    finally:
        sink.close()

    assert kept < 128 * 1024**2


def test_the_fast_loop_is_a_loop():
    loop = use_fast_loop()
    try:
        assert loop.run_until_complete(asyncio.sleep(0, "done")) == "done"
    finally:
        loop.close()


@pytest.mark.slow
def test_the_child_ends_by_itself_when_its_window_goes(home):
    environment = own_environment() | {"WINDROW_HOME": str(home.config.parent)}
    child = subprocess.Popen(
        own_command("engine"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=os.curdir
    )
    assert child.stdin is not None
    assert child.stdout is not None
    heard = child.stdout.read(4)  # the length of its first message: it is up

    child.stdin.close()
    rest = child.stdout.read()
    child.stdout.close()

    assert child.wait(10) == 0
    assert heard
    assert b"Traceback" not in rest
