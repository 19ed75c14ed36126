"""Filters, sorting and the two ways of paging of list endpoints. Pure."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.sandbox.wire import RefusalError, Request

MOST_PER_PAGE = 20_000
Entity = dict[str, object]
Test = Callable[[Mapping[str, object]], bool]

_WORDS = {"=": "eq", "!=": "not", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Attributes:
        per_page: Entities per answer.
        number: Page from 1; 0 in token mode.
        after: Token of the answer before, empty at the start.
    """

    per_page: int
    number: int
    after: str

    @property
    def is_token(self) -> bool:
        """Whether the answer ends in a token instead of counting pages."""
        return self.number == 0


def page_of(request: Request, default: int) -> Page:
    """Return the page a request asks for. Raises RefusalError."""
    per_page = request.optional_integer("per_page")
    if per_page is None:
        per_page = request.optional_integer("perPage") or default
    number = request.optional_integer("page") or 1
    if per_page < 1 or number < 1:
        raise RefusalError(
            400, "Validation error", '"page" and "per_page" must be greater than or equal to 1', "per_page"
        )
    per_page = min(per_page, MOST_PER_PAGE)
    mode = request.text("pagination_mode") or "page"
    if mode not in {"page", "token"}:
        raise RefusalError(400, "Validation error", '"pagination_mode" must be one of [page, token]', "pagination_mode")
    return Page(per_page, 0 if mode == "token" else number, request.text("after"))


def answer(entities: Sequence[Mapping[str, object]], total: int, page: Page, after: str | None = None) -> Entity:
    """Return the body of a list answer."""
    body: Entity = {
        "total": total,
        "perPage": page.per_page,
        "pagesCount": math.ceil(total / page.per_page),
        "entities": entities,
    }
    if page.is_token:
        body["after"] = after
    return body


def listed(entities: Sequence[Mapping[str, object]], page: Page) -> Entity:
    """Return the asked part of a list that lies in memory."""
    if page.is_token:
        start = int(page.after) if page.after.isdigit() else 0
        stop = start + page.per_page
        return answer(entities[start:stop], len(entities), page, str(stop) if stop < len(entities) else None)
    start = (page.number - 1) * page.per_page
    return answer(entities[start : start + page.per_page], len(entities), page)


def tests_of(request: Request, known: Sequence[str]) -> list[tuple[str, str, object]]:
    """Return the filters of a request as field, operator word and value.

    Raises:
        RefusalError: A filter is malformed, or its field is not among `known`.
    """
    found = []
    for place, one in enumerate(request.items("filter")):
        if not isinstance(one, dict) or not {"field", "operator", "value"} <= one.keys():
            raise RefusalError(400, "Validation error", f'"filter[{place}]" needs field, operator and value', "filter")
        name, operator = str(one["field"]), str(one["operator"])
        if name not in known:
            raise RefusalError(
                400, "Validation error", f'"filter[{place}].field" must be one of [{", ".join(known)}]', "filter"
            )
        found.append((name, _WORDS.get(operator, operator), one["value"]))
    return found


def test_of(name: str, operator: str, wanted: object) -> Test:
    """Return what decides whether an entity passes. Raises RefusalError."""
    if operator in {"in", "!in"}:
        if not isinstance(wanted, list):
            raise RefusalError(400, "Validation error", '"value" must be an array', "filter")
        members = set(wanted)
        return lambda entity: (entity.get(name) in members) is (operator == "in")
    if operator in {"eq", "not"}:
        return lambda entity: (entity.get(name) == wanted) is (operator == "eq")
    if operator in {"like", "!like", "ilike", "!ilike"}:
        pattern = ".*".join(re.escape(part) for part in str(wanted).split("%"))
        flags = re.DOTALL | (re.IGNORECASE if "ilike" in operator else 0)
        like = re.compile(pattern, flags)
        return lambda entity: (like.fullmatch(str(entity.get(name) or "")) is not None) is (operator[0] != "!")
    if operator in {"gt", "gte", "lt", "lte"}:
        return _order_test(name, operator, wanted)
    raise RefusalError(400, "Validation error", f'"operator" {operator} is not known', "filter")


def _order_test(name: str, operator: str, wanted: object) -> Test:
    limit = _number_or_text(wanted)

    def passes(entity: Mapping[str, object]) -> bool:
        value = _number_or_text(entity.get(name))
        if value[0] != limit[0]:
            return False
        return {"gt": value > limit, "gte": value >= limit, "lt": value < limit, "lte": value <= limit}[operator]

    return passes


def _number_or_text(value: object) -> tuple[bool, float, str]:
    if isinstance(value, (int, float)):
        return (True, float(value), "")
    return (False, 0.0, str(value or ""))


def passing(entities: Sequence[Entity], request: Request, known: Sequence[str]) -> list[Entity]:
    """Return the entities that pass every filter, sorted as asked. Raises RefusalError."""
    tests = [test_of(*one) for one in tests_of(request, known)]
    kept = [entity for entity in entities if all(test(entity) for test in tests)]
    return ordered(kept, request)


def ordered(entities: list[Entity], request: Request) -> list[Entity]:
    """Return the entities in the asked order; ids decide among equals."""
    name = request.text("sort") or "id"
    is_down = request.text("sort_order") == "desc"
    return sorted(
        entities,
        key=lambda entity: (_number_or_text(_sortable(entity.get(name))), _number_or_text(entity.get("id"))),
        reverse=is_down,
    )


def _sortable(value: object) -> object:
    """Sizes travel as text but sort as numbers."""
    return int(value) if isinstance(value, str) and value.isdigit() else value


def only_fields(entities: Sequence[Entity], fields: Sequence[object]) -> Sequence[Entity]:
    """Return the entities with these keys and the id only; all keys when none is named."""
    if not fields:
        return entities
    wanted = {"id", *(str(one) for one in fields)}
    return [{key: value for key, value in entity.items() if key in wanted} for entity in entities]
