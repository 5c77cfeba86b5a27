"""Claims of lecture 3, XOR."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "unit-cannot-compute": Claim(
        "xor-1-play", "test_one_unit.py::test_no_setting_gets_four_rows_and_the_best_is_three"
    ),
    "xor-classic-reason": Claim(
        "xor-2-play", "test_xor_network.py::test_four_points_become_three_and_only_then_does_one_line_separate_them"
    ),
    "xor": Claim("xor-gates-play", "test_decompositions.py::test_xor_is_or_and_not_and"),
    "hard-thresholds-weights": Claim(
        "xor-2-play", "test_xor_network.py::test_numbers_of_the_lecture_make_or_and_and_their_difference_which_is_xor"
    ),
    "network-layers-learn": Claim(
        "xor-4-play",
        "test_train_xor.py::test_with_no_unit_to_spare_about_half_of_the_runs_fail_until_a_sceptic_changes_the_first_weights",
        {
            "biases": "stays",
            "rate": "stays",
            "epochs": "stays",
            "weights": "weaker",
            "both": "stays",
            "inputs": "stays",
            "adam": "stays",
            "relu": "stays",
            "spare": "reversed",
        },
    ),
    "perceptron-rule-finds": Claim(
        "xor-5-play", "test_perceptron_rule.py::test_a_line_exists_so_mistakes_run_out_below_the_bound"
    ),
    "unit-parts-eight": Claim(
        "xor-one-against-nine-play",
        "test_one_against_nine.py::test_no_unit_parts_the_eight_from_the_rest_and_for_each_other_digit_one_does",
        {
            "other": "stays",
            "raw": "stays",
            "nine": "reversed",
            "half": "reversed",
            "program": "reversed",
            "hidden": "reversed",
        },
    ),
    "parity-xor-bits": Claim(
        "xor-6-play", "test_parity.py::test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest"
    ),
}
