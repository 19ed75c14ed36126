"""How a Supervisely server wants to be asked: the token in a header of its own. Pure."""

from app.model.account import Account
from app.model.door import Credential, DoorRules
from app.sources.kit import SourceKit

HEADER = "x-api-key"


def rules(account: Account, token: str, kit: SourceKit) -> DoorRules:
    """Return the rules of the door to one account; its errors are those of HTTP, and nothing is counted."""
    return DoorRules((Credential(account.address, headers=((HEADER, token),)),))
