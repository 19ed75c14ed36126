"""Graph: detections of an image, of a map feature, of a box; map features of a box; who am I."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase

from app.sandbox.routes import Route, Routes
from app.sandbox.street_access import USER_TOKEN, token_of
from app.sandbox.street_detections import MEMBERS, Detection, document
from app.sandbox.street_errors import NOT_FOUND, StreetRefusalError
from app.sandbox.street_features import MapFeature, feature_document
from app.sandbox.street_gate import StreetGate
from app.sandbox.street_nodes import known, user_node
from app.sandbox.street_query import Box, Query, moment_ms, read_box, read_limit, rows_of
from app.sandbox.street_search import refuse_dense
from app.sandbox.street_town import CREATORS
from app.sandbox.wire import JSON_TYPE, Reply, Request, json_reply


class RecognisedRoutes:
    """Answers for detections and map features."""

    def __init__(self, gate: StreetGate) -> None:
        """Serve what the gate lets through."""
        self._gate = gate
        self._world = gate.world

    def join(self, routes: Routes) -> None:
        """Add the lines of this part."""
        entity, search, passing = self._gate.entity_quota, self._gate.search_quota, self._gate.passing
        of_one = Route("street.detections", passing(entity, self._of_one), ids_of=_path_id)
        routes.add_pattern(r"/\d+/detections", of_one)
        routes.add("/detections", Route("street.detections.search", passing(search, self._in_box), ids=("bbox",)))
        routes.add("/map_features", Route("street.features", passing(search, self._features), ids=("bbox",)))
        routes.add("/me", Route("street.me", passing(entity, self._me)))

    def _me(self, request: Request) -> Reply:
        """Return the user of a user token; a client token is nobody."""
        if token_of(request)[1] != USER_TOKEN:
            raise StreetRefusalError(NOT_FOUND, "me")
        return Reply(200, JSON_TYPE, (user_node(CREATORS[0]).write(request.query.get("fields", "")),))

    def _of_one(self, request: Request) -> Reply:
        number = int(_path_id(request)[0])
        members = known(_names(request.query), MEMBERS)
        place = self._world.find(number)
        found: Sequence[Detection]
        if place is not None:
            found = self._world.detections.of(*place)
        else:
            book, feature = self._world.feature(number)
            if book is None or feature is None:
                raise StreetRefusalError(NOT_FOUND, str(number))
            self._world.detections.require(int(book.index.roll.scene[row]) for row in feature.rows)
            seen = zip(feature.rows, feature.places, strict=True)
            found = [self._world.detections.of(book.index, row)[which] for row, which in seen]
        return json_reply({"data": [document(one, members) for one in found]})

    def _box(self, request: Request) -> Box:
        box = read_box(request.query, self._gate.settings.box_most)
        if box is None:
            raise StreetRefusalError("parameter", "Param bbox is needed")
        refuse_dense(self._gate, box)
        return box

    def _in_box(self, request: Request) -> Reply:
        """Return the detections of the images in a box."""
        values, members = request.query, known(_names(request.query), MEMBERS)
        start, end = (
            moment_ms(values[name], name) if name in values else None
            for name in ("start_captured_at", "end_captured_at")
        )
        query = Query(self._box(request), start_ms=start, end_ms=end)
        limit, wanted = read_limit(values), _patterns(values, "values")
        found = [document(one, members) for one in self._detections(query) if _fits(one.mark.value, wanted)]
        return json_reply({"data": found[:limit]})

    def _detections(self, query: Query) -> Iterator[Detection]:
        for index in self._world.indexes(query.box):
            rows = [row for row in rows_of(index, query).tolist() if int(index.roll.ids[row]) not in self._world.gone]
            self._world.detections.require(int(index.roll.scene[row]) for row in rows)
            for row in rows:
                yield from self._world.detections.of(index, row)

    def _features(self, request: Request) -> Reply:
        values, names = request.query, _names(request.query)
        limit, wanted = read_limit(values), _patterns(values, "object_values")
        box = self._box(request)
        book = self._world.features()
        if book is None:
            return json_reply({"data": []})
        chosen = [one for one in book.in_box(*box) if _fits(one.value, wanted) and _is_seen(one, values)]
        return json_reply({"data": [feature_document(book, one, names) for one in chosen[:limit]]})


def _is_seen(one: MapFeature, values: Mapping[str, str]) -> bool:
    """Return whether a feature was seen in the spans that are asked for."""
    for word, at_ms in (("first", one.first_ms), ("last", one.last_ms)):
        start, end = f"start_{word}_seen_at", f"end_{word}_seen_at"
        if start in values and at_ms < moment_ms(values[start], start):
            return False
        if end in values and at_ms > moment_ms(values[end], end):
            return False
    return True


def _names(values: Mapping[str, str]) -> list[str]:
    return [name for name in (part.strip() for part in values.get("fields", "").split(",")) if name]


def _patterns(values: Mapping[str, str], key: str) -> list[str]:
    return [part for part in values.get(key, "").split(",") if part]


def _fits(value: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(value, pattern) for pattern in patterns)


def _path_id(request: Request) -> tuple[str, ...]:
    return (request.path[1:].partition("/")[0],)
