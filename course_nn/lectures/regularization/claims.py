"""Claims of lecture 9, regularization: bias and variance, penalties, stopping, dropout, changed data, and leakage."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "mean-squared-error": Claim(
        "regularization-1-play", "test_bias_variance.py::test_the_parts_sum_to_the_measured_error"
    ),
    "averaging-networks-lowers": Claim(
        "regularization-1-play",
        "test_text.py::test_averaging_ten_networks_removes_what_the_start_has_made_and_nothing_else",
        {"wide": "stays", "narrow": "stays", "noise": "stays", "samples": "stays"},
    ),
    "parameters-variance": Claim(
        "regularization-1-play",
        "test_text.py::test_polynomials_vary_more_with_each_degree_but_64_units_less_than_16",
        {"noise": "stays", "samples": "weaker", "priced": "nearly gone", "network": "reversed"},
    ),
    "l2-penalty-makes": Claim(
        "regularization-2-play",
        "test_penalties.py::test_under_l2_the_bill_length_grows_sixfold_and_the_bill_depth_changes_its_sign",
    ),
    "l1-penalty-sets": Claim(
        "regularization-2-play", "test_penalties.py::test_two_thirds_of_the_directions_give_a_zero"
    ),
    "trained-l1-penalty": Claim(
        "regularization-3-play",
        "test_shrink.py::test_l1_in_the_gradient_leaves_no_weight_exactly_0",
        {"slope": "reversed", "less": "stays", "more": "stays"},
    ),
    "larger-penalty-makes": Claim(
        "regularization-3-play",
        "test_shrink.py::test_under_l2_with_adam_the_error_falls_to_a_third_and_then_the_network_dies",
        {
            "l1": "stays",
            "more": "stays",
            "beside": "reversed",
            "momentum": "reversed",
            "larger": "stays",
            "brief": "nearly gone",
        },
    ),
    "weight-decay-l2": Claim(
        "regularization-4-play",
        "test_decay.py::test_adams_decay_pulls_not_at_all_up_to_its_box_and_the_penalty_as_ever",
    ),
    "early-stopping-prevents": Claim(
        "regularization-5-play",
        "test_early_stopping.py::test_with_a_fifth_of_the_labels_wrong_every_run_gains",
        {
            "right": "reversed",
            "names": "reversed",
            "own": "weaker",
            "few": "stays",
            "hasty": "stays",
            "brief": "reversed",
        },
    ),
    "early-stopping-acts": Claim(
        "regularization-5-play",
        "test_stop_filter.py::test_the_one_lambda_for_which_both_are_most_alike_leaves_a_gap_of_a_fifth",
    ),
    "dropout-prevents-overfitting": Claim(
        "regularization-6-play",
        "test_dropout.py::test_with_a_fifth_of_the_labels_wrong_dropout_helps",
        {
            "right": "reversed",
            "names": "reversed",
            "wide": "weaker",
            "deep": "stays",
            "unscaled": "stays",
            "brief": "reversed",
        },
    ),
    "whole-network-stands": Claim(
        "regularization-6-play",
        "test_dropout_masks.py::test_the_normalised_geometric_mean_of_all_masks_is_the_whole_network_the_arithmetic_is_not",
    ),
    "changed-copies-samples": Claim(
        "regularization-7-play",
        "test_change_the_data.py::test_trained_with_shifts_networks_read_shifted_digits_well",
        {"cut": "stays", "runs": "stays", "brief": "stays", "wide": "stays"},
    ),
    "changed-copies-cost": Claim(
        "regularization-7-play",
        "test_change_the_data.py::test_shifts_cost_a_small_network_on_plain_digits_though_nothing_is_cut_off",
        {"cut": "stays", "runs": "stays", "brief": "stays", "wide": "reversed"},
    ),
    "noise-inputs-l2": Claim("regularization-7-play", "test_noisy_copies.py::test_six_chosen_copies_are_ridge_exactly"),
    "label-smoothing-spoils": Claim(
        "regularization-labels-play",
        "test_change_the_data.py::test_smoothed_labels_ruin_the_calibration_of_clean_digits_and_a_temperature_repairs_it",
        {
            "runs": "stays",
            "brief": "stays",
            "few": "stays",
            "wrong": "weaker",
            "noisy": "reversed",
            "cooled": "reversed",
        },
    ),
    "larger-model-overfits": Claim(
        "regularization-8-play",
        "test_more_features.py::test_the_error_soars_as_features_become_as_many_as_samples_unless_there_is_a_penalty",
        {"tanh": "stays", "draws": "stays", "wrong": "stays", "priced": "reversed"},
    ),
    "other-hands-size": Claim(
        "regularization-other-hands-play",
        "test_other_hands.py::test_one_size_and_one_place_add_half_of_all_digits_to_what_is_read",
        {"runs": "stays", "wide": "stays", "brief": "stays", "moved": "stays", "added": "stays"},
    ),
    "other-hands-worse": Claim(
        "regularization-other-hands-play",
        "test_other_hands.py::test_the_digits_of_a_program_are_read_worse_than_test_digits_and_better_with_some_of_them_added",
        {"runs": "stays", "wide": "stays", "brief": "stays", "nearest": "stays"},
    ),
    "done-before-split": Claim(
        "regularization-9-play",
        "test_leakage.py::test_steps_before_the_split_report_too_small_an_error_whatever_else_is_changed",
        {"more": "stays", "mean": "stays", "few": "reversed", "majority": "reversed"},
    ),
    "regularization-makes-network": Claim(
        "regularization-10-play",
        "test_text.py::test_the_best_with_wrong_labels_does_harm_with_right_ones",
        {"right": "reversed", "more": "stays", "l2": "stays", "decay": "stays"},
    ),
    "wider-network-small": Claim(
        "regularization-10-play",
        "test_closing_table.py::test_the_recipe_of_today_helps_with_right_labels_and_with_wrong_ones",
        {"wrong": "stays", "more": "stays", "kernel": "reversed"},
    ),
}
