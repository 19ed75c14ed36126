"""A gallery that knows a made-up folder: answers for the questions of the Preview workspace."""

from collections.abc import Callable

from app.model.failure import Failure, FailureKind
from app.model.folder_card import Count, FolderCard, FolderCounts, ProblemCount
from app.model.gallery import (
    CheckExport,
    CloseFolder,
    CountFolder,
    FindPicture,
    LabelAt,
    LabelCard,
    ListPictures,
    NextProblem,
    OpenFolder,
    Painted,
    PaintLook,
    PictureCard,
    PicturePage,
    PictureRow,
    ProblemPlace,
    ShowPicture,
    ShowThumb,
    ShowView,
)
from app.model.label_class import LabelClass, TagMeta
from app.model.loss import LossReport, LossRow
from app.model.problem import Problem, ProblemKind

FOLDER = "/data/town"
CLASSES = (LabelClass("car", "rectangle", "#E4572E"), LabelClass("sign", "rectangle", "#D7263D"))
OUTSIDE = Problem(ProblemKind.OUTSIDE, "The box reaches 52 px beyond the right edge.", 0)


class FakeGallery:
    """A folder of equal pictures, each with a car and a sign; picture 1 has a box that reaches outside."""

    def __init__(self, count: int = 12, path: str = FOLDER) -> None:
        self.count = count
        self.path = path
        self.asked: list[object] = []
        self.report = LossReport(
            "coco",
            written=count,
            rows=(
                LossRow("car", "rectangle", count, 0, 0),
                LossRow("sign", "rectangle", count - 2, 1, 1, 0, ("clipped to the picture (1)", "wholly outside (1)")),
            ),
            tags_lost=3,
            train=count,
        )

    def answers(self) -> dict[object, Callable[..., object]]:
        """Return what a FakeHost answers."""
        table: dict[type, Callable[..., object]] = {
            OpenFolder: self._open,
            CloseFolder: lambda query: None,
            CountFolder: self._counts,
            ListPictures: self._page,
            FindPicture: lambda query: query.number,
            NextProblem: self._problem,
            ShowThumb: lambda query: painted(query.width, query.height),
            ShowView: lambda query: painted(query.width, query.height),
            PaintLook: lambda query: painted(query.width, query.height),
            ShowPicture: lambda query: self.card(query.number),
            LabelAt: lambda query: 0 if query.x < 50 else None,
            CheckExport: lambda query: self.report,
        }
        return {kind: self._noted(answer) for kind, answer in table.items()}

    def asked_of(self, kind: type) -> list[object]:
        return [query for query in self.asked if isinstance(query, kind)]

    def row(self, number: int) -> PictureRow:
        return PictureRow(number, "streets", f"streets_{number:04d}.jpg", 2, int(number == 1), 960, 640)

    def card(self, number: int) -> PictureCard:
        problems = (OUTSIDE,) if number == 1 else ()
        labels = (
            LabelCard(
                0, "car", "#E4572E", "rectangle", (10, 20, 110, 80), 6000, (("color", "red"),), (("id", "7"),), problems
            ),
            LabelCard(1, "sign", "#D7263D", "rectangle", (300, 20, 340, 60), 1600),
        )
        return PictureCard(
            number, "streets", self.row(number).name, 960, 640, 960, 640, 81_000, "JPEG", labels=labels,
            problems=problems, tags=(("weather", "sunny"),),
        )  # fmt: skip

    def _noted(self, answer: Callable[..., object]) -> Callable[[object], object]:
        def note(query: object) -> object:
            self.asked.append(query)
            return answer(query)

        return note

    def _open(self, query: OpenFolder) -> object:
        if query.path != self.path:
            return Failure(FailureKind.NOT_FOUND, "This is no project folder.", "Choose one with meta.json in it.")
        return FolderCard(
            self.path, "Town streets", CLASSES, (TagMeta("weather", "any_string", "#000000"),),
            datasets=("streets", "crossings"),
            images=self.count,
        )  # fmt: skip

    def _found(self, search: str) -> list[int]:
        if "problem:" in search:
            return [1]
        if "nothing" in search:
            return []
        return list(range(self.count))

    def _counts(self, query: CountFolder) -> FolderCounts:
        found = self._found(query.search)
        return FolderCounts(
            revision=1,
            images=self.count,
            read=self.count,
            checked=self.count,
            is_complete=True,
            shown=len(found),
            labels=2 * len(found),
            excluded=len(query.excluded),
            datasets=(Count("streets", len(found)), Count("crossings", 0)),
            classes=(Count("car", len(found), len(found), "#E4572E"), Count("sign", len(found), len(found), "#D7263D")),
            shapes=(Count("rectangle", len(found), 2 * len(found)),),
            tags=(Count("weather", len(found)), Count("weather=sunny", len(found))),
            most_labels=2,
            problems=(ProblemCount(ProblemKind.OUTSIDE, 1, 1),) if 1 in found else (),
            complaint="There is no key “foo”." if "foo:" in query.search else "",
        )

    def _page(self, query: ListPictures) -> PicturePage:
        found = self._found(query.search)
        numbers = found[query.offset : query.offset + query.count]
        return PicturePage(tuple(self.row(number) for number in numbers), len(found), 1)

    def _problem(self, query: NextProblem) -> object:
        found = self._found(query.search)
        return ProblemPlace(1, found.index(1), OUTSIDE, 1, 1) if 1 in found else None


def painted(width: int, height: int) -> Painted:
    """Return a grey picture."""
    return Painted(width, height, b"\x80\x80\x80\xff" * (width * height), labels=2, full_width=960, full_height=640)
