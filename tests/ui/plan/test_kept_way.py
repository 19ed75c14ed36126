"""The way that plans of an account begin with."""

from app.model.measure import Way
from app.model.spec import Mode
from ui.plan.kept_way import keep_way, kept_way


def test_a_way_that_was_written_by_somebody_else_is_no_way(desk):
    keep_way(desk.state, "k", Way(Mode.BATCH, 50))
    before = kept_way(desk.state, "k")
    desk.state.setValue("plan/way/k", "bulk 7 7")

    assert before == Way(Mode.BATCH, 50)
    assert kept_way(desk.state, "k") is None
