"""Names and hashes of images as the service means them. Pure."""

from base64 import b64decode
from binascii import Error


def full_name(name: str, mime: str | None) -> str:
    """Return the file name of an image: the name on the server with the extension that its type asks for.

    Args:
        name: As the server spells it, with or without an extension.
        mime: Type of the image, such as "image/jpeg"; None when the server does not say.
    """
    extension = mime.split("/")[1] if mime and "/" in mime else None
    spelled = _extension(name)
    if not spelled:
        return f"{name}.{extension}"
    if extension is None or extension == spelled or (extension == "jpeg" and spelled in ("jpg", "jpeg", "mpo")):
        return name
    return f"{name}.{extension}"


def _extension(name: str) -> str:
    """Return the extension in lower case, without the dot; a leading dot starts no extension."""
    last = name.rpartition("/")[2].lstrip(".")
    return last.rpartition(".")[2].lower() if "." in last else ""


def hex_digest(hash_text: str | None) -> str | None:
    """Return a SHA-256 given as base64 as lower-case hex; None when it is no SHA-256."""
    if not hash_text:
        return None
    try:
        digest = b64decode(hash_text, validate=True)
    except (Error, ValueError):
        return None
    return digest.hex() if len(digest) == 32 else None
