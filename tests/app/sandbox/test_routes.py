"""The routing table."""

from app.sandbox.routes import Route, Routes
from app.sandbox.wire import Reply


def test_exact_path_beats_the_longest_prefix():
    routes = Routes()
    exact, short, long = (Route(name, lambda _: Reply(200)) for name in ("exact", "short", "long"))
    routes.add("/tiles/one", exact)
    routes.add_prefix("/tiles/", short)
    routes.add_prefix("/tiles/deep/", long)

    found = [routes.find(path) for path in ("/tiles/one", "/tiles/two", "/tiles/deep/x", "/none")]

    assert found == [exact, short, long, None]
