import pytest

from app.model.job import JobState
from tests.ui.queue.making import a_desk, a_job, an_export, counts
from ui.queue.menu import SHORTCUTS, JobMenu, sheet
from ui.queue.orders import Order


@pytest.fixture
def open_menu(qtbot, tmp_path):
    desk, _, _ = a_desk(tmp_path)
    orders, limits, workers = [], [], []

    def make(*jobs):
        menu = JobMenu(desk.theme, jobs, orders.append, limits.append, workers.append)
        qtbot.addWidget(menu)
        menu.told = (orders, limits, workers)
        return menu

    return make


def words(menu):
    return [action.text().replace("&", "") for action in menu.actions() if not action.isSeparator()]


def submenu(menu, title):
    return next(action.menu() for action in menu.actions() if action.text().replace("&", "") == title)


def test_a_running_job_is_offered_what_it_can_do(open_menu):
    assert words(open_menu(a_job())) == [
        "Pause",
        "Show items",
        "Open folder",
        "Queue",
        "Limit",
        "Workers",
        "Copy",
        "Show log",
        "Cancel",
        "Remove from list",
        "Remove and move files to trash…",
    ]


def test_problems_are_offered_with_their_number(open_menu):
    menu = open_menu(a_job(state=JobState.PROBLEMS, counts=counts(listed=20, failed=14)))

    assert words(menu)[:2] == ["Retry failed (14)", "Accept 14 as they are"]


def test_an_entry_gives_its_order(open_menu):
    menu = open_menu(a_job(state=JobState.QUEUED))

    next(action for action in menu.actions() if action.objectName() == "queue.start-now").trigger()

    assert menu.told[0] == [Order.START_NOW]


def test_choices_show_what_is_set_and_change_it(open_menu):
    menu = open_menu(a_job(workers=3, rate_limit=None))
    workers, limits = submenu(menu, "Workers"), submenu(menu, "Limit")

    workers.actions()[0].trigger()
    next(action for action in limits.actions() if action.text() == "5.0 MB/s").trigger()

    assert next(action.text() for action in limits.actions()) == "Off"
    assert "3" in words(workers)
    assert menu.told[1:] == ([5_000_000], [None])


def test_the_sheet_of_keys_names_what_the_queue_listens_to():
    rows = dict(sheet())

    assert rows["Queue: pause"] == "Ctrl+P"
    assert rows["Queue: remove from list"] == "Del"
    assert len(rows) == len(SHORTCUTS) + 1


def test_an_export_with_problems_has_words_of_its_own(open_menu):
    menu = open_menu(an_export(JobState.PROBLEMS, counts=counts(listed=2, done=2)))

    assert words(menu)[:2] == ["Export again", "Accept as it is"]
