"""A colour for a class of labels, always the same for the same name. Pure."""

import colorsys
from hashlib import sha256


def class_color(name: str) -> str:
    """Return "#RRGGBB" in capitals: vivid, neither near white nor near black, so that it shows on any picture."""
    digest = sha256(name.encode("utf-8", "replace")).digest()
    hue = int.from_bytes(digest[:2], "big") / 65536
    lightness = 0.42 + digest[2] / 255 * 0.2
    channels = colorsys.hls_to_rgb(hue, lightness, 0.75)
    return "#" + "".join(f"{round(channel * 255):02X}" for channel in channels)
