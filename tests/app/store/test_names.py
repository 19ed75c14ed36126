import os
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.store.names import MOST_BYTES, NameMap, collision_key, safe_dataset_name, safe_name

HIDDEN = ("ann", "blob", "datasets", "img", "img_info", "meta", "seg")
DEVICES = {"con", "prn", "aux", "nul", "com1", "lpt9", "conin$", "conout$"}
NASTY = st.one_of(
    st.text(),
    st.text(alphabet="./\\ :~-_aA\u0301\u200f\0%", max_size=12),
    st.text(alphabet="aé字😀.", min_size=60, max_size=300),
    st.sampled_from(
        [
            *[
                "..",
                "../../etc/passwd",
                "C:\\x",
                "\\\\srv\\share\\x.png",
                "//x",
                "nul.txt",
                "COM¹.jpg",
                ".windrow_meta",
                ".git",
            ],
            *[
                "a.jpg:evil",
                "x.exe",
                "\ud800.jpg",
                ".jpg",
                "train_img",
                "...",
                "",
                "K",
                "a" * 300 + ".jpg",
                "x.{CLSID}",
            ],
        ]
    ),
)


def is_safe_component(name: str) -> bool:
    return (
        name not in ("", ".", "..")
        and not set(name) & set('/\\:*?"<>|')
        and all(unicodedata.category(letter) not in ("Cc", "Cf", "Cs") for letter in name)
        and name[-1] not in " ."
        and name[0] not in "-~ "
        and name.split(".")[0].strip().casefold() not in DEVICES
        and collision_key(name) not in (".windrow_meta", ".git", "desktop.ini", "thumbs.db", "meta.json")
        and len(name.encode()) <= 200
    )


@pytest.mark.parametrize(
    "name",
    [
        *[
            "cat.jpg",
            "IMG 0001 (2).JPEG",
            "frame_000123.png",
            "Überfahrt.webp",
            "字.tiff",
            "a.b.c.jpg",
            "scan",
            "x.nrrd",
        ],
        *["photo.gif", "x.heic", "2021-05-06 10.11.12.jpg", "v1.05", "it’s.png", ".hidden.png", "a~b.jpg"],
    ],
)
def test_a_safe_name_maps_to_itself(name):
    assert safe_name(name, "7") == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sub/a.png", "sub_a.png"),
        ("../../../../x.png", ".._.._.._.._x.png"),
        ("C:\\x.png", "C__x.png"),
        ("a.jpg:evil", "a.jpg_evil.bin"),
        ("run.exe", "run.exe.bin"),
        ("page.html", "page.html.bin"),
        ("con.jpg", "_con.jpg"),
        ("COM¹.png", "_COM¹.png"),
        ("-rf.png", "_-rf.png"),
        ("~x.png", "_~x.png"),
        ("a\u202egpj.exe", "a_gpj.exe.bin"),
        ("a.jpg . .", "a.jpg"),
        (".windrow_meta", "item_7.windrow_meta.bin"),
        ("meta.json", "meta.json.bin"),
        ("", "item_7"),
        ("..", "item_7"),
        ("   ", "item_7"),
        (".jpg", "item_7.jpg"),
        ("???.png", "item_7.png"),
        ("\ud800.png", "item_7.png"),
    ],
    ids=repr,
)
def test_an_unsafe_name_is_changed_in_a_known_way(name, expected):
    assert safe_name(name, "7") == expected


def test_a_long_name_keeps_its_extension_and_stays_apart_from_its_twin():
    one = safe_name("ж" * 150 + "1.jpg", "1")
    two = safe_name("ж" * 150 + "2.jpg", "2")

    assert one != two
    assert one.endswith(".jpg")
    assert len(one.encode()) <= MOST_BYTES


@pytest.mark.parametrize("end", HIDDEN)
def test_a_dataset_is_never_called_so_that_the_sdk_overlooks_it(end):
    names = [safe_dataset_name(name, "7") for name in (end, f"train_{end}", f"../{end}", "x" * 195 + end)]

    assert not any(name.endswith(HIDDEN) for name in names)
    assert names[0] == f"{end}_ds"


@pytest.mark.parametrize("name", ["ds 1", "train", "v1.0", "Straße 7", "a" * 197])
def test_a_safe_dataset_name_maps_to_itself(name):
    assert safe_dataset_name(name, "7") == name


@given(NASTY, NASTY)
@settings(max_examples=400, deadline=None)
@example(".\u0301", "..")
def test_no_name_leaves_its_folder_whatever_the_server_says(name, key):
    for mapped in (safe_name(name, key), safe_dataset_name(name, key)):
        assert is_safe_component(mapped), mapped
        assert os.path.normpath(f"/root/{mapped}") == f"/root/{mapped}"
    assert not safe_dataset_name(name, key).endswith(HIDDEN)


@given(NASTY, st.text(max_size=50))
@settings(max_examples=400, deadline=None)
def test_mapping_a_mapped_name_changes_nothing(name, key):
    once, folder = safe_name(name, key), safe_dataset_name(name, key)

    assert safe_name(once, key) == once
    assert safe_dataset_name(folder, key) == folder


@given(st.lists(NASTY, max_size=30), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_two_items_share_a_path_and_a_second_run_says_the_same(names, is_folder):
    items = [(name, str(number)) for number, name in enumerate(names)]
    first = NameMap(is_dataset_folder=is_folder)
    mapped = [first.take(*item) for item in items]
    rows = [(name, key, taken) for (name, key), taken in zip(items, mapped, strict=True)]

    assert len({collision_key(taken) for taken in mapped}) == len(items)
    assert all(is_safe_component(taken) for taken in mapped)
    assert [first.take(*item) for item in items] == mapped
    again = NameMap(reversed(rows), is_dataset_folder=is_folder)
    assert [again.take(*item) for item in items] == mapped


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *[("A.jpg", "a.jpg"), ("straße.png", "STRASSE.png"), ("é.png", "e\u0301.png"), ("K.png", "\u212a.png")],
        *[("ﬁ.png", "fi.png"), ("a/b.png", "a_b.png"), ("x.png", "x.png")],
    ],
)
def test_the_second_taker_of_a_name_gets_its_key(one, other):
    names = NameMap()

    assert names.take(one, "5") == safe_name(one, "5")
    assert names.take(other, "9").endswith("~9.png" if one.endswith("png") else "~9.jpg")


def test_a_name_that_looks_like_a_second_taker_is_not_taken_twice():
    names = NameMap()
    taken = [names.take("a~9.jpg", "1"), names.take("a.jpg", "2"), names.take("a.jpg", "9")]

    assert taken == ["a~9.jpg", "a.jpg", "a~9~2.jpg"]


def test_a_name_from_an_older_rule_is_kept():
    names = NameMap([("a.jpg", "1", "renamed-long-ago.jpg")])

    assert names.take("a.jpg", "1") == "renamed-long-ago.jpg"
    assert names.take("renamed-long-ago.jpg", "2") == "renamed-long-ago~2.jpg"
