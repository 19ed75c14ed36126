"""What every spec is. Pure."""


class Spec:
    """Base of all specs. `source` is the registry key of the source that reads it."""

    source: str
