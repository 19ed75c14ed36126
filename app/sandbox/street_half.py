"""The street half of the sandbox: graph, tiles and pictures behind one set of doors."""

from app.model.clock import Clock
from app.sandbox.routes import Route, Routes
from app.sandbox.street_access import Block, Quota, may_read_tiles
from app.sandbox.street_addresses import PATH, ExpiredError, asked_picture, parse_name
from app.sandbox.street_basemap import draw_basemap, is_plain, plain_tile
from app.sandbox.street_errors import TEXT, login_page, login_redirect, refused
from app.sandbox.street_features import SETS as FEATURE_SETS
from app.sandbox.street_gate import StreetGate
from app.sandbox.street_graph import GraphRoutes
from app.sandbox.street_kept import Kept
from app.sandbox.street_recognised import RecognisedRoutes
from app.sandbox.street_search import SearchRoutes
from app.sandbox.street_settings import StreetSettings
from app.sandbox.street_world import StreetWorld
from app.sandbox.wire import Piece, Reply, Request, body_reply
from app.sandbox.world import UnreadyError

JPEG = b"Content-Type: image/jpeg\r\nCache-Control: max-age=1209600, no-transform\r\n"
PNG = b"Content-Type: image/png\r\nCache-Control: max-age=86400\r\n"
PROTOBUF = b"Content-Type: application/x-protobuf\r\n"
_SETS = {"mly1_public": False, "mly1_computed_public": True}
_TILE = r"/maps/vtp/[a-z0-9_]+/2/\d+/\d+/\d+"
_BASEMAP = r"/basemap/\d{1,2}/\d+/\d+\.png"
_MOST_ZOOM = 14


class StreetHalf:
    """Answers what graph, tile and picture hosts answer; `gate` and `world.gone` may be changed while it runs."""

    def __init__(self, settings: StreetSettings, clock: Clock) -> None:
        """Make nothing yet."""
        self.world = StreetWorld(settings)
        self.gate = StreetGate(settings, self.world, clock)
        self._clock = clock
        self.tile_quota = Quota(settings.tiles_per_day, 86_400)
        self.block = Block(settings.block)
        self._maps: Kept[tuple[int, int, int], bytes] = Kept(draw_basemap, 1_000)

    def join(self, routes: Routes) -> None:
        """Add the lines of this half."""
        for part in (GraphRoutes(self.gate), SearchRoutes(self.gate), RecognisedRoutes(self.gate)):
            part.join(routes)
        routes.add_pattern(_TILE, Route("street.tile", self._tile, ids_of=_tile_key))
        routes.add_prefix(PATH, Route("street.thumb", self._thumb, ids_of=_thumb_id))
        routes.add_pattern(_BASEMAP, Route("street.basemap", self._basemap, ids_of=_tile_key))
        routes.add("/login/", Route("street.login", lambda _: login_page()))

    # Tiles and pictures.

    def _tile(self, request: Request) -> Reply:
        now = self._clock.utc()
        if not may_read_tiles(request, self.gate.token):
            return Reply(403, TEXT, (b"Forbidden",))
        if self.block.meets(now):
            return login_page() if self.block.rule.as_page else login_redirect()
        if not self.tile_quota.spend(now):
            return refused("edge-429")
        try:
            body = self._tile_body(request)
        except UnreadyError:
            self.block.take_back()
            self.tile_quota.used -= 1
            raise
        if body is None:
            return Reply(404, TEXT)
        return body_reply(body, PROTOBUF, None) if body else Reply(self.gate.settings.empty_tile, PROTOBUF)

    def _tile_body(self, request: Request) -> Piece | None:
        _, _, _, name, _, *place = request.path.split("/")
        z, x, y = (int(part) for part in place)
        if z > _MOST_ZOOM or max(x, y) >= 2**z:
            return None
        if name in FEATURE_SETS:
            return self.world.feature_tile(name, z, x, y)
        if name not in _SETS:
            return None
        return self.world.tile(_SETS[name], z, x, y)

    def _basemap(self, request: Request) -> Reply:
        """Return a picture of the map of the town; it needs no token."""
        z, x, y = (int(part) for part in _tile_key(request)[0].split("/"))
        body = plain_tile() if is_plain(z, x, y) else self._maps.get((z, x, y))
        return body_reply(body, PNG, None)

    def _thumb(self, request: Request) -> Reply:
        try:
            image_id, size = asked_picture(request.path, request.query, self._clock.utc())
        except ExpiredError:
            return Reply(403, TEXT, (b"URL signature expired",))
        found = self.world.find(image_id)
        if found is None:
            return Reply(404, TEXT, (b"Not Found",))
        index, row = found
        pieces = self.world.picture(index, row, size)
        asked = request.headers.get("range")
        whole = Reply(200, JPEG, pieces)
        return body_reply(whole.whole(), JPEG, asked) if asked else whole


def _tile_key(request: Request) -> tuple[str, ...]:
    return ("/".join(request.path.removesuffix(".png").split("/")[-3:]),)


def _thumb_id(request: Request) -> tuple[str, ...]:
    found = parse_name(request.path.removeprefix(PATH))
    return () if found is None else (str(found[0]),)
