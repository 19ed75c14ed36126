"""Filters, order and paging of lists."""

import msgspec
import pytest

from app.sandbox.listing import listed, only_fields, page_of, passing
from app.sandbox.wire import RefusalError, Request

ENTITIES = [{"id": i, "name": f"n{i:02d}", "size": str(i * 7 % 100)} for i in range(1, 26)]
KNOWN = ("id", "name", "size")


def request(**values: object) -> Request:
    return Request("POST", "/", {}, {}, msgspec.json.encode(values))


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("=", 3, [3]), ("eq", 3, [3]), ("in", [2, 5], [2, 5]), (">", 23, [24, 25]), ("gte", 24, [24, 25]),
        ("<", 3, [1, 2]), ("lte", 2, [1, 2]), ("!in", list(range(2, 26)), [1]),
    ],
)  # fmt: skip
def test_filter_keeps_what_it_says(operator, value, expected):
    asked = request(filter=[{"field": "id", "operator": operator, "value": value}])

    assert [one["id"] for one in passing(ENTITIES, asked, KNOWN)] == expected


@pytest.mark.parametrize(
    ("operator", "value", "count"), [("like", "n0%", 9), ("ilike", "N0%", 9), ("!like", "n0%", 16)]
)
def test_text_filters_know_the_percent_sign(operator, value, count):
    asked = request(filter=[{"field": "name", "operator": operator, "value": value}])

    assert len(passing(ENTITIES, asked, KNOWN)) == count


@pytest.mark.parametrize(
    "one",
    [
        {"field": "secret", "operator": "=", "value": 1},
        {"field": "id"},
        {"field": "id", "operator": "near", "value": 1},
        5,
    ],
)
def test_unknown_filter_is_a_validation_error(one):
    with pytest.raises(RefusalError):
        passing(ENTITIES, request(filter=[one]), KNOWN)


def test_sizes_sort_as_numbers():
    found = passing(ENTITIES, request(sort="size", sort_order="desc"), KNOWN)

    assert [one["size"] for one in found] == sorted((one["size"] for one in ENTITIES), key=int, reverse=True)


def test_pages_add_up():
    pages = [listed(ENTITIES, page_of(request(per_page=10, page=n), 500)) for n in (1, 2, 3)]

    assert [len(one["entities"]) for one in pages] == [10, 10, 5]
    assert (pages[0]["total"], pages[0]["pagesCount"], pages[0]["perPage"]) == (25, 3, 10)
    assert "after" not in pages[0]


def test_tokens_lead_to_the_end():
    seen, after = [], None
    while True:
        extra = {} if after is None else {"after": after}
        found = listed(ENTITIES, page_of(request(per_page=10, pagination_mode="token", **extra), 500))
        seen += found["entities"]
        after = found["after"]
        if after is None:
            break

    assert seen == ENTITIES


def test_fields_restrict_and_the_id_stays():
    assert only_fields(ENTITIES[:1], ["name"]) == [{"id": 1, "name": "n01"}]
