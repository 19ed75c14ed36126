import pytest

from ui.throughput.history import History

T = 1_700_000_000


def fed(seconds=100, rates=(), **changes):
    history = History(seconds)
    for offset, rate in enumerate(rates):
        history.add(T + offset, rate, rate / 2, 1.0, is_held=False, **changes)
    return history


def test_samples_of_one_second_are_averaged():
    history = History()

    for rate in (10.0, 20.0, 60.0):
        history.add(T + 0.3, rate, rate, 3.0, is_held=False)

    assert history.at(0).network == 30.0


def test_seconds_without_a_sample_are_still():
    history = fed(rates=[10.0])

    history.add(T + 3, 40.0, 0.0, 0.0, is_held=False)

    assert [history.at(age).network for age in (0, 1, 2, 3)] == [40.0, 0.0, 0.0, 10.0]


def test_a_second_that_began_still_takes_its_first_sample_whole():
    history = fed(rates=[10.0])

    history.advance(T + 1)
    history.add(T + 1.5, 40.0, 0.0, 0.0, is_held=False)

    assert history.at(0).network == 40.0


def test_only_what_is_known_is_told():
    history = fed(rates=[10.0, 20.0])

    assert history.at(2) is None
    assert history.at(-1) is None
    assert History().at(0) is None


def test_the_ring_forgets_what_is_too_old():
    history = fed(10, rates=[float(n) for n in range(25)])

    assert history.at(9).network == 15.0
    assert history.at(10) is None
    assert len(history.curve(100).network) == 10


def test_a_long_pause_leaves_nothing_of_the_past():
    history = fed(10, rates=[5.0] * 10)

    history.advance(T + 1_000_000)

    assert set(history.curve(10).network) == {0.0}


def test_a_sample_from_the_past_belongs_to_the_newest_second():
    history = fed(rates=[10.0, 20.0])

    history.add(T - 50, 40.0, 0.0, 0.0, is_held=False)

    assert history.at(0).network == 30.0


@pytest.mark.parametrize("window", [60, 300, 1800, 3 * 3600, 24 * 3600])
def test_a_curve_has_few_points_however_long_it_is(window):
    history = fed(86_400, rates=[float(n % 7) for n in range(2000)])

    curve = history.curve(window)

    lengths = {len(values) for values in (curve.ages, curve.network, curve.disk, curve.peaks, curve.held)}
    assert len(lengths) == 1
    assert lengths.pop() <= 601
    assert all(0 <= age <= window for age in curve.ages)
    assert curve.ages == sorted(curve.ages, reverse=True)


def test_steps_do_not_move_with_time():
    """A step that is complete keeps its value when the clock goes on; else the curve would shimmer."""
    history = fed(86_400, rates=[float(n % 13) for n in range(2000)])
    before = history.curve(1800)
    first = {round(history.last - age, 1): rate for age, rate in zip(before.ages, before.network, strict=True)}

    history.add(T + 2000, 1.0, 1.0, 1.0, is_held=False)
    after = history.curve(1800)

    second = {round(history.last - age, 1): rate for age, rate in zip(after.ages, after.network, strict=True)}
    both = sorted(set(first) & set(second))
    assert len(both) > 500
    assert [first[at] for at in both[:-1]] == [second[at] for at in both[:-1]]


def test_held_seconds_are_remembered():
    history = fed(rates=[1.0])

    history.add(T + 1, 0.0, 0.0, 0.0, is_held=True)

    assert history.curve(10).held == [False, True]
    assert history.at(0).is_held


def test_peaks_survive_the_thinning():
    history = fed(86_400, rates=[1.0] * 500 + [99.0] + [1.0] * 500)

    assert max(history.curve(24 * 3600).peaks) == 99.0


def test_the_number_of_marks_is_bounded():
    history = History()

    for number in range(10_000):
        history.mark(T + number, "Paused")

    assert len(history.marks) < 1000
