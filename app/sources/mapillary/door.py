"""How Mapillary wants to be asked: the token in a header for the graph, in the query for tiles, nowhere else. Pure.

Source: reference A.1.
"""

from urllib.parse import urlsplit

from app.model.account import Account
from app.model.door import Credential, DoorRules
from app.sources.kit import SourceKit
from app.sources.mapillary.address import PICTURE_PATH, TILE_PATH, graph_address, origin_of, tile_address
from app.sources.mapillary.errors import Reader
from app.sources.mapillary.quota import TokenBudget


def rules(account: Account, token: str, kit: SourceKit) -> DoorRules:
    """Return the rules of the door to one account. Blanks and line ends around the token are not part of it."""
    token = "".join(token.split())
    graph, tiles = graph_address(account), tile_address(account)
    return DoorRules(
        credentials=(
            Credential(origin_of(graph), headers=(("authorization", f"OAuth {token}"),), path=urlsplit(graph).path),
            Credential(
                origin_of(tiles), query=(("access_token", token),), path=urlsplit(tiles).path.rstrip("/") + TILE_PATH
            ),
            # One server may play all parts: its pictures get nothing all the same.
            Credential(origin_of(graph), path=PICTURE_PATH),
        ),
        read_error=Reader(kit.clock),
        budget=TokenBudget(account, kit),
    )
