"""Ids are known after they came, however many there are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.sources.mapillary.seen import SeenIds

CHUNKS = st.lists(st.lists(st.integers(1, 60), unique=True, max_size=20), max_size=12)


@given(CHUNKS)
def test_only_new_ids_are_fresh(chunks):
    """Trap 5 of the reference: tile seams and shared edges of boxes."""
    seen, plain = SeenIds(), set[int]()

    for chunk in chunks:
        fresh = seen.fresh(np.array(chunk, np.int64))
        assert fresh.tolist() == [key not in plain for key in chunk]
        plain |= set(chunk)

    assert len(seen) == len(plain)


def test_a_million_ids_cost_eight_bytes_each():
    seen = SeenIds()

    for start in range(0, 200_000, 1_000):
        seen.fresh(np.arange(start, start + 1_000))

    assert len(seen) == 200_000
    assert sum(run.nbytes for run in seen._runs) == 1_600_000
    assert len(seen._runs) < 20
