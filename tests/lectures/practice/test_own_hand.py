"""An examined network reads a drawing: as its own digits are prepared, with its fault, and how many digits of whom."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common import memory
from course_nn.common.ink import as_ink, as_text
from course_nn.common.progress import finished
from course_nn.handwriting import as_digit
from course_nn.lectures.practice.demos.first_checks.checked_runs import Setting, as_input, data_of, trained
from course_nn.lectures.practice.demos.first_checks.own_hand import EIGHT, reading
from course_nn.losses import softmax
from course_nn.own_digits import LECTURE, keep_digit
from course_nn.reader import of_the_program
from course_nn.scripted_hands import drawn

module, result = lecture("practice")
CHECKS = module("first_checks")
GOOD = dict(inputs="centred", last=0.01, rate=0.3, fault="none")
SOUND = Setting(**GOOD)
THREE = drawn(3, 0)


def yours(**values):
    return result("first_checks", **GOOD | dict(check="yours") | values)


@pytest.mark.parametrize("inputs", ["centred", "stored"])
def test_a_drawing_comes_in_as_the_digits_do_that_it_learned_from(inputs):
    setting = SOUND._replace(inputs=inputs, seed=3)
    ink = data_of(setting._replace(inputs="stored")).X_test / 16
    assert np.allclose(as_input(setting, ink), data_of(setting).X_test)
    assert not as_input(setting._replace(fault="inputs"), ink).any()


def test_what_is_said_of_the_drawing_is_what_the_trained_network_says():
    network, _ = finished(trained(SOUND))
    x = as_input(SOUND, as_digit(THREE)[None])
    assert np.allclose(yours(pad=as_text(THREE)).p, softmax(network(x))[0])


def test_with_two_classes_an_eight_is_told_and_nothing_else():
    eight = SOUND._replace(task="eight")
    (of_8, _), (of_3, _) = (finished(reading(eight, as_digit(drawing))) for drawing in (drawn(8, 0), THREE))
    assert of_8[EIGHT] > 0.9 > 0.1 > of_3[EIGHT] and of_8.argmax() == EIGHT and (of_8 > 0).sum() == 1


def test_its_test_digits_are_counted_as_the_baseline_counts_them():
    found = yours()
    right, n = found.counts[0]
    assert n == 797 and 1 - right / n == pytest.approx(found.error)


def test_with_five_green_lights_it_reads_fewer_digits_of_a_program_than_of_its_own_test(says):
    found = yours()
    (test, tests), (program, drawings), _ = found.counts
    assert list(found.lights) == [2] * 5
    says("10_practice", "practice-1-explain", round(100 * test / tests), round(100 * program / drawings))
    for seed in (1, 2):
        (test, tests), (program, drawings), _ = finished(reading(SOUND._replace(seed=seed), as_digit(THREE))).counts
        assert test / tests - program / drawings > 0.03


def test_a_network_without_inputs_gives_every_drawing_the_same_answer_and_reads_that_digit():
    blind = SOUND._replace(fault="inputs")
    answers = {int(finished(reading(blind, x)).p.argmax()) for x in of_the_program()[0][::40]}
    assert len(answers) == 1
    (answer,) = answers
    assert yours(fault="inputs", pad=as_text(drawn(answer, 0))).p.argmax() == answer


def test_digits_that_are_kept_are_counted_and_their_interval_is_told():
    for digit in (3, 8):
        keep_digit(drawn(digit, 0), digit)
    counts = finished(reading(SOUND, as_digit(THREE))).counts
    eight = finished(reading(SOUND._replace(task="eight"), as_digit(THREE))).counts
    memory.forget([LECTURE])
    assert counts[2] == eight[2] == (2, 2)


def test_pressed_in_the_list_it_opens_the_sheet_and_the_drawing_is_read_under_its_name():
    demo = CHECKS.first_checks(**GOOD)
    Hand(demo, 2, item=5).press()
    assert demo.values["check"] == "yours" and demo.artists.paper.axes.get_visible()
    assert not any(axes.get_visible() for axes in demo.artists.panels.values())
    demo.set(pad=THREE)
    assert demo.artists.numbers[-1].get_text() == "read as 3" and "your drawing" in demo.readout.en
    assert (as_ink(demo.values["pad"]) == THREE).all() and demo.artists.said[3].get_width() == demo.result.p[3] > 0.5
    demo.set(pad="")
    assert demo.artists.numbers[-1].get_text() == "blank" and "blank" in demo.readout.en
    assert not any(bar.get_width() for bar in demo.artists.said)
    demo.set(check="start")
    assert not demo.artists.paper.axes.get_visible() and not demo.artists.said[0].axes.get_visible()
    demo.close()
