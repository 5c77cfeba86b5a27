"""Claims of lecture 7, backpropagation: the calculus refresher, the chain rule, computation graphs, layers."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "derivative-slope-secants": Claim(
        "backpropagation-1-play",
        "test_secant.py::test_for_the_cube_at_1_the_errors_are_3h_plus_h_squared_and_h_squared",
    ),
    "chain-rule-slope": Claim(
        "backpropagation-2-play", "test_gears.py::test_the_product_of_the_three_slopes_is_the_slope_of_the_whole"
    ),
    "he-initialization-keeps": Claim(
        "backpropagation-2-play",
        "test_gears.py::test_behind_narrow_layers_with_hes_weights_a_typical_gradient_has_shrunk_whatever_is_drawn",
        {"draws": "stays", "10": "weaker", "16": "weaker", "32": "weaker"},
    ),
    "gradient-points-function": Claim(
        "backpropagation-3-play", "test_tangent.py::test_the_slope_over_the_angle_is_a_cosine_around_the_gradient"
    ),
    "computation-graph-derivatives": Claim(
        "backpropagation-4-play", "test_graph.py::test_the_right_rule_ends_at_what_is_measured"
    ),
    "shared-weight-gets": Claim(
        "backpropagation-4-play",
        "test_graph.py::test_four_uses_of_one_weight_add_up_and_with_equals_only_the_first_is_left_which_met_h_0",
    ),
    "output-going-backward": Claim(
        "backpropagation-6-play",
        "test_orders.py::test_in_random_graphs_the_best_order_is_sometimes_forward_sometimes_backward_and_sometimes_neither",
    ),
    "backpropagation-through-layer": Claim(
        "backpropagation-7-play",
        "test_layers.py::test_all_nine_derivatives_are_those_of_the_graph_and_of_the_networks_own_backward",
    ),
    "one-digit-gradient-0": Claim(
        "backpropagation-your-share-play",
        "test_your_share.py::test_one_digit_leaves_most_weights_with_gradient_0_and_many_together_fewer",
        {
            "start": "stays",
            "trained": "stays",
            "program": "stays",
            "tanh": "stays",
            "centred": "stays",
            "together": "weaker",
            "both": "nearly gone",
        },
    ),
    "measured-gradient-shows": Claim(
        "backpropagation-8-play",
        "test_gradient_check.py::test_the_check_finds_every_fault_and_says_in_which_layer_nothing_is_wrong",
    ),
    "loss-falls-gradient": Claim(
        "backpropagation-9-play",
        "test_wrong_gradients.py::test_all_six_wrong_gradients_teach_the_hidden_layers_until_a_sceptic_solves_for_the_last_or_takes_large_steps",
        {
            "relu": "stays",
            "sigmoid": "stays",
            "solved": "reversed",
            "starts": "stays",
            "tuned": "weaker",
            "deep": "reversed",
            "large": "reversed",
            "ring": "reversed",
        },
    ),
    "sigmoids-better-leave": Claim(
        "backpropagation-9-play",
        "test_wrong_gradients.py::test_with_sigmoids_it_helps_to_leave_the_slope_out_until_each_has_its_best_rate",
        {"starts": "stays", "wide": "stays", "tanh": "reversed", "tuned": "reversed"},
    ),
    "states-kept-computed": Claim(
        "backpropagation-10-play",
        "test_memory.py::test_the_curve_of_the_best_plan_is_the_formula_and_lies_below_the_others",
    ),
}
