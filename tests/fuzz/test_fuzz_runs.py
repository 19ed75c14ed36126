"""The fuzzers run, find what is there to find, and find nothing in the readers."""

import random
import warnings

import pytest

from tests.fuzz.run import Report, fuzz
from tests.fuzz.targets import TARGETS, Target

SEED = 20_260


def after(count: int):
    def is_over(report: Report) -> bool:
        return report.executions >= count

    return is_over


@pytest.mark.slow
@pytest.mark.parametrize(("name", "count"), [("annotation", 800), ("bitmap", 300), ("offsets", 1500)])
def test_nothing_is_found_in_a_reader(name, count, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks of Pillow about spoiled pictures

        report = fuzz(TARGETS[name], random.Random(SEED), tmp_path, after(count))

    assert report.executions == count
    # How long a reader takes is judged by a run by hand, on a machine that does nothing else.
    assert set(report.findings) <= {"slow"}


def test_a_fault_is_found_counted_and_its_input_kept(tmp_path):
    def read(body: bytes) -> None:
        if body > b"\x80":
            raise KeyError(body)

    target = Target(lambda: [b"\0"], lambda rng, seeds: seeds[0] + rng.randbytes(1), lambda body: read(body[1:]))

    report = fuzz(target, random.Random(SEED), tmp_path, after(100))

    ((kind, count),) = report.findings.items()
    assert kind.startswith("KeyError test_fuzz_runs.py:")
    assert 20 < count < 80
    assert report.kept[kind].read_bytes()[1] >= 0x80


@pytest.mark.parametrize("name", TARGETS)
def test_the_same_seed_makes_the_same_inputs(name):
    target = TARGETS[name]
    seeds = target.seeds()

    rngs = random.Random(SEED), random.Random(SEED)
    one, other = ([target.make(rng, seeds) for _ in range(50)] for rng in rngs)

    assert one == other
    assert len(set(one)) > 40
