"""What a spec says of its way when it has nothing to say."""

import pytest

from app.model.harvest import MapillarySpec
from app.model.spec import Mode, SuperviselySpec


def test_a_spec_without_a_choice_of_ways_lets_the_limiter_learn():
    assert (MapillarySpec().most_at_once, MapillarySpec().way) == (None, "")


@pytest.mark.parametrize("mode", Mode)
def test_every_way_says_itself_and_only_two_go_one_after_the_other(mode):
    spec = SuperviselySpec(mode=mode)

    assert spec.way.endswith(".")
    assert spec.most_at_once == (1 if mode in (Mode.SINGLE, Mode.BATCH) else None)
