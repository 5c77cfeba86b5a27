"""Claims of lecture 4, deep vs. shallow."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "sequence-linear-layers": Claim(
        "deep_vs_shallow-1-play",
        "test_linear_collapse.py::test_three_linear_layers_and_their_product_agree_to_the_last_digit",
    ),
    "biases-collapse-matrices": Claim(
        "deep_vs_shallow-1-source", "test_capacity.py::test_a_deep_linear_network_is_one_matrix_and_one_bias"
    ),
    "several-layers-need": Claim(
        "deep_vs_shallow-1-play", "test_linear_collapse.py::test_with_a_single_relu_no_linear_layer_equals_the_three"
    ),
    "enough-units-network": Claim(
        "deep_vs_shallow-2-play",
        "test_bumps.py::test_more_bumps_come_closer_to_a_continuous_function_at_its_worst_point_too",
    ),
    "non-linear-activations": Claim(
        "deep_vs_shallow-2-play",
        "test_bumps.py::test_a_parabola_as_activation_adds_up_to_one_parabola_however_many_units",
    ),
    "hidden-layer-enough": Claim(
        "deep_vs_shallow-2-play",
        "test_approximation.py::test_one_hidden_layer_comes_as_close_as_one_likes_to_a_continuous_function",
    ),
    "exists-need-found": Claim(
        "deep_vs_shallow-2-play",
        "test_bumps.py::test_what_descent_leaves_over_the_hats_is_left_by_the_way_and_not_by_the_weights",
        {
            "start": "stays",
            "rate": "stays",
            "long": "stays",
            "last": "stays",
            "curvature": "weaker",
            "hats": "reversed",
            "steep": "reversed",
            "squares": "reversed",
            "few": "reversed",
        },
    ),
    "holds-functions-several": Claim(
        "deep_vs_shallow-3-play",
        "test_approximation.py::test_towers_follow_a_continuous_surface_with_an_error_of_order_1_over_n_at_the_price_of_n_squared_units",
    ),
    "inputs-hidden-layer": Claim(
        "deep_vs_shallow-3-play",
        "test_towers.py::test_one_hidden_layer_of_random_units_follows_waves_more_closely_than_towers_of_as_many_units",
        {"hill": "stays", "saddle": "stays", "relu": "weaker", "fewer": "weaker", "checkers": "reversed"},
    ),
    "practice-layer-need": Claim(
        "deep_vs_shallow-9-play",
        "test_products.py::test_both_networks_multiply_the_one_layer_with_two_to_the_d_units_the_tree_with_at_most_4_d",
    ),
    "towers-recipe-takes": Claim(
        "deep_vs_shallow-4-play",
        "test_curse.py::test_for_any_function_units_multiply_by_N_with_each_input_for_a_sum_they_add_up",
    ),
    "helps-inputs-know": Claim(
        "deep_vs_shallow-4-play",
        "test_curse.py::test_a_fit_that_knows_the_structure_leads_and_a_wrong_structure_is_no_help",
        {
            "fewer": "stays",
            "more": "stays",
            "pieces": "stays",
            "inputs": "reversed",
            "pairs": "reversed",
            "slow": "reversed",
            "flat": "reversed",
        },
    ),
    "network-learn-function": Claim(
        "deep_vs_shallow-8-play",
        "test_overfit.py::test_a_network_that_fits_the_noise_ends_above_the_true_curve_unless_there_is_little_of_it",
        {"start": "stays", "wider": "stays", "rate": "stays", "more": "weaker", "clean": "reversed"},
    ),
    "overfits-hangs-samples": Claim(
        "deep_vs_shallow-8-play",
        "test_overfit.py::test_four_times_the_samples_change_the_overfitting_more_than_four_times_the_units",
        {"start": "stays", "rate": "stays", "relu": "stays"},
    ),
    "several-layers-reach": Claim(
        "deep_vs_shallow-5-play",
        "test_sawtooth.py::test_k_layers_of_two_units_make_two_to_the_k_pieces_where_one_layer_of_as_many_units_makes_2k",
    ),
    "without-depth-costs": Claim(
        "deep_vs_shallow-5-play",
        "test_sawtooth.py::test_with_fewer_than_two_to_the_k_less_1_units_one_layer_errs_by_a_half_somewhere",
    ),
    "practice-several-layers": Claim(
        "deep_vs_shallow-7-play",
        "test_budget.py::test_two_or_three_layers_lead_one_until_a_sceptic_changes_what_the_single_layer_starts_with",
        {
            "fewer": "stays",
            "more": "stays",
            "long": "stays",
            "bends": "reversed",
            "rate": "reversed",
            "tanh": "reversed",
        },
    ),
    "depth-alone-always": Claim(
        "deep_vs_shallow-7-play",
        "test_budget.py::test_five_layers_are_behind_the_best_of_a_small_budget_whatever_a_sceptic_changes",
        {"fewer": "stays", "bends": "stays", "rate": "stays", "tanh": "stays", "stripes": "stays", "checkers": "stays"},
    ),
    "training-depth-pay": Claim(
        "deep_vs_shallow-10-play",
        "test_sawtooth.py::test_wide_deep_networks_learn_sixteen_pieces_and_one_layer_of_as_many_parameters_does_not_by_descent",
        {
            "rate": "stays",
            "less": "stays",
            "heights": "weaker",
            "narrow": "reversed",
            "steep": "reversed",
            "squares": "reversed",
        },
    ),
    "training-finds-sawtooth": Claim(
        "deep_vs_shallow-10-play",
        "test_sawtooth.py::test_trained_networks_draw_the_teeth_without_a_folded_last_layer",
        {"rate": "stays", "pieces": "stays", "narrow": "stays", "near": "reversed"},
    ),
    "compact-representation-beats": Claim(
        "deep_vs_shallow-6-play",
        "test_regions.py::test_folded_by_hand_three_layers_have_more_than_nine_times_the_regions_of_one_layer_of_as_many_parameters",
    ),
    "random-trained-networks": Claim(
        "deep_vs_shallow-6-play",
        "test_regions.py::test_random_and_trained_networks_stay_far_below_what_their_shape_can_have",
        {"before": "stays", "start": "stays", "data": "stays", "narrow": "reversed", "folded": "reversed"},
    ),
}
