"""Where the methods of a Supervisely server live."""

METHODS = "/public/api/v3/"


def method_url(address: str, method: str) -> str:
    """Return the address of a method, such as "images.list"."""
    return f"{address}{METHODS}{method}"
