import pytest

from app.model.failure import Failure, FailureKind
from app.model.label_class import LabelClass, TagMeta
from tests.fakes import tree
from tests.fakes.waiting import at_rest
from ui.projects import project_page
from ui.projects.project_page import Chips, ProjectPageView


@pytest.fixture
def page(desk, qtbot):
    page = ProjectPageView(desk)
    qtbot.addWidget(page)
    page.resize(728, 573)
    page.show()
    return page


async def test_the_name_stands_there_before_the_rest(page, desk):
    page.expect("acc", tree.SIGNS)

    assert page.title.text() == "street-signs-v7"
    assert page.subtitle.text() == "Images · 240 items · 96.0 MB"
    assert page.table.isHidden()
    await at_rest(desk.tasks)


async def test_the_page_shows_datasets_classes_tags_and_settings(page, desk):
    page.expect("acc", tree.SIGNS)
    page.show_page(tree.PAGE)
    await at_rest(desk.tasks)

    assert page.subtitle.text() == "Images · 240 items · 96.0 MB · 3 datasets · 2 classes · 2 tags"
    assert page.table.isVisible()
    assert page.classes.isVisible()
    assert page.settings.text() == "Settings: multiView.enabled false"
    assert page.description.text() == "Signs of three towns."


async def test_videos_have_a_page_without_a_first_look(page, desk, host):
    page.expect("acc", tree.CLIPS)
    await at_rest(desk.tasks)

    assert host.asked == []
    assert page.look_title.isHidden()


async def test_a_failure_is_said_on_the_page(page, desk):
    page.expect("acc", tree.SIGNS)
    page.show_problem(Failure(FailureKind.FORBIDDEN, "You may not read this project.", "Ask your admin."))
    await at_rest(desk.tasks)

    assert page.problem.text() == "You may not read this project. Ask your admin."


def test_shapes_and_values_are_plain_words():
    assert project_page.class_row(LabelClass("road", "bitmap", "#111111")) == ("road", "mask", "#111111")
    assert project_page.class_row(LabelClass("x", "point_3d", ""))[1] == "point 3d"
    tag = TagMeta("weather", "oneof_string", "#222222", ("a", "b", "c", "d", "e"))
    assert project_page.tag_row(tag)[1] == "choice: a, b, c, d…"
    assert project_page.tag_row(TagMeta("n", "none", ""))[1] == "no value"


def test_long_lists_fold(theme, qtbot):
    chips = Chips(theme, "x", "Classes")
    qtbot.addWidget(chips)

    chips.show_rows("Classes", [(f"class {n}", "mask", "#112233") for n in range(100)])
    assert chips._more.text() == "Show 60 more"
    chips._more.click()

    assert chips._flow.count() == 100
    assert chips._more.isHidden()
    chips.grab()
