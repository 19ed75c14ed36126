"""What a person asks of Mapillary: regions, filters, and what is to be written. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from app.model.export_spec import FOLLOWING
from app.model.fields import Description, FieldKind, described
from app.model.region import Region
from app.model.spec_base import Spec


class Pano(StrEnum):
    """Which kinds of pictures; those that do not say are neither panoramas nor flat."""

    ANY = "any"
    YES = "yes"
    NO = "no"


class Pick(StrEnum):
    """Which images are taken when there are more than `max_images`.

    FIRST goes tile by tile, oldest first, and stops early. NEWEST and SPREAD look at every tile.
    """

    FIRST = "first"
    NEWEST = "newest"
    SPREAD = "spread"


class ThumbSize(StrEnum):
    """Width of the pictures; a smaller source gives a smaller one."""

    SMALL = "256"
    MEDIUM = "1024"
    LARGE = "2048"
    ORIGINAL = "original"


class TableKind(StrEnum):
    """Form of a table of positions."""

    GEOJSON = "geojson"
    GPKG = "gpkg"
    CSV = "csv"
    PARQUET = "parquet"


class HarvestLayout(StrEnum):
    """PROJECT is a project folder with one dataset per region; FLAT holds just pictures and tables."""

    PROJECT = "project"
    FLAT = "flat"


class Via(StrEnum):
    """How the images of a region are found: by coverage tiles (complete), or by the search of the service."""

    TILES = "tiles"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class MapillarySpec(Spec):
    """Street images of regions, of sequences, of a creator, or by id.

    Attributes:
        regions: Areas; an image in several of them belongs to the first.
        sequences: Keys of whole sequences.
        image_ids: Single images.
        captured_from, captured_until: ISO dates or times, UTC; both inclusive, a date means the whole day. Empty: open.
        creator: User name, or the digits of a user id. Alone, without regions, it means all images of that user.
        organization: Id of an organisation.
        min_quality: 0 to 1; images without a score are left out. None takes all.
        spacing: Least distance in metres between two images of a region.
        max_images: At most so many, chosen by `pick`; None means all.
        fields: Fields asked of the service for the table; empty takes the useful ones.
        tables: Tables beside the pictures.
        fetch_workers: Requests for metadata at once; None lets Windrow learn.
        batch_size: Images per metadata request; None lets Windrow choose (50).
    """

    regions: tuple[Region, ...] = described(
        (), Description(FieldKind.REGION, "Regions", "Areas on the map. Overlaps are fetched once.")
    )
    sequences: tuple[str, ...] = described(
        (), Description(FieldKind.IDS, "Sequences", "Whole sequences by their keys.", flag="--sequence")
    )
    image_ids: tuple[str, ...] = described(
        (), Description(FieldKind.IDS, "Images", "Only the images with these ids.", flag="--image")
    )
    captured_from: str = described(
        "", Description(FieldKind.DATE, "Captured from", "Not older than this day (UTC).", flag="--from")
    )
    captured_until: str = described(
        "", Description(FieldKind.DATE, "Captured until", "Not newer than this day (UTC).", flag="--until")
    )
    pano: Pano = described(
        Pano.ANY,
        Description(
            FieldKind.CHOICE,
            "Type",
            "Pictures that do not say whether they are panoramas count as neither.",
            choices=(("any", "Flat and 360°"), ("no", "Flat only"), ("yes", "360° only")),
            flag="--pano",
        ),
    )
    creator: str = described(
        "", Description(FieldKind.TEXT, "Creator", "Only pictures of this user name.", flag="--creator")
    )
    organization: str = described(
        "", Description(FieldKind.TEXT, "Organisation", "Only pictures of this organisation id.", flag="--organization")
    )
    min_quality: float | None = described(
        None,
        Description(
            FieldKind.NUMBER,
            "Quality",
            "From 0 to 1; pictures without a score are left out.",
            minimum=0,
            maximum=1,
            flag="--quality",
        ),
    )
    spacing: float | None = described(
        None,
        Description(
            FieldKind.NUMBER, "Spacing", "At most one picture within so many metres.", minimum=0, flag="--spacing"
        ),
    )
    max_images: int | None = described(
        None,
        Description(FieldKind.COUNT, "Max images", "Stop after so many pictures.", minimum=1, flag="--max-images"),
    )
    pick: Pick = described(
        Pick.FIRST,
        Description(
            FieldKind.CHOICE,
            "When there are more",
            "Which pictures are taken when there are more than the maximum.",
            choices=(("first", "Tile by tile"), ("newest", "The newest"), ("spread", "Spread evenly")),
            flag="--pick",
        ),
    )
    size: ThumbSize = described(
        ThumbSize.MEDIUM,
        Description(
            FieldKind.CHOICE,
            "Resolution",
            "Width of the pictures; a smaller original stays smaller.",
            choices=(("256", "256 px"), ("1024", "1024 px"), ("2048", "2048 px"), ("original", "Original")),
            flag="--size",
        ),
    )
    fields: tuple[str, ...] = described(
        (), Description(FieldKind.WORDS, "Fields", "Fields of the table; empty takes the useful ones.", flag="--fields")
    )
    detections: bool = described(
        False,
        Description(FieldKind.SWITCH, "Detections", "Bring what Mapillary recognised as labels.", flag="--detections"),
    )
    tables: tuple[TableKind, ...] = described(
        (TableKind.GEOJSON,),
        Description(
            FieldKind.WORDS,
            "Tables",
            "Positions and facts of all pictures.",
            choices=(("geojson", "GeoJSON"), ("gpkg", "GeoPackage"), ("csv", "CSV"), ("parquet", "GeoParquet")),
            flag="--table",
        ),
    )
    has_map: bool = described(
        False, Description(FieldKind.SWITCH, "Map to share", "Write map.html with all pictures.", flag="--map")
    )
    has_exif: bool = described(
        True,
        Description(
            FieldKind.SWITCH,
            "Position in the pictures",
            "Write position, time, heading and credits into the files.",
            flag="--no-exif",
        ),
    )
    layout: HarvestLayout = described(
        HarvestLayout.PROJECT,
        Description(
            FieldKind.CHOICE,
            "Folder",
            "A project with labels and metadata, or just pictures and tables.",
            choices=(("project", "Project"), ("flat", "Pictures and tables")),
            flag="--layout",
        ),
    )
    via: Via = described(
        Via.TILES,
        Description(
            FieldKind.CHOICE,
            "Find by",
            "Coverage tiles are complete; the search of the service suits small areas.",
            choices=(("tiles", "Coverage tiles"), ("search", "Search")),
            flag="--via",
        ),
    )
    fetch_workers: int | None = described(
        None,
        Description(
            FieldKind.COUNT,
            "Metadata requests at once",
            "Empty lets Windrow learn.",
            minimum=1,
            maximum=64,
            flag="--fetch-workers",
        ),
    )
    batch_size: int | None = described(
        None,
        Description(
            FieldKind.COUNT,
            "Images per metadata request",
            "Empty takes 50.",
            minimum=1,
            maximum=50,
            flag="--batch-size",
        ),
    )
    then: tuple[str, ...] = described(
        (),
        Description(
            FieldKind.WORDS,
            "Then export as",
            "Formats that the finished folder is exported to, each beside it.",
            choices=FOLLOWING,
            flag="--then",
        ),
    )
    source: str = "mapillary"
