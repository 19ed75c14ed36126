import pytest

from app.engine.channel import MAX_FRAME_BYTES, FrameReader, frame, pack, pack_news, unpack
from app.model.annotation import Annotation, Label, Tag
from app.model.answers import Look
from app.model.commands import AddJob
from app.model.events import Batch, EngineRate, EngineStarted, HoldBegan, HostPace, JobAdded, JobRate, TasksSettled
from app.model.failure import Failure, FailureKind
from app.model.geometry import Keypoint, Keypoints, Mask, Polygon, Rectangle
from app.model.job import Hold, HoldKind, Job, JobCounts, JobState
from app.model.queries import ListTasks, MakeSurvey
from app.model.spec import Annotations, SuperviselySpec
from app.model.survey import ByteRange, Survey
from app.model.task import Task, TaskState

SPEC = SuperviselySpec(7, dataset_ids=(1, 2), annotations=Annotations.TAGS)
HOLD = Hold(HoldKind.QUOTA, "Slow down.", "", 12.5, 1.0)
JOB = Job(3, "Töwn", "supervisely", "k", "/d", SPEC, JobState.WAITING, 1, JobCounts(9, 1), hold=HOLD)
FAILURE = Failure(FailureKind.DATA, "Torn.", "Again.", status=200)
BATCH = Batch(
    (
        EngineStarted(1, True),
        JobAdded(JOB),
        HoldBegan(3, HOLD),
        TasksSettled(3, JobCounts(9, 2), 44, (Task(3, 0, "k", "a/img/b.jpg", TaskState.FAILED, None, 3, FAILURE),)),
    ),
    (
        JobRate(3, 1.0, 2.0, 3.0, 4.0, 5.0, None, None, 6, 7, 8),
        EngineRate(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, "disk", "busy", None),
        HostPace("h", 8, 2, 0.0, 0.1),
    ),
)


def read(data: bytes, step: int) -> list[object]:
    reader = FrameReader()
    return [unpack(body) for at in range(0, len(data), step) for body in reader.feed(data[at : at + step])]


@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_messages_survive_the_pipe_in_any_pieces(step: int) -> None:
    order = AddJob(SPEC, "k", "/d", "T", ticket="t")
    question = MakeSurvey(SPEC, "k", "/d")

    messages = read(pack(("do", order)) + pack_news(BATCH) + pack(("ask", 5, question)) + pack(("stop",)), step)

    assert messages == [("do", order), ("news", BATCH), ("ask", 5, question), ("stop",)]


def test_answers_with_geometries_come_back_as_they_were() -> None:
    labels = (
        Label("car", "#FF0000", Rectangle(1, 2, 3, 4), (Tag("old", "yes"),)),
        Label(
            "road", "#00FF00", Polygon(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)), (((0.1, 0.1), (0.2, 0.1), (0.2, 0.2)),))
        ),
        Label("mask", "#0000FF", Mask((3, 4), "eJw=", is_alpha=True)),
        Label("pose", "#0000FF", Keypoints((Keypoint("a", (1.0, 2.0), True),), (("a", "b"),))),
    )
    answer = (Look("a.jpg", b"\xff\xd8\x00", Annotation(10, 20, labels, (Tag("x"),), ("odd",))),)

    assert read(pack(("answer", 9, answer)), 50) == [("answer", 9, answer)]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Survey(3, 1, ByteRange(1, 2, 3), {"list": 2}), id="survey"),
        pytest.param(ListTasks(1, (TaskState.DONE,), "x"), id="states"),
        pytest.param((JOB,), id="jobs"),
        pytest.param(FAILURE, id="failure"),
        pytest.param((), id="nothing"),
    ],
)
def test_answers_keep_their_types(answer: object) -> None:
    assert read(pack(("answer", 1, answer)), 1000) == [("answer", 1, answer)]


@pytest.mark.parametrize("body", [b"", b"\xc1", b"\x91\xa4news", b"\x92\xa2do\x81\xa0\xa3Foo", b"\x90"])
def test_nonsense_is_named(body: bytes) -> None:
    with pytest.raises(ValueError, match="could not be read"):
        unpack(body)


def test_a_frame_of_absurd_length_is_refused() -> None:
    with pytest.raises(ValueError, match="none of ours"):
        list(FrameReader().feed((MAX_FRAME_BYTES + 1).to_bytes(4, "big")))


def test_a_frame_is_its_length_and_its_body() -> None:
    assert frame(b"abc") == b"\x00\x00\x00\x03abc"
