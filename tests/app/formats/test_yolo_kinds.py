"""Each kind of YOLO export writes and reads what it says."""

import pytest
import yaml

from app.formats.yolo_kinds import DETECT, POSE, SEGMENT
from tests.fakes.exporting import verify, write
from tests.fakes.labelled import BEYOND, ZOO, image, label, plan
from tests.fakes.labelled import POSE as SKELETON


@pytest.mark.parametrize("kind", [DETECT, SEGMENT, POSE], ids=lambda kind: kind.key)
def test_the_zoo_is_written_and_found_again(kind, tmp_path):
    images = [image(*ZOO, label(SKELETON, "person")), image(*BEYOND, number=1, is_val=True), image(number=2)]
    the_plan = plan(has_val=True)

    made = write(kind, the_plan, images, tmp_path)
    found = verify(kind, the_plan, images, tmp_path)

    assert found.first == ()
    assert found.shapes == sum(one.shapes for one in made) > 0


@pytest.mark.parametrize(
    ("kind", "points"), [(DETECT, None), (SEGMENT, None), (POSE, [3, 3])], ids=lambda kind: str(kind)[:20]
)
def test_only_poses_name_their_points(kind, points, tmp_path):
    write(kind, plan(), [], tmp_path)

    assert yaml.safe_load((tmp_path / "data.yaml").read_bytes()).get("kpt_shape") == points


def test_a_pose_export_without_a_template_names_no_points(tmp_path):
    write(POSE, plan(()), [image()], tmp_path)

    assert "kpt_shape" not in yaml.safe_load((tmp_path / "data.yaml").read_bytes())
    assert verify(POSE, plan(()), [image()], tmp_path).differences == 0
