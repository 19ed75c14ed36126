"""Questions to a running engine."""

from pathlib import Path

import pytest

from app.model.failure import FailedError
from app.model.queries import CheckAccount, ListChildren, ListTasks, MakeSurvey
from app.model.spec import SuperviselySpec
from app.model.task import TaskState
from tests.fakes.engine import ACCOUNT, Bench
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.slow


async def test_questions_are_answered_and_refused_in_words(tmp_path: Path) -> None:
    async with Bench(tmp_path, FakeSource(20)) as bench:
        bench.add()
        await bench.finished()

        survey = await bench.engine.call(MakeSurvey(SuperviselySpec(1), "k", str(bench.out)))
        check = await bench.engine.call(CheckAccount(ACCOUNT, "other"))
        page = await bench.engine.call(ListTasks(1, (TaskState.DONE,), "image_1", 0, 5))
        with pytest.raises(FailedError, match="not signed in"):
            await bench.engine.call(ListChildren("nobody"))

        assert (survey.items, survey.already_here) == (20, 20)
        assert check.user == "ann"
        assert page.total == 11
