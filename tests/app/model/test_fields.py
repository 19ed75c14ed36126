"""Fields carry their own description."""

from dataclasses import dataclass

from app.model.fields import Description, FieldKind, described, descriptions
from app.model.spec import SuperviselySpec


@dataclass(frozen=True)
class Order:
    plain: int = 0
    count: int = described(3, Description(FieldKind.COUNT, "Count", "How many.", flag="--count"))


def test_descriptions_are_found_by_field_name():
    assert list(descriptions(Order)) == ["count"]
    assert descriptions(Order())["count"].label == "Count"


def test_the_default_stays_the_default():
    assert Order().count == 3


def test_every_choice_of_a_download_describes_itself():
    """Forms and help texts are drawn from these."""
    found = descriptions(SuperviselySpec)

    assert all(one.label and one.help.endswith(".") and one.flag.startswith("--") for one in found.values())
    assert {"annotations", "limit", "dataset_ids"} <= set(found)
