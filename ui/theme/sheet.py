"""The little style sheet: cards, chips, strips, the primary button, tool buttons. Pure.

Inputs are left to the style: a sheet on combo boxes and fields breaks their arrows and frames.
Widgets choose a look with the dynamic property "look".
"""

from ui.theme.tokens import Tokens


def style_sheet(tokens: Tokens) -> str:
    """Return the application's style sheet for a scheme."""
    edge = 2 if tokens.is_contrast else 1
    return f"""
QToolTip {{ background: {tokens.base}; color: {tokens.text}; border: {edge}px solid {tokens.control}; padding: 4px; }}
QToolBar {{ background: {tokens.window}; border: 0; spacing: 4px; }}
QToolBar#toolbar\\.main {{ border-bottom: {edge}px solid {tokens.border}; padding: 0 8px; }}
QToolBar#rail {{ border-right: {edge}px solid {tokens.border}; }}
QFrame#drawer {{ background: {tokens.window}; border: 0; border-left: {edge}px solid {tokens.border}; }}
QTreeView#tree\\.projects, QTableView#project\\.datasets, QTableView#map\\.regions {{
    border: 1px solid {tokens.control}; margin: 1px;
}}
QTreeView#tree\\.projects:focus, QTableView#project\\.datasets:focus, QTableView#map\\.regions:focus {{
    border: 2px solid {tokens.accent}; margin: 0;
}}
QSplitter::handle {{ background: {tokens.border}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {tokens.control}; border-radius: 4px; margin: 1px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QFrame[look="card"] {{
    background: {tokens.base}; border: {edge}px solid {tokens.border}; border-radius: 8px;
}}
QLabel[look="muted"] {{ color: {tokens.muted}; }}
QLabel[look="error"] {{ color: {tokens.err}; }}
QLabel[look="warn"] {{ color: {tokens.warn}; }}
QLabel[look="ok"] {{ color: {tokens.ok}; }}
QFrame[look="strip"][level="info"] {{ background: {tokens.selection}; border: 0; }}
QFrame[look="strip"][level="ok"] {{ background: {tokens.ok_bg}; border: 0; }}
QFrame[look="strip"][level="warn"] {{ background: {tokens.warn_bg}; border: 0; }}
QFrame[look="strip"][level="err"] {{ background: {tokens.err_bg}; border: 0; }}
QPushButton[look="primary"] {{
    background: {tokens.accent}; color: {tokens.on_accent}; border: 2px solid {tokens.accent};
    border-radius: 6px; padding: 6px 12px; font-weight: 600;
}}
QPushButton[look="primary"]:hover {{ border-color: {tokens.text}; }}
QPushButton[look="primary"]:focus {{ border-color: {tokens.text}; }}
QPushButton[look="primary"]:disabled {{
    background: {tokens.alt}; color: {tokens.muted}; border-color: {tokens.border};
}}
QPushButton[look="quiet"] {{
    background: {tokens.base}; color: {tokens.text}; border: {edge}px solid {tokens.control};
    border-radius: 6px; padding: 5px 10px;
}}
QPushButton[look="quiet"]:hover {{ background: {tokens.selection}; }}
QPushButton[look="quiet"]:focus {{ border: 2px solid {tokens.accent}; padding: 4px 9px; }}
QPushButton[look="quiet"]:disabled {{ color: {tokens.muted}; border-color: {tokens.border}; }}
QToolButton[look="chip"] {{
    border: {edge}px solid transparent; border-radius: 12px; padding: 3px 10px; color: {tokens.text};
    background: transparent;
}}
QToolButton[look="chip"]:hover {{ background: {tokens.alt}; }}
QToolButton[look="chip"]:checked {{
    background: {tokens.selection}; color: {tokens.accent}; font-weight: 600;
}}
QToolButton[look="chip"]:focus {{ border: 2px solid {tokens.accent}; padding: 2px 9px; }}
QToolButton[look="flat"] {{
    border: 2px solid transparent; border-radius: 6px; padding: 4px 8px; background: transparent;
}}
QToolButton[look="flat"]:hover {{ background: {tokens.selection}; }}
QToolButton[look="flat"]:focus {{ border-color: {tokens.accent}; }}
QToolButton[look="floating"] {{
    background: {tokens.base}; color: {tokens.text}; border: {edge}px solid {tokens.control};
    border-radius: 6px; padding: 5px 9px;
}}
QToolButton[look="floating"]:hover {{ background: {tokens.selection}; }}
QToolButton[look="floating"]:focus {{ border: 2px solid {tokens.accent}; padding: 4px 8px; }}
QToolButton[look="tool"] {{
    border: 2px solid transparent; border-radius: 6px; padding: 3px 7px; background: transparent; color: {tokens.text};
}}
QToolButton[look="tool"]:hover {{ background: {tokens.alt}; }}
QToolButton[look="tool"]:checked {{ background: {tokens.selection}; color: {tokens.accent}; }}
QToolButton[look="tool"]:focus {{ border-color: {tokens.accent}; }}
QToolButton[look="tool"]:disabled {{ color: {tokens.muted}; }}
QToolButton[look="fold"] {{
    border: 2px solid transparent; border-radius: 6px; padding: 4px 8px 4px 0; background: transparent;
}}
QToolButton[look="fold"]:hover {{ background: {tokens.alt}; }}
QToolButton[look="fold"]:focus {{ border-color: {tokens.accent}; }}
QToolButton[look="flat"]::menu-indicator {{ image: none; }}
QToolButton[look="rail"] {{
    border: 2px solid transparent; border-radius: 8px; padding: 4px 2px; background: transparent;
}}
QToolButton[look="rail"]:hover {{ background: {tokens.alt}; }}
QToolButton[look="rail"]:checked {{ background: {tokens.selection}; color: {tokens.accent}; font-weight: 600; }}
QToolButton[look="rail"]:focus {{ border-color: {tokens.accent}; }}
QProgressBar[look="bar"] {{
    background: {tokens.base}; border: {edge}px solid {tokens.control}; border-radius: 4px;
    color: {tokens.text}; text-align: center;
}}
QProgressBar[look="bar"]::chunk {{ background: {tokens.fill}; border-radius: 3px; }}
"""
