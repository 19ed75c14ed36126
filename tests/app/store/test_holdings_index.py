from app.store.holdings_index import OffsetIndex


def test_the_last_offset_of_a_text_comes_first():
    index = OffsetIndex()
    for offset, text in enumerate(["a", "b", "a", "c"]):
        index.load(text, offset * 100)
    index.settle()
    index.add("a", 1000)

    assert list(index.find("a")) == [1000, 200, 0]
    assert 100 in list(index.find("b"))
    assert list(OffsetIndex().find("a")) == []


def test_entries_that_come_one_by_one_are_all_found():
    index = OffsetIndex()
    for number in range(2_000):
        index.add(f"key {number}", number)

    assert all(number in list(index.find(f"key {number}")) for number in range(2_000))


def test_offsets_beyond_four_gigabytes_survive():
    index = OffsetIndex()
    index.load("a", 60 * 1024**3)
    index.settle()

    assert list(index.find("a")) == [60 * 1024**3]
