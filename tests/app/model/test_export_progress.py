import pytest

from app.model.export_progress import Exported
from app.model.exporter import Checked
from app.model.loss import LossReport


@pytest.mark.parametrize(
    ("failed", "verified", "has_problems"),
    [(0, None, False), (0, Checked(2, 2), False), (1, None, True), (0, Checked(2, 2, 1), True)],
    ids=["not read back", "well", "failed images", "differences"],
)
def test_somebody_should_look_when_images_failed_or_differ(failed, verified, has_problems):
    assert Exported(LossReport("coco", verified=verified), 3, 1, failed).has_problems is has_problems
