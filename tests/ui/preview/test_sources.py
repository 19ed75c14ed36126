"""Tests of ui.preview.sources."""

from dataclasses import replace

from app.model.export_spec import ExportSpec
from app.model.job import Job, JobCounts, JobState
from app.model.spec import SuperviselySpec
from ui.preview.sources import MOST_RECENT, RecentFolders, SourceKind, all_sources, job_sources

JOB = Job(1, "Town", "supervisely", "acc", "/data/town", SuperviselySpec(project_id=1), JobState.DONE, 1)


def with_files(job, **changes):
    return replace(job, counts=JobCounts(listed=3, done=3), **changes)


def test_a_job_that_brought_nothing_yet_has_nothing_to_show():
    assert job_sources([JOB]) == []


def test_the_newest_download_stands_first_and_each_folder_once():
    jobs = [with_files(JOB), with_files(JOB, id=3), with_files(JOB, id=2, title="B", destination="/data/b")]

    assert [source.words for source in job_sources(jobs)] == ["Town", "B"]


def test_a_folder_of_several_jobs_is_called_by_its_own_name_and_grows_while_one_of_them_runs():
    jobs = [with_files(JOB, state=JobState.RUNNING), with_files(JOB, id=3, title="Town / outskirts")]

    assert [(one.words, one.path, one.is_growing) for one in job_sources(jobs)] == [("town", "/data/town", True)]


def test_an_export_is_no_source():
    assert job_sources([with_files(JOB, spec=ExportSpec(folder="/data/town"))]) == []


def test_a_running_download_grows():
    (source,) = job_sources([with_files(JOB, state=JobState.RUNNING)])

    assert source.is_growing


def test_recent_folders_and_the_selection_follow_the_jobs():
    found = all_sources([with_files(JOB)], ["/data/town", "/elsewhere/x"], "Streets")

    assert [(one.kind, one.words) for one in found] == [
        (SourceKind.JOB, "Town"),
        (SourceKind.FOLDER, "x"),
        (SourceKind.SELECTION, "First look at Streets"),
    ]


def test_only_the_latest_folders_are_remembered(desk):
    recent = RecentFolders(desk.state)
    for number in range(MOST_RECENT + 2):
        recent.note(f"/data/{number}")
    recent.note("/data/5")

    assert recent.all()[:2] == ["/data/5", f"/data/{MOST_RECENT + 1}"]
    assert len(recent.all()) == MOST_RECENT
