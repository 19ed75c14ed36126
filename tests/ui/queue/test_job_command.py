from app.model.spec import SuperviselySpec
from tests.ui.queue.making import a_job
from ui.queue.job_command import job_command


def test_a_job_says_itself_as_a_command():
    spec = SuperviselySpec(project_id=7, dataset_ids=(1, 2), with_children=True, save_images=False)
    job = a_job(spec=spec, destination="/data/my folder", workers=4, rate_limit=1000)

    assert job_command(job) == (
        "windrow download 7 --to '/data/my folder' --account demo --dataset 1 --dataset 2 --with-children --no-images"
        " --workers 4 --rate-limit 1000"
    )
