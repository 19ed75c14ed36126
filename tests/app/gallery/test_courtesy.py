"""The background waits while somebody is served, but never for ever."""

import threading

from app.gallery.courtesy import Courtesy


def test_nobody_waits_when_nobody_is_served():
    courtesy = Courtesy()
    with courtesy.guest(), courtesy.guest():
        pass

    courtesy.step_aside()

    assert courtesy._guests == 0


def test_a_guest_that_stays_does_not_stop_the_background():
    courtesy = Courtesy()
    with courtesy.guest():
        step = threading.Thread(target=courtesy.step_aside)
        step.start()
        step.join(10)

        assert not step.is_alive()
