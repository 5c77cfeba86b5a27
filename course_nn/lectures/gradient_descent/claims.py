"""Claims of lecture 8, gradient descent: step size, momentum, adaptive steps, batches, schedules, the landscape."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "gradient-descent-diverges": Claim(
        "gradient_descent-parabola-play",
        "test_stability.py::test_on_a_parabola_every_step_multiplies_by_one_minus_eta_lambda",
    ),
    "sharpness-network-held": Claim(
        "gradient_descent-edge-play",
        "test_stability.py::test_the_sharpness_is_held_at_the_border_until_a_sceptic_takes_cross_entropy",
        {"rate": "stays", "digits": "stays", "entropy": "reversed", "wrong": "stays"},
    ),
    "momentum-speeds-descent": Claim(
        "gradient_descent-2-play", "test_valley.py::test_steps_to_a_millionth_with_the_best_values_of_each_method"
    ),
    "nesterov-momentum-calmer": Claim(
        "gradient_descent-2-play", "test_valley.py::test_with_the_same_values_the_ball_converges_and_nesterov_explodes"
    ),
    "adagrad-rmsprop-adam": Claim(
        "gradient_descent-3-play", "test_rotated.py::test_adam_takes_81_steps_along_the_axes_and_887_at_45_degrees"
    ),
    "spiral-adam-lead": Claim(
        "gradient_descent-turned-play",
        "test_turned_space.py::test_in_turned_space_adam_leads_momentum_until_a_sceptic_takes_one_size_or_the_bowl",
        {"turn": "stays", "half": "stays", "memory": "stays", "one": "reversed", "bowl": "reversed"},
    ),
    "adam-bias-correction": Claim(
        "gradient_descent-4-play",
        "test_gradient_signals.py::test_without_correction_the_steps_are_the_formula_and_start_at_3_16_and_rise_to_6_57_at_step_12",
    ),
    "step-adam": Claim(
        "gradient_descent-4-play",
        "test_gradient_signals.py::test_the_supremum_is_7_270_and_a_single_gradient_after_quiet_steps_reaches_only_the_papers_3_162",
    ),
    "larger-batch-needs": Claim(
        "gradient_descent-5-play",
        "test_batches.py::test_beyond_32_most_samples_are_wasted_until_a_sceptic_starts_with_small_batches",
        {"target": "stays", "momentum": "stays", "small": "reversed"},
    ),
    "adam-faster-plain": Claim(
        "gradient_descent-6-play",
        "test_race.py::test_on_the_spiral_adam_is_far_ahead_until_a_sceptic_takes_digits",
        {"target": "stays", "digits": "reversed", "equal": "reversed"},
    ),
    "momentum-alone-makes": Claim(
        "gradient_descent-6-play",
        "test_race.py::test_on_the_spiral_momentum_alone_makes_most_of_the_lead_until_a_sceptic_takes_digits",
        {"target": "stays", "later": "stays", "digits": "reversed"},
    ),
    "learning-rate-should": Claim(
        "gradient_descent-7-play",
        "test_scheduled_runs.py::test_with_wrong_labels_decay_reads_more_until_a_sceptic_takes_clean_ones_or_small_steps",
        {"cosine": "stays", "tuned": "weaker", "small": "nearly gone", "clean": "reversed"},
    ),
    "recipe-today-reads": Claim(
        "gradient_descent-recipe-play",
        "test_recipes.py::test_the_recipe_leads_plain_descent_until_a_sceptic_takes_both_the_depth_and_the_noise_away",
        {"momentum": "weaker", "plain": "stays", "one": "weaker", "easy": "reversed"},
    ),
    "gradient-descent-gets": Claim(
        "gradient_descent-8-play", "test_saddle.py::test_a_million_times_nearer_to_the_ridge_takes_twice_as_long"
    ),
    "newton-method-leads": Claim(
        "gradient_descent-8-play",
        "test_surfaces.py::test_newton_takes_one_step_on_a_parabola_and_goes_away_from_the_minimum_where_the_curvature_is_negative",
    ),
    "minima-network-loss": Claim(
        "gradient_descent-9-play",
        "test_landscape.py::test_between_minima_the_loss_rises_until_a_sceptic_reorders_the_units_to_fit",
        {"narrow": "stays", "free": "stays", "random": "stays", "fit": "nearly gone"},
    ),
}
