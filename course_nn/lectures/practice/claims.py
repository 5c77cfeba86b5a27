"""Claims of lecture 10, practice: checks, scaling, depth, normalization, rates, clipping, measures, search, faults."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "before-training-loss": Claim("practice-1-play", "test_text.py::test_the_loss_begins_at_log_10_or_far_above"),
    "network-learns-samples": Claim(
        "practice-1-play",
        "test_text.py::test_shuffled_labels_leave_three_lights_green",
        {"samples": "stays", "rate": "stays", "slow": "weaker", "seed": "stays"},
    ),
    "network-better-simple": Claim(
        "practice-1-play",
        "test_first_checks.py::test_the_nearest_neighbour_errs_less_than_the_network_whatever_its_rate_and_start",
        {
            "modern": "reversed",
            "rate": "stays",
            "slow": "stays",
            "last": "stays",
            "eight": "stays",
            "softmax": "reversed",
        },
    ),
    "inputs-should-standardized": Claim(
        "practice-2-play",
        "test_scaling.py::test_standardizing_saves_steps_in_every_unit_and_fewer_with_adam",
        {"metres": "stays", "bill": "stays", "mass": "stays", "adam": "weaker"},
    ),
    "subtracting-mean-helps": Claim(
        "practice-2-play",
        "test_scaling.py::test_subtracting_saves_more_than_dividing_until_a_sceptic_changes_the_units_or_the_inputs",
        {"cm": "stays", "m": "reversed", "bill": "stays", "mass": "reversed"},
    ),
    "adam-scaling-needed": Claim(
        "practice-2-play",
        "test_scaling.py::test_adam_hides_what_descent_suffers_from",
        {"metres": "stays", "bill": "weaker", "cm": "reversed"},
    ),
    "saturated-neuron-kills": Claim(
        "practice-layers-play", "test_vanishing_gradient.py::test_a_saturated_unit_kills_the_gradient"
    ),
    "through-sigmoids-gradient": Claim(
        "practice-layers-play",
        "test_vanishing_gradient.py::test_through_sigmoids_the_gradient_vanishes_at_least_as_fast_as_a_quarter_per_layer",
    ),
    "bad-initialization-makes": Claim(
        "practice-layers-play",
        "test_vanishing_gradient.py::test_small_random_values_let_the_gradient_vanish_and_large_ones_let_it_explode",
    ),
    "he-weights-carry": Claim(
        "practice-layers-play",
        "test_vanishing_gradient.py::test_he_keeps_relu_alive_through_30_layers_and_glorot_does_not",
    ),
    "he-initialization-makes": Claim(
        "practice-3-play",
        "test_thirty_layers.py::test_thirty_plain_layers_learn_slowly_until_a_sceptic_takes_fewer_or_lets_them_rotate",
        {"xavier": "stays", "orthogonal": "stays", "longer": "weaker", "fewer": "reversed", "tanh": "reversed"},
    ),
    "batch-normalization-keeps": Claim(
        "practice-3-play",
        "test_thirty_layers.py::test_under_batch_norm_the_gradient_grows_on_its_way_down_to_more_than_two_hundred_times",
    ),
    "residual-connections-make": Claim(
        "practice-3-play",
        "test_thirty_layers.py::test_a_norm_with_a_shortcut_learns_whatever_a_sceptic_changes_but_one_of_the_two",
        {
            "layer": "stays",
            "large": "stays",
            "sigmoid": "stays",
            "recipe": "stays",
            "one_norm": "stays",
            "no_shortcut": "weaker",
            "no_norm": "reversed",
        },
    ),
    "batch-normalization-answer": Claim(
        "practice-4-play",
        "test_batch_norm.py::test_in_batches_of_8_most_answers_depend_on_their_company",
        {"batch": "weaker", "company": "stays", "layer": "reversed", "mode": "reversed"},
    ),
    "after-normalization-size": Claim(
        "practice-4-play",
        "test_batch_company.py::test_the_gradient_is_at_right_angles_to_the_weights_and_shrinks_as_they_grow",
    ),
    "range-test-finds": Claim(
        "practice-5-play",
        "test_rate_finder.py::test_the_best_rate_is_far_above_a_tenth_of_the_minimum_until_a_sceptic_takes_adam",
        {"tanh": "stays", "steps": "stays", "seeds": "stays", "adam": "reversed"},
    ),
    "take-rate-range": Claim(
        "practice-5-play",
        "test_rate_finder.py::test_the_steepest_place_scatters_until_a_sceptic_leaves_out_the_beginning",
        {
            "first": "reversed",
            "higher": "weaker",
            "left_out": "reversed",
            "beta": "weaker",
            "steps": "stays",
            "deep": "stays",
        },
    ),
    "gradient-clipping-makes": Claim(
        "practice-6-play",
        "test_clipping.py::test_clipping_saves_runs_until_a_sceptic_takes_a_smaller_rate_or_clean_rows",
        {"value": "weaker", "own": "stays", "adam": "weaker", "rate": "reversed", "clean": "reversed"},
    ),
    "high-accuracy-means": Claim(
        "practice-7-play",
        "test_metrics.py::test_always_no_is_nearly_always_right_and_the_plain_model_hardly_better",
        {"share": "reversed", "network": "stays", "threshold": "weaker", "weight": "weaker"},
    ),
    "class-weight-makes": Claim(
        "practice-7-play",
        "test_metrics.py::test_weighting_the_eights_finds_more_and_leaves_the_order_until_a_sceptic_raises_the_price",
        {"nine": "stays", "five": "stays", "half": "stays", "tuned": "stays", "strong": "reversed"},
    ),
    "random-search-better": Claim(
        "practice-8-play",
        "test_surface.py::test_nine_runs_are_for_a_grid_until_a_sceptic_takes_a_setting_that_hardly_matters",
        {"ends": "reversed", "latin": "stays", "scale": "stays", "wide": "stays", "runs": "weaker", "weak": "reversed"},
    ),
    "low-training-loss": Claim(
        "practice-9-play",
        "clinic/test_patients.py::test_five_patients_stay_ill_whatever_is_tried_against_overfitting",
        {"penalty": "stays", "early": "stays", "seed": "stays", "slow": "stays", "sorted": "reversed"},
    ),
    "code-passes-check": Claim(
        "practice-9-play",
        "clinic/test_patients.py::test_shuffled_labels_pass_the_one_batch_test_and_wrong_losses_pass_the_gradient_check",
    ),
}
