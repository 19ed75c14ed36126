"""What sources are handed."""

from app.bootstrap.kits import bare_kit, kit_of
from app.config.paths import find_home
from tests.fakes.clock import FakeClock


def test_a_kit_of_a_user_remembers_tiles_and_counts(tmp_path):
    home = find_home({"WINDROW_HOME": str(tmp_path)})
    clock = FakeClock()
    first, second = kit_of(home, clock), kit_of(home, clock)

    first.cache.put("tiles.test", "14/1/2", b"one")
    first.counters.spend("tiles", 2, clock.utc())

    assert second.cache.get("tiles.test", "14/1/2") == b"one"
    assert second.counters.used("tiles", clock.utc(), 3600.0) == 2
    assert not list(home.config.glob("*"))


def test_a_bare_kit_remembers_nothing():
    kit = bare_kit(FakeClock())

    kit.cache.put("tiles.test", "14/1/2", b"one")
    kit.counters.spend("tiles", 2, 0.0)

    assert kit.cache.get("tiles.test", "14/1/2") is None
    assert kit.counters.used("tiles", 0.0, 3600.0) == 0
    assert kit.counters.frees_at("tiles", 5.0, 3600.0, 1) == 5.0
