"""Graph: single entities, batches by `?ids=`, and the images of a sequence."""

from collections.abc import Iterable

import msgspec

from app.sandbox.routes import Route, Routes
from app.sandbox.street_errors import NOT_FOUND, StreetRefusalError
from app.sandbox.street_gate import StreetGate
from app.sandbox.street_nodes import find_node
from app.sandbox.street_settings import Unknown
from app.sandbox.wire import JSON_TYPE, Reply, Request, json_reply
from app.sandbox.world import Document

# Ids are 64-bit numbers.
_MOST_DIGITS = 18
_IMAGE = "Image"


class GraphRoutes:
    """Answers entity calls."""

    def __init__(self, gate: StreetGate) -> None:
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
        number, fields = request.path[1:], request.query.get("fields", "")
        _, written = self._written([number], fields)
        if not written:
            raise StreetRefusalError(NOT_FOUND, number)
        return Reply(200, JSON_TYPE, (written[number],))

    def _written(self, ids: Iterable[str], fields: str) -> tuple[set[str], dict[str, bytes]]:
        """Return the kinds and the JSON of what ids stand for; unknown ones are left out."""
        write, kinds, found = self._gate.writer(fields), set(), {}
        ids = [one for one in ids if one.isdigit() and len(one) <= _MOST_DIGITS]
        if "detections" in fields:
            self._gate.require(map(int, ids), fields)
        for one in ids:
            written, kind = write(int(one)), _IMAGE
            if written is None:
                # Its fields are other ones: those of an image say nothing about it.
                node = find_node(self._gate.world, int(one))
                if node is None:
                    continue
                written, kind = node.write(fields), node.kind
            kinds.add(kind)
            found[one] = written
        return kinds, found

    def _batch(self, request: Request) -> Reply:
        """Return an object keyed by id."""
        ids = tuple(dict.fromkeys(_batch_ids(request)))
        if not ids:
            raise StreetRefusalError(NOT_FOUND, "0")
        settings = self._gate.settings
        if len(ids) > settings.batch_most:
            raise StreetRefusalError(
                "parameter", f"Too many IDs. Maximum: {settings.batch_most}. Provided: {len(ids)}."
            )
        kinds, written = self._written(ids, request.query.get("fields", ""))
        if len(kinds) > 1:
            raise StreetRefusalError("parameter", "All IDs must be of one type")
        unknown = next((one for one in ids if one not in written), None)
        if unknown is not None and settings.unknown is Unknown.FAILS:
            raise StreetRefusalError(NOT_FOUND, unknown)
        parts = [b'"%b":%b' % (one.encode(), body) for one, body in written.items()]
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
    return tuple(filter(None, request.query.get("ids", "").split(",")))
