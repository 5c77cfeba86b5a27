"""Claims of lecture 2, activations."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "six-activation-functions": Claim("activations-1-play", "./test_activations.py::test_facts"),
    "sigmoid-squashes": Claim(
        "activations-1-play",
        "test_gallery.py::test_sigmoid_squashes_into_0_1_and_is_not_zero_centred_and_tanh_into_minus_1_1_and_is",
    ),
    "sigmoid-popular-looks": Claim(
        "neurons-2-play", "lectures/neurons/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate"
    ),
    "sigmoid-outputs-zero": Claim(
        "activations-4-play",
        "test_zero_centred.py::test_with_inputs_that_are_never_negative_all_gradients_of_a_unit_share_one_sign",
    ),
    "outputs-zero-centred": Claim(
        "activations-4-play",
        "test_zero_centred.py::test_inputs_off_centre_give_random_units_an_offset_that_all_samples_share",
    ),
    "leaky-relu-learns": Claim(
        "activations-8-play",
        "test_race.py::test_leaky_relu_takes_as_long_as_relu_whatever_a_sceptic_changes",
        {"deep": "stays", "adam": "stays", "bias": "stays"},
    ),
    "centring-inputs-removes": Claim(
        "activations-4-play",
        "test_zero_centred.py::test_centring_saves_steps_behind_sigmoids_because_of_the_valley_and_not_of_the_signs",
        {
            "all": "stays",
            "rate": "stays",
            "relu": "weaker",
            "many": "stays",
            "tanh": "reversed",
            "adam": "stays",
            "momentum": "reversed",
        },
    ),
    "exp-costs-compute": Claim(
        "activations-1-play",
        "./test_activations.py::test_sigmoid_tanh_and_elu_call_exp_and_relu_leaky_relu_and_maxout_do_not",
    ),
    "tanh-squashes-zero": Claim(
        "activations-2-play", "test_squash.py::test_sigmoid_leaves_the_mean_one_half_and_tanh_zero"
    ),
    "tanh-kills-gradient": Claim(
        "activations-1-play", "test_gallery.py::test_saturated_sigmoid_and_tanh_have_hardly_any_slope"
    ),
    "relu-saturate-gradient": Claim(
        "activations-1-play",
        "test_gallery.py::test_relu_does_not_saturate_on_the_right_and_has_no_gradient_on_the_left",
    ),
    "relu-very-cheap": Claim(
        "activations-1-play",
        "./test_activations.py::test_sigmoid_tanh_and_elu_call_exp_and_relu_leaky_relu_and_maxout_do_not",
    ),
    "relu-converges-faster": Claim(
        "activations-8-play",
        "test_race.py::test_relu_is_far_from_six_times_as_fast_as_tanh_whatever_a_sceptic_changes",
        {"deep": "stays", "adam": "stays", "error": "stays", "raw": "stays", "bias": "about half", "both": "stays"},
    ),
    "sigmoid-learns-slowly": Claim(
        "activations-8-play",
        "test_race.py::test_sigmoid_is_slower_than_relu_whatever_a_sceptic_changes_and_the_more_so_the_deeper",
        {"adam": "stays", "error": "stays", "bias": "weaker", "half": "reversed"},
    ),
    "relu-zero-centred": Claim(
        "activations-2-play",
        "test_squash.py::test_relu_of_a_standard_normal_has_mean_one_over_root_two_pi_and_variance_a_half_less_its_square",
    ),
    "relu-unit-die": Claim(
        "activations-5-play",
        "test_dying_relu.py::test_learning_rate_and_bias_both_kill_until_a_sceptic_takes_another_optimizer_or_lower_biases",
        {
            "units": "stays",
            "batch": "stays",
            "high": "stays",
            "low": "weaker",
            "slow": "reversed",
            "momentum": "reversed",
            "adam": "reversed",
        },
    ),
    "leaky-relu-saturate": Claim(
        "activations-1-play", "test_gallery.py::test_leaky_relu_never_saturates_and_alpha_is_its_slope_on_the_left"
    ),
    "leaky-relu-die": Claim("activations-5-play", "test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die"),
    "prelu-learned": Claim("activations-6-play", "test_prelu.py::test_alpha_is_learned"),
    "prelu-max": Claim("activations-6-play", "test_prelu.py::test_past_1_the_formulas_part_everywhere_but_at_0"),
    "elu": Claim(
        "activations-1-play", "test_gallery.py::test_elu_is_x_on_the_right_and_falls_to_minus_alpha_on_the_left"
    ),
    "elu-relu-outputs": Claim("activations-2-play", "test_squash.py::test_elu_leaves_a_mean_nearer_to_zero_than_relu"),
    "maxout-larger-linear": Claim(
        "activations-1-play", "./test_activations.py::test_maxout_of_zero_and_the_identity_is_relu"
    ),
    "maxout-convex": Claim("activations-1-play", "./test_activations.py::test_maxout_is_convex"),
    "practice-use-relu": Claim(
        "activations-9-play",
        "test_in_practice.py::test_he_brings_relu_through_eight_layers_and_small_values_do_not_whatever_a_sceptic_changes_but_the_depth",
        {"adam": "stays", "leaky": "stays", "elu": "stays", "one": "reversed"},
    ),
    "large-learning-rate": Claim(
        "activations-9-play",
        "test_in_practice.py::test_a_learning_rate_too_large_diverges_and_one_too_small_is_slow_until_a_sceptic_takes_adam",
        {"tanh": "stays", "glorot": "stays", "two": "stays", "adam": "reversed"},
    ),
    "initialize-small-random": Claim(
        "activations-9-play",
        "test_in_practice.py::test_small_random_values_learn_in_one_layer_and_fail_in_eight_whatever_a_sceptic_changes_but_the_depth",
        {
            "adam": "stays",
            "tanh": "stays",
            "elu": "stays",
            "epsilon": "reversed",
            "long": "reversed",
            "two": "reversed",
        },
    ),
    "try-leaky-relu": Claim("activations-5-play", "test_dying_relu.py::test_leaky_relu_prelu_and_elu_do_not_die"),
    "try-tanh-expect": Claim(
        "activations-8-play",
        "test_race.py::test_tanh_needs_fewer_updates_than_relu_until_a_sceptic_saturates_it_or_takes_adam_and_many_units",
        {"error": "stays", "he": "stays", "adam": "weaker", "wide": "reversed", "bias": "reversed"},
    ),
    "use-sigmoid-output": Claim(
        "activations-9-play",
        "test_in_practice.py::test_behind_eight_layers_of_sigmoids_little_is_learned_until_a_sceptic_takes_adam_and_large_weights",
        {"adam": "stays", "large": "stays", "both": "weaker", "one": "reversed"},
    ),
    "network-composition": Claim("activations-modular-play", "test_modular.py::test_the_composition_is_the_network"),
    "modularity-layer-black": Claim(
        "activations-modular-play",
        "test_modular.py::test_folding_any_layers_into_a_box_leaves_the_output_the_same_to_the_last_digit",
    ),
}
