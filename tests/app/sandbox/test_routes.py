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


def test_pattern_comes_after_the_exact_path_and_before_the_prefix():
    routes = Routes()
    exact, number, deep, prefix = (Route(name, lambda _: Reply(200)) for name in ("exact", "number", "deep", "prefix"))
    routes.add("/7", exact)
    routes.add_pattern(r"/\d+", number)
    routes.add_pattern(r"/\d+/detections", deep)
    routes.add_prefix("/", prefix)

    found = [routes.find(path) for path in ("/7", "/8", "/8/detections", "/8x")]

    assert found == [exact, number, deep, prefix]
