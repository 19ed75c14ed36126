import dataclasses

import pytest

from app.engine.meter import Evidence, Lately, Meter, limited_by

CALM = Evidence(0.0, 0.0, 0, 64, 20, False, 0.05, 0.1, False, 0.3, 1e6)


def test_a_steady_flow_reads_as_it_is() -> None:
    meter = Meter()

    for step in range(41):
        reading = meter.read(step * 0.25, step * 250_000, step * 5, step * 200_000)

    assert reading.bytes_per_second == pytest.approx(1e6)
    assert reading.items_per_second == pytest.approx(20)
    assert reading.disk_bytes_per_second == pytest.approx(8e5)
    assert reading.average == pytest.approx(1e6)
    assert reading.peak == pytest.approx(1e6)


def test_time_without_work_does_not_lower_the_average() -> None:
    meter = Meter()
    for step in range(21):
        meter.read(step * 0.25, step * 250_000, step, 0)

    reading = meter.read(1000.0, 21 * 250_000, 21, 0, is_active=False)

    assert reading.average == pytest.approx(1e6, rel=0.1)
    assert reading.bytes_per_second < 1e5


def test_nothing_is_promised_before_there_is_reason() -> None:
    meter = Meter()
    meter.read(0.0, 0, 0, 0)

    assert meter.time_left(100, 10_000, 0) == (None, None)
    assert meter.time_left(0, 0, 5) == (0.0, 0.0)


def test_early_a_range_later_one_time() -> None:
    meter = Meter()
    for step in range(17):
        meter.read(step * 0.25, step * 250_000, step * 5, 0)
    early = meter.time_left(10_000, 500_000_000, 80)
    for step in range(17, 120):
        meter.read(step * 0.25, step * 250_000, step * 5, 0)
    late = meter.time_left(1_000, 50_000_000, 595)

    assert early[0] is not None
    assert early[1] is not None
    assert early[0] < early[1]
    assert late[0] == pytest.approx(50, rel=0.15)
    assert late[0] == late[1]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        pytest.param({}, "network", id="otherwise the network"),
        pytest.param({"own_limit_share": 0.95}, "own-limit", id="own speed limit"),
        pytest.param({"quota_seconds": 9.0}, "quota", id="gate closed"),
        pytest.param({"rejections": 2}, "quota", id="turned away"),
        pytest.param({"writer_share": 0.9}, "disk", id="writers busy"),
        pytest.param({"is_waiting_for_disk": True}, "disk", id="blocked"),
        pytest.param({"cpu_share": 0.97}, "cpu", id="processor"),
        pytest.param({"round_trip": 0.8}, "server", id="slow answers"),
        pytest.param({"slots_busy": 0, "bytes_per_second": 0.0}, "nothing", id="idle"),
        pytest.param({"is_slots_fixed": True, "slots": 4, "slots_busy": 4}, "own-limit", id="fixed workers"),
    ],
)
def test_what_limits_is_named_with_its_number(changes: dict[str, object], word: str) -> None:
    found, evidence = limited_by(dataclasses.replace(CALM, **changes))

    assert found == word
    assert evidence


def test_a_total_that_grew_lately_counts_for_five_seconds():
    lately = Lately()

    read = [lately.read(now, total) for now, total in [(0, 7), (1, 7), (2, 9), (6.5, 9), (7.5, 9)]]

    assert read == [0, 0, 2, 2, 0]
