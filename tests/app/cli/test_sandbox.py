"""Options of the sandbox."""

from pathlib import Path

from app.cli.parser import build_parser
from app.cli.program import carry_out
from app.sandbox.capacity import CapacityKind
from app.sandbox.command import Options
from tests.fakes.jobs import Table


def served_with(monkeypatch, *words: str) -> Options:
    handed: list[Options] = []
    monkeypatch.setattr("app.sandbox.command.run", lambda options: handed.append(options) or 0)

    assert carry_out(build_parser().parse_args(["sandbox", *words]), Table().desk) == 0
    return handed[0]


def test_without_options_it_serves_its_own_samples_on_a_free_port(monkeypatch):
    assert served_with(monkeypatch) == Options()


def test_every_option_arrives(monkeypatch):
    options = served_with(
        monkeypatch,
        *("--port", "8080", "--project", "a", "--project", "b", "--scale", "9", "--latency", "50"),
        *("--faults", "f.json", "--pace", "6MB", "--cache", "c", "--until-eof", "--capacity", "slots", "--slots", "4"),
    )

    assert (options.port, options.projects, options.scale) == (8080, (Path("a"), Path("b")), 9)
    assert (options.latency_ms, options.faults, options.pace) == (50, Path("f.json"), 6_000_000)
    assert (options.cache, options.until_eof) == (Path("c"), True)
    assert (options.capacity.kind, options.capacity.slots) == (CapacityKind.SLOTS, 4)


def test_every_kind_of_capacity_can_be_chosen(monkeypatch):
    chosen = {served_with(monkeypatch, "--capacity", kind.value).capacity.kind for kind in CapacityKind}

    assert chosen == set(CapacityKind)


def test_street_options_arrive(monkeypatch):
    street = served_with(
        monkeypatch,
        *("--street", "s", "--street-dense", "900", "--thumb-seconds", "60", "--entity-per-minute", "7"),
        *("--search-per-minute", "8", "--tiles-per-day", "9", "--tile-block-after", "10"),
    ).street

    assert (street.folder, street.dense, street.thumb_seconds) == (Path("s"), 900, 60)
    assert (street.entity_per_minute, street.search_per_minute, street.tiles_per_day) == (7, 8, 9)
    assert street.block.after == 10
