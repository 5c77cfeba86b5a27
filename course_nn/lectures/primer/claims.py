"""Claims of the primer: what an epoch of small batches is worth, and the neuron of lecture 1 as one that learns."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "epoch-small-batches": Claim(
        "primer-3-play",
        "test_epochs.py::test_an_epoch_of_small_batches_is_ahead_of_one_of_all_samples_unless_they_get_their_own_rate",
        {
            "single": "stays",
            "birds": "stays",
            "small": "weaker",
            "best": "reversed",
            "tuned": "reversed",
            "two": "stays",
            "three": "stays",
            "near": "reversed",
        },
    ),
    "gradient-descent-takes": Claim(
        "primer-4-play",
        "test_logistic_regression.py::test_a_hundred_steps_remove_nearly_all_of_the_loss_above_the_minimum_unless_eta_is_too_large_for_the_data",
        {"far": "stays", "pair": "stays", "small": "stays", "large": "reversed"},
    ),
    "logistic-regression-neuron": Claim(
        "primer-4-play", "test_logistic_regression.py::test_minimum_agrees_with_an_independent_solver"
    ),
    "scaled-probit-lies": Claim(
        "primer-4-play", "test_logistic_regression.py::test_scaled_probit_stays_within_two_hundredths_of_the_sigmoid"
    ),
}
