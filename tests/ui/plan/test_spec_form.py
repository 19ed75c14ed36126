import pytest

from app.model.harvest import MapillarySpec
from app.model.spec import Annotations, SuperviselySpec
from ui.plan.spec_form import DOWNLOAD_FORM, HARVEST_FORM, SpecForm


@pytest.fixture
def form(theme, qtbot):
    form = SpecForm(theme, DOWNLOAD_FORM)
    qtbot.addWidget(form)
    return form


def test_an_untouched_form_says_the_defaults(form):
    assert form.fill(SuperviselySpec()) == SuperviselySpec()
    assert (form.workers, form.rate_limit) == (None, None)


def test_a_spec_goes_in_and_comes_out(form):
    spec = SuperviselySpec(annotations=Annotations.NONE, save_images=True, save_image_info=True, limit=9, batch_size=4)

    form.show_spec(spec)

    assert form.fill(SuperviselySpec()) == spec


def test_a_change_is_told(form, qtbot):
    with qtbot.waitSignal(form.edited):
        form.set_field("save_images", False)

    assert not form.fill(SuperviselySpec()).save_images


def test_speed_is_asked_in_kilobytes_and_ordered_in_bytes(form):
    form._rate.set_value(250)
    form._workers.set_value(8)

    assert form.rate_limit == 250_000
    assert form.workers == 8


def test_the_rare_part_is_folded_until_it_is_opened(form):
    assert form.fold.body.isHidden()

    form.fold.button.setChecked(True)

    assert not form.fold.body.isHidden()


def test_the_fold_says_what_is_set_behind_it(form):
    assert form.fold.button.text() == "More options"

    form.set_field("limit", 9)
    form._rate.set_value(250)
    form.set_field("save_images", False)

    assert form.fold.button.text() == "More options (2 set)"


@pytest.mark.parametrize(
    ("shape", "spec"),
    [(DOWNLOAD_FORM, SuperviselySpec(then=("coco", "yolo-pose"))), (HARVEST_FORM, MapillarySpec(then=("pascal-voc",)))],
    ids=["download", "harvest"],
)
def test_an_export_can_follow(theme, qtbot, shape, spec):
    form = SpecForm(theme, shape)
    qtbot.addWidget(form)
    form.show_spec(spec)

    assert form.fill(type(spec)()) == spec
    form.set_field("then", ())
    assert form.fill(type(spec)()).then == ()
