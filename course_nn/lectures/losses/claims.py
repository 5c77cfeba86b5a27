"""Claims of lecture 5, losses."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "training-minimises-sum": Claim(
        "losses-1-play",
        "test_objective.py::test_the_closed_form_minimiser_is_the_lowest_point_of_the_sum_of_both_terms",
    ),
    "decides-small-weight": Claim(
        "losses-1-play", "test_objective.py::test_a_larger_lambda_buys_a_smaller_weight_for_a_larger_loss"
    ),
    "regression-linear-output": Claim(
        "losses-8-play",
        "test_chooser.py::test_recommended_pairs_are_far_ahead_of_a_constant_whatever_a_sceptic_changes",
        {"rate": "stays", "adam": "stays", "long": "stays", "relu": "stays", "data": "stays"},
    ),
    "binary-classification-sigmoid": Claim(
        "losses-8-play",
        "test_chooser.py::test_recommended_pairs_are_far_ahead_of_a_constant_whatever_a_sceptic_changes",
        {"rate": "stays", "adam": "stays", "long": "stays", "relu": "stays", "data": "stays"},
    ),
    "multi-class-classification": Claim(
        "losses-8-play",
        "test_chooser.py::test_recommended_pairs_are_far_ahead_of_a_constant_whatever_a_sceptic_changes",
        {"rate": "stays", "adam": "stays", "long": "stays", "relu": "stays", "data": "stays"},
    ),
    "regression-deterministic-wh": Claim(
        "losses-2-play",
        "test_regression.py::test_the_squares_have_the_area_of_the_squared_error_twice_the_sum_of_losses",
    ),
    "regression-probabilistic-wh": Claim(
        "losses-covariance-play",
        "test_covariance.py::test_the_negative_log_likelihood_agrees_with_an_independent_density",
    ),
    "squared-error-log": Claim(
        "losses-3-play",
        "test_gaussian.py::test_minus_log_n_is_squared_error_over_two_sigma_squared_and_a_constant_that_no_line_changes",
    ),
    "binary-deterministic-wh": Claim(
        "losses-4-play", "test_margins.py::test_each_loss_is_a_function_of_the_margin_with_the_published_values"
    ),
    "binary-probabilistic-wh": Claim(
        "losses-4-play",
        "test_margins.py::test_the_log_loss_is_minus_the_logarithm_of_the_probability_of_the_right_class",
    ),
    "hinge-takes-labels": Claim(
        "losses-4-play", "test_margins.py::test_labels_are_y_equal_2c_minus_1_and_log_loss_alone_takes_c"
    ),
    "sigmoid-goes-cross": Claim(
        "losses-5-play",
        "test_wrong_pair.py::test_the_more_wrong_the_slower_with_squared_error_and_the_faster_with_cross_entropy",
    ),
    "multi-class-deterministic": Claim(
        "losses-svm-play",
        "test_multiclass_hinge.py::test_the_loss_of_the_probe_is_the_sum_of_what_the_wrong_classes_overhang",
    ),
    "multi-class-probabilistic": Claim(
        "losses-6-play",
        "test_softmax.py::test_the_loss_is_minus_the_log_of_the_probability_that_the_one_hot_coding_picks",
    ),
    "hot-coding-categories": Claim(
        "losses-7-play", "./test_losses.py::test_one_hot_rows_and_class_numbers_mean_the_same"
    ),
    "hot-coding-turns": Claim(
        "losses-7-play",
        "test_one_hot.py::test_as_input_one_hot_fits_every_mean_whatever_the_order_and_the_integer_only_a_line",
    ),
    "categories-hot-coding": Claim(
        "losses-7-play", "test_one_hot.py::test_with_many_categories_one_hot_is_large_and_sparse"
    ),
    "loss-minus-logarithm": Claim(
        "losses-3-play",
        "test_likelihood.py::test_the_likeliest_parameters_have_the_smallest_sum_and_each_distribution_has_its_loss",
    ),
    "penalty-minus-logarithm": Claim(
        "losses-1-play", "test_objective.py::test_a_normal_prior_is_the_l2_penalty_and_a_laplace_prior_the_l1_penalty"
    ),
    "linear-output-clipped": Claim(
        "losses-8-play",
        "test_chooser.py::test_a_clipped_output_ends_far_below_the_sigmoid_until_a_sceptic_makes_the_steps_small",
        {
            "larger": "stays",
            "long": "stays",
            "adam": "stays",
            "data": "stays",
            "relu": "stays",
            "smaller": "reversed",
            "short": "reversed",
            "small_adam": "reversed",
        },
    ),
    "learning-rate-squared": Claim(
        "losses-8-play",
        "test_chooser.py::test_squared_error_on_a_sigmoid_arrives_later_unless_its_steps_are_made_larger",
        {
            "slower": "stays",
            "faster": "stays",
            "three": "weaker",
            "four": "reversed",
            "sure": "stays",
            "adam": "reversed",
        },
    ),
    "network-learns-long": Claim(
        "losses-3-play",
        "test_gaussian.py::test_few_points_and_long_training_break_the_promise_of_the_band_and_many_points_keep_it",
        {
            "wide": "stays",
            "relu": "stays",
            "curve": "stays",
            "even": "stays",
            "few": "stays",
            "squared": "stays",
            "penalty": "weaker",
            "many": "reversed",
        },
    ),
    "digit-cost-misread": Claim(
        "losses-digit-cost-play",
        "test_digit_cost.py::test_the_misread_have_far_more_of_the_cross_entropy_than_their_number",
        {"own data": "stays", "sharper": "stays", "softer": "about half", "untrained": "nearly gone"},
    ),
}
