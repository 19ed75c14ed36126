from app.engine.flight import (
    GROUP_BYTES,
    LARGE_BYTES,
    UNKNOWN_WEIGHT,
    Fetch,
    Flight,
    Single,
    flights_of,
    groups,
    weight,
)
from app.model.call import Call
from app.model.layout import SidecarKind
from app.model.source import Listed, Located, Parcel, Sidecar
from app.store.ledger_tasks import PendingRow


def flight(key: str = "1", size: int | None = 100, **changes: bool) -> Flight:
    return Flight(
        PendingRow(0, f"ds/img/{key}.jpg", 0, Listed(key, f"{key}.jpg", size, None, "v", "{}", "9")), **changes
    )


def test_sidecars_lie_where_the_layout_says() -> None:
    located = flight()

    located.locate(Located("1", (Sidecar(SidecarKind.ANNOTATION, b"{}"),), Call("GET", "https://x/1")))

    assert located.sidecars == (("ds/ann/1.jpg.json", b"{}"),)
    assert located.call is not None
    assert located.incoming("full").version == "v|full"


def test_an_image_that_is_kept_is_not_asked_for() -> None:
    located = flight(keeps_image=True)

    located.locate(Located("1", (), Call("GET", "https://x/1")))

    assert located.call is None


def test_large_and_unknown_sizes_weigh_what_they_hold_in_memory() -> None:
    assert weight(None) == weight(LARGE_BYTES + 1) == UNKNOWN_WEIGHT
    assert weight(60_000) == 60_000


def test_groups_are_bounded_by_count_and_bytes() -> None:
    many = [flight(str(n)) for n in range(7)]
    heavy = [flight(str(n), 5_000_000) for n in range(5)]

    assert [len(group) for group in groups(many, 3)] == [3, 3, 1]
    assert all(sum(f.weight for f in group) <= GROUP_BYTES for group in groups(heavy, 100))
    assert sum(len(group) for group in groups(heavy, 100)) == 5


def test_a_request_knows_its_flights() -> None:
    one = flight()

    assert flights_of(Single(one)) == (one,)
    assert flights_of(Fetch(Parcel(Call("GET", "https://x"), ("1",)), {"1": one})) == (one,)
