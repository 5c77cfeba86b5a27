"""Claims of lecture 6, feature learning."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "stack-linear-regressor": Claim(
        "feature_learning-2-play",
        "test_morph.py::test_at_the_start_of_the_film_it_shows_x_and_at_its_end_a_straight_line",
    ),
    "last-layer-plain": Claim(
        "feature_learning-1-play",
        "test_last_layer.py::test_with_psi_frozen_the_last_layer_trained_alone_arrives_at_the_solvers_loss_from_every_epoch",
    ),
    "plain-linear-classification": Claim(
        "feature_learning-1-play", "test_last_layer.py::test_the_refit_is_that_of_an_independent_solver"
    ),
    "training-brings-last": Claim(
        "feature_learning-1-play",
        "test_last_layer.py::test_training_brings_the_last_layer_to_the_best_one_for_its_features",
        {"slow": "stays", "fast": "stays", "xor": "stays", "hill": "stays", "short": "about half"},
    ),
    "way-last-layer": Claim(
        "feature_learning-1-play",
        "test_last_layer.py::test_on_the_way_a_new_last_layer_removes_more_than_half_of_the_loss_and_new_ones_before_it_as_much",
        {
            "slow": "stays",
            "fast": "stays",
            "momentum": "stays",
            "xor": "stays",
            "others": "stays",
            "moons": "weaker",
            "penalty": "reversed",
        },
    ),
    "layers-before-last": Claim(
        "feature_learning-3-play",
        "test_probes.py::test_the_layers_before_the_last_learn_features_on_which_a_linear_model_solves_the_task",
        {"relu": "stays", "bends": "stays", "depth": "stays", "ring": "stays", "xor": "stays", "untrained": "reversed"},
    ),
    "layer-way-need": Claim(
        "feature_learning-3-play",
        "test_probes.py::test_on_the_spiral_the_first_layer_leaves_the_work_to_later_ones",
        {"relu": "stays", "bends": "stays", "depth": "stays", "wide": "stays", "ring": "reversed"},
    ),
    "network-learns-features": Claim(
        "feature_learning-6-play",
        "test_digits.py::test_features_must_be_learned_as_many_random_ones_do_far_worse",
        {"fewer": "stays", "more": "stays", "components": "weaker", "wide": "weaker"},
    ),
    "linear-classifier-reads": Claim(
        "feature_learning-6-play",
        "test_digits.py::test_a_linear_classifier_reads_more_from_eight_learned_features_than_from_eight_principal_components",
        {
            "more": "stays",
            "linear": "stays",
            "spread": "stays",
            "neighbour": "weaker",
            "room": "weaker",
            "untrained": "reversed",
        },
    ),
    "few-features-save": Claim(
        "feature_learning-6-play",
        "test_digits.py::test_most_of_what_few_features_save_is_in_the_data",
        {"fewer": "stays", "more": "stays", "eight": "stays", "room": "weaker"},
    ),
    "plus-minus-samples": Claim(
        "feature_learning-2-play",
        "test_morph.py::test_samples_mixed_up_in_x_become_linearly_separable_in_psi",
        {
            "rate": "stays",
            "bends": "stays",
            "layers": "stays",
            "units": "stays",
            "ring": "reversed",
            "untrained": "reversed",
        },
    ),
    "always-layers-units": Claim(
        "feature_learning-5-play", "test_ring.py::test_two_units_a_layer_do_not_succeed_in_deeper_networks_either"
    ),
    "units-part-mostly": Claim(
        "feature_learning-5-play",
        "test_ring.py::test_with_three_units_most_runs_succeed_and_with_five_all_but_a_few",
        {"relu": "stays", "bends": "stays", "deep": "stays", "rate": "stays", "slow": "stays", "two": "reversed"},
    ),
    "right-features-hand": Claim(
        "feature_learning-4-play",
        "test_by_hand.py::test_the_squares_solve_the_circle_and_the_product_solves_xor_without_a_hidden_layer",
        {"squares": "stays", "few": "stays", "noise": "stays", "xor": "reversed", "moons": "reversed"},
    ),
    "features-hand-fit": Claim(
        "feature_learning-4-play",
        "test_by_hand.py::test_two_features_by_hand_fit_one_set_and_a_hidden_layer_finds_some_for_all_five",
        {"start": "stays", "units": "stays", "two": "stays", "all": "reversed", "nearest": "reversed"},
    ),
    "function-sets-weights": Claim(
        "feature_learning-7-play",
        "test_symmetry.py::test_three_tanh_units_make_six_times_eight_networks_of_one_function",
    ),
    "networks-function-lies": Claim(
        "feature_learning-7-play",
        "test_symmetry.py::test_between_two_networks_of_one_function_lies_a_hill_in_wide_ones_if_all_units_move",
        {
            "rate": "stays",
            "leaky": "stays",
            "xor": "stays",
            "two": "reversed",
            "all": "stays",
            "another": "stays",
            "leaky_wide": "reversed",
        },
    ),
    "hidden-unit-many-digits": Claim(
        "feature_learning-your-digit-play",
        "test_your_digit.py::test_a_hidden_unit_answers_to_most_of_the_ten_digits_and_most_units_to_each",
        {"start": "stays", "wide": "stays", "narrow": "stays", "centred": "stays", "program": "stays"},
    ),
}
