"""The registry offers Pascal VOC with a writer and the reader of what it writes."""

import pytest

from app.formats.pascal_voc_kind import PASCAL_VOC
from tests.fakes.exporting import verify, write
from tests.fakes.labelled import BEYOND, ZOO, image, plan


@pytest.mark.parametrize("like_sdk", [False, True], ids=["by the rules", "like the SDK"])
def test_the_zoo_is_written_and_found_again(tmp_path, like_sdk):
    images = [image(*ZOO), image(*BEYOND, number=1, is_val=True), image(number=2)]
    the_plan = plan(has_val=True, like_sdk=like_sdk)

    made = write(PASCAL_VOC, the_plan, images, tmp_path)
    found = verify(PASCAL_VOC, the_plan, images, tmp_path)

    assert found.first == ()
    assert found.shapes == sum(one.shapes for one in made) > 0
