from app.store.name_table import NameTable


def test_a_name_belongs_to_its_first_taker_for_good():
    table = NameTable()

    assert table.claim("a", "1")
    assert table.claim("a", "1")
    assert not table.claim("a", "2")
    assert len(table) == 1


def test_growing_loses_nobody():
    table = NameTable()
    for number in range(2000):
        assert table.claim(f"name {number}", str(number))

    assert len(table) == 2000
    assert all(table.claim(f"name {number}", str(number)) for number in range(2000))
    assert not any(table.claim(f"name {number}", "other") for number in range(2000))
