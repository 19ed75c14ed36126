"""Graph: single entities, batches by `?ids=`, and the images of a sequence."""

import msgspec

from app.sandbox.routes import Route, Routes
from app.sandbox.street_errors import NOT_FOUND, StreetRefusalError
from app.sandbox.street_fields import asked_fields
from app.sandbox.street_gate import Gate
from app.sandbox.street_settings import Unknown
from app.sandbox.wire import JSON_TYPE, Reply, Request, json_reply
from app.sandbox.world import Document


class GraphRoutes:
    """Answers entity calls."""

    def __init__(self, gate: Gate) -> None:
        """Serve what the gate lets through."""
        self._gate = gate

    def join(self, routes: Routes) -> None:
        """Add the lines of the entities."""
        gate, quota = self._gate, self._gate.entity_quota
        single = Route("street.entity", gate.passing(quota, self._entity), ids_of=_path_id)
        routes.add_pattern(r"/\d+", single)
        routes.add("/", Route("street.entities", gate.passing(quota, self._batch), ids_of=_batch_ids))
        routes.add("/image_ids", Route("street.sequence", gate.passing(quota, self._sequence), ids=("sequence_id",)))

    def _entity(self, request: Request) -> Reply:
        number = request.path[1:]
        written = self._gate.writer(request.query.get("fields", ""))(int(number))
        if written is None:
            raise StreetRefusalError(NOT_FOUND, number)
        return Reply(200, JSON_TYPE, (written,))

    def _batch(self, request: Request) -> Reply:
        """Return an object keyed by id."""
        ids = _batch_ids(request)
        if not ids:
            raise StreetRefusalError(NOT_FOUND, "0")
        settings = self._gate.settings
        if len(ids) > settings.batch_most:
            raise StreetRefusalError(
                "parameter", f"Too many IDs. Maximum: {settings.batch_most}. Provided: {len(ids)}."
            )
        fields = request.query.get("fields", "")
        asked_fields(fields)
        write = self._gate.writer(fields)
        parts = []
        for one in dict.fromkeys(ids):
            written = write(int(one)) if one.isdigit() and len(one) < 19 else None
            if written is not None:
                parts.append(b'"%b":%b' % (one.encode(), written))
            elif settings.unknown is Unknown.FAILS:
                raise StreetRefusalError(NOT_FOUND, one)
        return Reply(200, JSON_TYPE, (b"{" + b",".join(parts) + b"}",))

    def _sequence(self, request: Request) -> Reply:
        """Return the ids of a sequence in the order of capture."""
        key = request.query.get("sequence_id", "")
        found = self._gate.world.sequence(key)
        if found is None:
            if self._gate.settings.unknown is Unknown.FAILS:
                raise StreetRefusalError(NOT_FOUND, key)
            return json_reply({"data": []})
        index, rows = found
        ids = index.roll.ids[rows.start : rows.stop].tolist()
        gone = self._gate.world.gone
        listed: list[Document] = [{"id": str(one)} for one in ids if one not in gone]
        return Reply(200, JSON_TYPE, (msgspec.json.encode({"data": listed}),))


def _path_id(request: Request) -> tuple[str, ...]:
    return (request.path[1:].partition("/")[0],)


def _batch_ids(request: Request) -> tuple[str, ...]:
    return tuple(part.strip() for part in request.query.get("ids", "").split(",") if part.strip())
