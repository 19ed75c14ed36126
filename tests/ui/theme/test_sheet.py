from ui.theme.sheet import style_sheet
from ui.theme.tokens import CONTRAST, LIGHT


def test_the_sheet_leaves_inputs_to_the_style():
    sheet = style_sheet(LIGHT)

    assert not any(name in sheet for name in ("QLineEdit", "QComboBox", "QSpinBox", "QCheckBox"))


def test_high_contrast_has_edges_of_two_pixels():
    assert f"border: 2px solid {CONTRAST.border}" in style_sheet(CONTRAST)
    assert f"border: 1px solid {LIGHT.border}" in style_sheet(LIGHT)
