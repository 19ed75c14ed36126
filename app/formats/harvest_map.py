"""`map.html`: every picture of a harvest as a point with its heading, coloured by year or by sequence.

folium writes the page and its map; the points are one list of rows, drawn on one canvas by `harvest_map_script`, so
that many thousands stay light. Pictures are shown from their place beside the page, whatever folder it is moved to.

The page asks a public CDN for Leaflet and OpenStreetMap for its tiles when somebody opens it; Windrow asks for nothing.
It holds no token and no absolute path, and the same records give the same bytes.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.formats.harvest_map_data import map_data, script_text
from app.formats.harvest_map_script import SCRIPT, STYLE
from app.model.harvest_record import HarvestRecord
from app.model.region import Region

if TYPE_CHECKING:
    from branca.element import Element

DATA_ID = "harvest"
TITLE = "Harvest map"
_CALL = """
{% macro script(this, kwargs) %}
    showHarvest({{ this._parent.get_name() }}, "harvest");
{% endmacro %}
"""
# Leaflet is all that is needed of what folium brings; nobody else shall learn that the page was opened.
_NEEDED = ("leaflet", "leaflet_css")


def map_html(records: Iterable[HarvestRecord], regions: Sequence[Region] = ()) -> str:
    """Return the page.

    Args:
        records: Walked once; those without any position are left out.
        regions: Outlined with their names.
    """
    import folium
    from branca.element import Figure, MacroElement
    from jinja2 import Template

    data = map_data(records, regions)
    page = Figure(title=TITLE)
    world = folium.Map(location=None, tiles=None, prefer_canvas=True)
    world.default_js = [entry for entry in world.default_js if entry[0] in _NEEDED]
    world.default_css = [entry for entry in world.default_css if entry[0] in _NEEDED]
    world.add_to(page)
    folium.TileLayer("OpenStreetMap", control=False, max_zoom=22).add_to(world)
    world.fit_bounds([list(corner) for corner in data.bounds], max_zoom=18)
    points = MacroElement()  # type: ignore[no-untyped-call]  # branca leaves this one untyped
    points._template = Template(_CALL)
    world.add_child(points)
    page.header.add_child(_verbatim(f"<style>{STYLE}</style>"), name="harvest_style")
    rows = f'<script type="application/json" id="{DATA_ID}">{script_text(data)}</script>'
    page.html.add_child(_verbatim(f"{rows}\n<script>{SCRIPT}</script>"), name="harvest_data")
    _number(page)
    return str(page.render())


def _verbatim(text: str) -> "Element":
    """Return an element that stands in the page as it is: names of people must not be read as a template."""
    from branca.element import Element

    element = Element("{{ this.verbatim }}")
    element.verbatim = text  # type: ignore[attr-defined]  # the template asks for it
    return element


def _number(root: "Element") -> None:
    """Give every element of a page a running number where it had a random one."""
    waiting = [root]
    for number, element in enumerate(waiting):
        element._id = f"{number}"
        waiting.extend(element._children.values())
        waiting.extend(getattr(element, name) for name in ("header", "html", "script") if hasattr(element, name))
