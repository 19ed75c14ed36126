from app.engine.hash_set import HashSet


def test_it_knows_what_it_was_told_through_every_growth() -> None:
    known = HashSet()

    assert all(known.add(f"image {number}") for number in range(5_000))
    assert not any(known.add(f"image {number}") for number in range(5_000))
    assert len(known) == 5_000


def test_lone_surrogates_are_texts_too() -> None:
    known = HashSet()

    assert known.add("\ud800.jpg")
    assert not known.add("\ud800.jpg")


def test_it_tells_what_it_knows_without_learning():
    known = HashSet()
    known.add("a")

    assert "a" in known
    assert "b" not in known
    assert len(known) == 1
