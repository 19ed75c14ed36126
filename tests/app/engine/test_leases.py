from pathlib import Path

from app.engine.leases import Leases


def test_a_job_belongs_to_one_engine_at_a_time(tmp_path: Path) -> None:
    one, other = Leases(tmp_path / "leases"), Leases(tmp_path / "leases")
    one.begin("boot")
    other.begin("boot")

    assert one.take(1)
    assert one.take(1)
    assert not other.take(1)
    one.release(1)
    assert other.take(1)
    one.end()
    other.end()


def test_an_orderly_end_leaves_no_mark(tmp_path: Path) -> None:
    leases = Leases(tmp_path)
    leases.begin("boot")
    leases.end()

    assert Leases(tmp_path).begin("boot") == (False, False)


def test_a_mark_without_a_living_lock_is_an_unclean_end(tmp_path: Path) -> None:
    (tmp_path / "run-abc.lock").write_text("boot one")

    leases = Leases(tmp_path)

    assert leases.begin("boot two") == (True, True)
    leases.end()


def test_a_living_neighbour_is_not_unclean(tmp_path: Path) -> None:
    one, other = Leases(tmp_path), Leases(tmp_path)
    one.begin("boot")

    assert other.begin("boot") == (False, False)
    one.end()
    other.end()
