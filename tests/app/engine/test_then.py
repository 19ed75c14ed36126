import pytest

from app.engine.then import exports_after, follows
from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec
from app.model.job import Job, JobState
from app.model.spec import SuperviselySpec


def a_job(state, spec):
    return Job(7, "Town", spec.source, "k", "/data/town", spec, state, 1)


@pytest.mark.parametrize("spec", [SuperviselySpec(1, then=("coco", "coco")), MapillarySpec(then=("coco",))])
@pytest.mark.parametrize("state", JobState)
def test_exports_follow_a_good_end_and_no_other(state, spec):
    orders = exports_after(a_job(state, spec))

    if state in {JobState.DONE, JobState.PROBLEMS}:
        (order,) = orders
        assert order.spec == ExportSpec("/data/town", "coco")
        assert (order.destination, order.account) == ("/data/town-coco", "")
        assert follows(order.ticket, 7)
        assert not follows(order.ticket, 70)
    else:
        assert orders == ()


def test_nothing_follows_an_export():
    assert exports_after(a_job(JobState.DONE, ExportSpec("/data/town"))) == ()
