from pathlib import Path

from app.model.export_spec import ExportSpec
from app.model.harvest import MapillarySpec
from app.model.region import box, polygon_region
from app.model.spec import SuperviselySpec
from tests.ui.queue.making import a_job, an_export
from ui.queue.job_command import job_command

HOME = Path("/home/me/.config/windrow")
BOX = box(4.8, 45.7, 4.9, 45.8, "Old town")


def test_a_job_says_itself_as_a_command():
    spec = SuperviselySpec(project_id=7, dataset_ids=(1, 2), with_children=True, save_images=False)
    job = a_job(spec=spec, destination="/data/my folder", workers=4, rate_limit=1000)

    assert job_command(job, HOME) == (
        "windrow download 7 --to '/data/my folder' --account demo --dataset 1 --dataset 2 --with-children --no-images"
        " --workers 4 --rate-limit 1000"
    )


def test_a_harvest_of_one_box_is_its_four_numbers():
    job = a_job(spec=MapillarySpec(regions=(BOX,), spacing=5.0), destination="/data/old", source="mapillary")

    assert job_command(job, HOME) == (
        "windrow harvest 4.8,45.7,4.9,45.8 --name 'Old town' --to /data/old --account demo --spacing 5"
    )


def test_a_harvest_of_a_polygon_names_its_file():
    polygon = polygon_region([[[(4.8, 45.7), (4.9, 45.7), (4.85, 45.8)]]], "Triangle")

    words = job_command(a_job(spec=MapillarySpec(regions=(polygon,)), destination="/d"), HOME).split()

    assert words[2] == "--region"
    assert words[3].startswith(f"{HOME}/regions/Triangle-")


def test_an_export_says_itself_as_a_command():
    spec = ExportSpec("/data/town", classes=("road sign",), renames=(("a", "b"),), is_verified=False)

    assert job_command(an_export(spec=spec), HOME) == (
        "windrow export /data/town --to /data/town-coco --format coco --class 'road sign' --rename a=b --no-verify"
    )
