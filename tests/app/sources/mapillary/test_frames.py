"""The quick reader of features and values finds what the careful one finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.mapillary.frames import features_of, values_of
from app.sources.mapillary.mvt import feature_parts, read_tile, value_parts
from tests.fakes import tile_writer as w

FIELDS = st.lists(
    st.one_of(
        st.builds(lambda n: w.number(1, n), st.integers(0, 2**64 - 1)),
        st.builds(lambda n: w.number(3, n), st.integers(0, 300)),
        st.builds(lambda b: w.span(2, b), st.binary(max_size=200)),
        st.builds(lambda b: w.span(4, b), st.binary(max_size=20)),
        st.builds(lambda n: w.number(77, n), st.integers(0, 2**64 - 1)),
        st.binary(min_size=1, max_size=4),
    ),
    max_size=6,
)
VALUES = st.lists(
    st.one_of(
        st.builds(w.value_bytes, st.one_of(st.text(max_size=200), st.integers(-(2**63), 2**63 - 1))),
        st.builds(w.value_bytes, st.one_of(st.floats(), st.booleans())),
        st.builds(lambda n: w.number(6, n), st.integers(0, 2**64 - 1)),
        st.builds(lambda b: w.varint(2 << 3 | 5) + b, st.binary(min_size=4, max_size=4)),
        st.binary(max_size=3),
    ),
    max_size=3,
)


def outcome(ask):
    """Return what is found, or that it is refused."""
    try:
        return ask()
    except ValueError:
        return "refused"


@pytest.mark.slow
@given(st.lists(FIELDS, min_size=1, max_size=5))
def test_features_are_found_alike(features):
    body = w.span(3, w.span(1, b"image") + b"".join(w.span(2, b"".join(fields)) for fields in features))
    layer = read_tile(body)["image"]
    spans = list(zip(layer.features_from, layer.features_to, strict=True))

    careful = outcome(lambda: [tuple(feature_parts(body, start, end)) for start, end in spans])
    quick = outcome(lambda: _rows(features_of(body, layer)))

    assert quick == careful


def _rows(found):
    columns = (found.kind, found.tags_from, found.tags_to, found.geometry_from, found.geometry_to)
    return [tuple(int(column[row]) for column in columns) for row in range(len(found.kind))]


@pytest.mark.slow
@given(st.lists(VALUES, min_size=1, max_size=5))
def test_values_are_found_alike(values):
    body = w.span(3, w.span(1, b"image") + b"".join(w.span(4, b"".join(parts)) for parts in values))
    layer = read_tile(body)["image"]
    spans = list(zip(layer.values_from, layer.values_to, strict=True))

    careful = outcome(lambda: [tuple(value_parts(body, start, end)) for start, end in spans])
    found = outcome(lambda: values_of(body, layer))
    quick = found if found == "refused" else _values(found)

    assert quick == careful


def _values(found):
    return [(int(k), int(s), int(e)) for k, s, e in zip(found.kind, found.start, found.end, strict=True)]


@pytest.mark.parametrize("count", [0, 1, 3], ids=["none", "one", "some"])
def test_a_layer_without_values_is_fine(count):
    body = w.tile_bytes(image=[w.Feature(1, w.point(1, 1)) for _ in range(count)])

    assert len(values_of(body, read_tile(body)["image"]).kind) == 0
