import asyncio

from tests.fakes.waiting import turns
from ui.tasks import TaskOwner


async def test_a_broken_task_is_reported(qapp, caplog):
    owner = TaskOwner()
    broken = []
    owner.broke.connect(broken.append)

    async def fail():
        raise ValueError("no")

    owner.run(fail(), "fails")
    await turns()

    assert [str(error) for error in broken] == ["no"]
    assert owner.count == 0
    assert "fails" in caplog.text


async def test_a_cancelled_task_is_no_news(qapp):
    owner = TaskOwner()
    broken = []
    owner.broke.connect(broken.append)

    cancel = owner.run(asyncio.sleep(60), "sleeps")
    cancel()
    await turns()

    assert (broken, owner.count) == ([], 0)


async def test_closing_ends_everything_and_starts_nothing_more(qapp):
    owner = TaskOwner()
    owner.run(asyncio.sleep(60), "sleeps")

    await owner.close()
    owner.run(asyncio.sleep(60), "late")

    assert owner.count == 0


def test_without_a_loop_nothing_starts_and_nothing_is_left(qapp):
    owner = TaskOwner()

    cancel = owner.run(asyncio.sleep(60), "late")
    cancel()

    assert owner.count == 0
