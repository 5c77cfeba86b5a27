"""What notebook 11 states in its text, computed. What training decides may differ a little between machines."""

import numpy as np
import pytest
from computed import lecture

from course_nn.common.progress import finished
from course_nn.lectures.everybody.digit_places import READERS, RIGHT, mean_over, taught

NB = "11_everybody"
module, at = lecture("everybody")


@pytest.mark.thorough
def test_what_was_learned_on_the_left_and_asked_on_the_right(says):
    for reader in ("max", "large"):
        wrong = [mean_over(finished(taught(READERS[reader], "left", seed=seed)).wrong, RIGHT) for seed in range(5)]
        says(NB, "everybody-2-explain", np.median(wrong), percent=True, within=1)


def test_the_rival_has_38_times_the_weights(says):
    weights = [finished(taught(READERS[reader], passes=1)).network.parameters.size for reader in ("large", "max")]
    says(NB, "everybody-2-explain", weights[0] / weights[1])


@pytest.mark.thorough
def test_the_filters_correlate_with_their_start(says):
    says(NB, "everybody-3-explain", np.median([at("one_pixel", seed=seed).kept for seed in range(5)]), within=0.05)
