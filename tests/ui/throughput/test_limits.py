import pytest

from ui.throughput.limits import LIMITS, limit_line, limit_of


@pytest.mark.parametrize("key", ["nothing", "network", "server", "quota", "disk", "cpu", "own-limit"])
def test_each_limit_of_the_engine_has_words(key):
    assert limit_of(key) is LIMITS[key]
    assert limit_of(key).reason.endswith(".")


def test_only_our_own_limit_can_be_lifted_here():
    assert [key for key, limit in LIMITS.items() if limit.can_lift] == ["own-limit"]


def test_the_line_names_limit_and_evidence():
    assert limit_line("server", "p95 640 ms") == "Limited by: server replies (p95 640 ms)"
    assert limit_line("network", "") == "Limited by: network"
    assert limit_line("nothing", "x") == ""


def test_an_unknown_limit_is_not_hidden():
    assert limit_line("moon", "") == "Limited by: something else"
