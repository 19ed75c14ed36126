"""Text that any program can read as UTF-8. Pure.

Names of files and titles may hold halves of surrogate pairs: the one as Linux hands on bytes that are no UTF-8, the
other as JSON escapes. No UTF-8 file can hold them, and most parsers refuse them.
"""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def plain(text: str) -> str:
    """Return the text with each half of a surrogate pair replaced; nearly all text comes back as the same object."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(REPLACEMENT if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
