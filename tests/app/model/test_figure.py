"""Figures of many pages, each once."""

from app.model.figure import EachOnce, Figure


def figure(number: int) -> Figure:
    return Figure(number, 1, "1.jpg", 1, "car", "point", None, None, (), "", "")


def test_a_figure_that_comes_twice_in_a_page_or_in_two_is_passed_on_once():
    once = EachOnce()

    first = once.fresh([figure(2), figure(1), figure(2)])
    second = once.fresh([figure(1), figure(3)])

    assert [one.id for one in (*first, *second)] == [2, 1, 3]
    assert len(once) == 3
