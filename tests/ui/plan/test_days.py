import pytest

from ui.plan.days import day_text

TYPED = {
    "empty": ("", False, ""),
    "year": ("2023", False, "2023-01-01"),
    "year at the end": ("2023", True, "2023-12-31"),
    "month": (" 2024-02 ", False, "2024-02-01"),
    "leap month at the end": ("2024-2", True, "2024-02-29"),
    "day": ("2023-6-5", True, "2023-06-05"),
    "dots": ("2023.06.15", False, "2023-06-15"),
}
WRONG = {
    "word": ("soon", "no day"),
    "month 13": ("2023-13", "no month 13"),
    "february 30": ("2023-02-30", "no 30"),
    "before cars": ("1890", "no street images from 1890"),
    "american": ("06/15/2023", "no day"),
}


@pytest.mark.parametrize(("text", "is_end", "expected"), TYPED.values(), ids=TYPED)
def test_a_typed_day_means_its_first_or_its_last_one(text, is_end, expected):
    assert day_text(text, is_end=is_end) == expected


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_what_is_no_day_is_said(text, words):
    with pytest.raises(ValueError, match=words):
        day_text(text, is_end=False)
