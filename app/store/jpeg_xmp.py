"""XMP of a panorama, so that viewers show it as a sphere: the bytes of one APP1 segment. Pure.

Source: Google Photo Sphere XMP metadata (namespace GPano). Numbers are pixels of this very file, not of the original.
"""

import math

from app.store.jpeg_segments import APP1, XMP, segment_of

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/">
{properties}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def panorama_segment(width: int, height: int, heading_deg: float | None) -> bytes:
    """Return the whole APP1 segment of a full equirectangular panorama.

    Args:
        width: Of this very file, pixels.
        height: Of this very file, pixels.
        heading_deg: Of the middle of the picture, clockwise from true north; None leaves it out.
    """
    properties = [
        ("ProjectionType", "equirectangular"),
        ("UsePanoramaViewer", "True"),
        ("FullPanoWidthPixels", str(width)),
        ("FullPanoHeightPixels", str(height)),
        ("CroppedAreaImageWidthPixels", str(width)),
        ("CroppedAreaImageHeightPixels", str(height)),
        ("CroppedAreaLeftPixels", "0"),
        ("CroppedAreaTopPixels", "0"),
    ]
    if heading_deg is not None and math.isfinite(heading_deg):
        turned = round(heading_deg % 360, 4) % 360
        properties.append(("PoseHeadingDegrees", f"{turned:.4f}".rstrip("0").rstrip(".")))
    lines = "\n".join(f"   <GPano:{name}>{value}</GPano:{name}>" for name, value in properties)
    return segment_of(APP1, XMP + _PACKET.format(properties=lines).encode())
