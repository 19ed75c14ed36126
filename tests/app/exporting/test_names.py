import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exporting.names import ExportNames, split
from app.store.names import collision_key


def taken(*pairs):
    names = ExportNames()
    return [names.take(dataset, name) for dataset, name in pairs]


def test_the_dataset_stands_in_front():
    assert taken(("a/b", "x.jpg"), ("", "y.png")) == ["a_b_x.jpg", "y.png"]


CLASHES = {
    "two ways to one name": ((("a", "b_x.jpg"), ("a_b", "x.jpg")), ["a_b_x.jpg", "a_b_x~2.jpg"]),
    "another extension": ((("", "x.jpg"), ("", "x.png"), ("", "x.bmp")), ["x.jpg", "x~2.png", "x~3.bmp"]),
    "another case": ((("", "X.jpg"), ("", "x.jpg")), ["X.jpg", "x~2.jpg"]),
    "the mark is taken": ((("", "x~2.jpg"), ("", "x.jpg"), ("", "x.png")), ["x~2.jpg", "x.jpg", "x~3.png"]),
}


@pytest.mark.parametrize(("pairs", "expected"), CLASHES.values(), ids=CLASHES)
def test_two_images_never_share_a_name(pairs, expected):
    assert taken(*pairs) == expected


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=300)), max_size=12))
def test_names_of_any_kind_are_safe_and_differ(pairs):
    names = taken(*pairs)

    stems = [collision_key(split(name)[0]) for name in names]
    assert len(set(stems)) == len(pairs)
    assert all(
        "/" not in name and "\\" not in name and "\0" not in name and len(name.encode()) <= 220 for name in names
    )
