from app.model.spec import SuperviselySpec
from ui.plan import choice
from ui.plan.choice import Choice, Order

ONE = Choice("acc", 5, "signs/v7")
PART = Choice("acc", 5, "signs/v7", (7, 8), ("train", "val"))
TWIN = Choice("acc", 6, "Signs_v7")


def order(folder="/data/signs"):
    return Order(SuperviselySpec(limit=200), folder, 8, 1000)


def test_one_choice_goes_right_into_the_folder():
    (job,) = choice.jobs((PART,), order())

    assert job.destination == "/data/signs"
    assert job.spec == SuperviselySpec(project_id=5, dataset_ids=(7, 8), limit=200)
    assert (job.workers, job.rate_limit, job.ticket) == (8, 1000, "")


def test_several_choices_get_folders_of_their_own():
    places = choice.destinations((ONE, TWIN), "/data")

    assert places == ("/data/signs_v7", "/data/Signs_v7-6")


def test_a_sample_lies_beside_the_real_thing():
    small = choice.sample(order(), 1)

    assert small.what.limit == choice.SAMPLE_COUNT
    assert small.folder == "/data/signs-sample"
    assert choice.sample(order(), 2).folder == "/data/signs/samples"


def test_a_sample_is_never_larger_than_what_was_asked():
    few = Order(SuperviselySpec(limit=7), "/a")

    assert choice.sample(few, 1).what.limit == 7


def test_folder_names_suit_every_system():
    assert choice.folder_name("a:b/c\\d?.") == "a_b_c_d_"
    assert choice.folder_name(" .. ") == "project"
    assert len(choice.folder_name("x" * 300)) == 100


def test_titles_say_what_is_in_the_job():
    assert choice.title(ONE) == "signs/v7"
    assert choice.title(Choice("acc", 5, "signs", (7,), ("train",))) == "signs / train"
    assert choice.title(PART) == "signs/v7 (2 datasets)"


def test_the_first_line_of_the_card_names_what_is_chosen():
    assert choice.selected_text(()) == "Nothing yet"
    assert choice.selected_text((ONE,)) == "signs/v7, whole project"
    assert choice.selected_text((PART,)) == "train, val"
    assert choice.selected_text((ONE, TWIN)) == "2 projects: signs/v7, Signs_v7"


def test_a_new_choice_gets_a_folder_named_after_it():
    assert choice.default_leaf((ONE,)) == "signs_v7"
    assert choice.default_leaf((ONE, TWIN)) == ""
