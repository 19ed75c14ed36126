"""What the window and the benchmark say of the sample street is what the sandbox draws: neither may import it."""

from app.bench import harvest
from app.bootstrap import demo
from app.sandbox import street_dense, street_plan


def test_the_demo_shows_the_region_that_is_drawn():
    assert tuple(demo.DEMO_REGION) == tuple(street_plan.DEMO_REGION)
    assert tuple(harvest.TOWN) == tuple(street_plan.DEMO_REGION)


def test_the_benchmark_lists_the_dense_tile():
    assert tuple(harvest.TUTORIAL) == tuple(street_dense.TUTORIAL_BOX)
    assert (harvest.DENSE.x, harvest.DENSE.y) == tuple(street_dense.DENSE_TILE)
    assert harvest.DENSE_COUNT == street_dense.DENSE_COUNT
