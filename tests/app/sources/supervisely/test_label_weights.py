import logging

import pytest

from app.sources.supervisely.label_weights import (
    EMPTY_BYTES,
    FIRST_BYTES,
    LEAST_LABELS,
    MOST_LABELS,
    TARGET_BYTES,
    LabelWeights,
)


@pytest.fixture
def weights():
    return LabelWeights()


def test_before_anything_was_seen_labels_count_as_outlines(weights):
    assert weights.most_labels(1) == TARGET_BYTES / FIRST_BYTES


@pytest.mark.parametrize(
    ("bytes_each", "expected"),
    [(150, 10_000), (1000, 1500), (15_000, 100), (60_000, 25), (10_000_000, LEAST_LABELS), (1, MOST_LABELS)],
    ids=["boxes", "outlines", "masks", "large masks", "never fewer", "never more"],
)
def test_a_request_is_as_heavy_as_its_answer_should_be(weights, bytes_each, expected):
    weights.learn(1, images=10, labels=40, size=10 * EMPTY_BYTES + 40 * bytes_each)

    assert weights.most_labels(1) == expected


def test_each_dataset_has_its_own_weight(weights):
    weights.learn(1, images=1, labels=10, size=300_000)

    assert weights.most_labels(1) < weights.most_labels(2)


def test_what_comes_later_counts_more_than_what_came_long_ago(weights):
    for size in (400_000, 2000, 2000, 2000, 2000, 2000, 2000, 2000, 2000):
        weights.learn(1, images=0, labels=10, size=size)

    assert 1000 < weights.most_labels(1) < TARGET_BYTES / 200


def test_images_without_labels_teach_nothing(weights):
    weights.learn(1, images=50, labels=0, size=12_000_000)

    assert weights.most_labels(1) == TARGET_BYTES / FIRST_BYTES


def test_what_was_learned_is_logged_when_it_matters(weights, caplog):
    caplog.set_level(logging.INFO)
    for size in (1000, 1100, 30_000, 31_000, 29_000):
        weights.learn(7, images=0, labels=1, size=size)

    assert [record.getMessage() for record in caplog.records] == [
        "labels of dataset 7 weigh about 15525 bytes: up to 97 share a request"
    ]
