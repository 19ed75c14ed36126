"""The tutorial's way, with a stand-in for the library."""

import types

import pytest

from app.bench import requests_script

JPEG = b"\xff\xd8\xffpicture\xff\xd9"


class Library:
    """Answers like `requests`: entities by id, pictures by address; what is in `gone` is refused."""

    def __init__(self, gone: frozenset[str] = frozenset()) -> None:
        self.gone = gone
        self.asked: list[str] = []

    def get(self, address: str, **options: object) -> types.SimpleNamespace:
        self.asked.append(address)
        key = address.rpartition("/")[2]
        return types.SimpleNamespace(
            status_code=400 if key in self.gone else 200,
            json=lambda: {"id": key, "thumb_1024_url": f"http://pictures/{key}"},
            iter_content=lambda size: [JPEG[:4], JPEG[4:]],
        )


def wish(way: str, folder: object, workers: int) -> dict[str, object]:
    return {
        "way": way, "address": "http://graph", "token": "t", "fields": "id", "ids": ["1", "2", "3"],
        "workers": workers, "destination": str(folder),
    }  # fmt: skip


@pytest.mark.parametrize("workers", [1, 5], ids=["loop", "threads"])
def test_metadata_takes_one_request_per_image(tmp_path, workers):
    library = Library()

    answer = requests_script.bring(library, wish("metadata", tmp_path / "out", workers))

    assert sorted(library.asked) == ["http://graph/1", "http://graph/2", "http://graph/3"]
    assert answer["items"] == 3


@pytest.mark.parametrize("workers", [1, 5], ids=["loop", "threads"])
def test_pictures_go_straight_to_their_names(tmp_path, workers):
    answer = requests_script.bring(Library(), wish("images", tmp_path / "out", workers))

    assert (answer["items"], answer["size"]) == (3, 3 * len(JPEG))
    assert (tmp_path / "out" / "mly_2.jpg").read_bytes() == JPEG


def test_what_is_refused_is_lost(tmp_path):
    answer = requests_script.bring(Library(frozenset({"2"})), wish("metadata", tmp_path / "out", 1))

    assert answer["items"] == 2
