"""Claims of lecture 11, everybody: convolution, counting letters, attention, scale."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "convolution-dense-layer": Claim(
        "everybody-1-play", "test_convolution.py::test_of_4096_entries_484_can_differ_from_0_and_9_are_free"
    ),
    "convolutional-layer-computes": Claim(
        "everybody-1-play", "test_convolution.py::test_every_answer_is_the_sum_over_its_window_and_beyond_the_edge_is_0"
    ),
    "picture-moves-feature": Claim(
        "everybody-1-play", "test_convolution.py::test_a_picture_that_is_moved_moves_its_map"
    ),
    "convolutional-networks-care": Claim(
        "everybody-2-play",
        "test_places.py::test_what_was_learned_in_the_middle_is_lost_two_pixels_aside_unless_the_head_takes_the_maximum",
        {
            "max": "reversed",
            "dense": "stays",
            "rate": "stays",
            "everywhere": "reversed",
            "random": "reversed",
            "nearest": "reversed",
        },
    ),
    "sharing-weights-saves": Claim(
        "everybody-2-play",
        "test_places.py::test_what_is_learned_on_the_left_is_known_on_the_right_by_shared_weights_and_a_head_that_takes_all_places_alike",
        {"flat": "stays", "four": "stays", "passes": "stays", "everywhere": "reversed"},
    ),
    "pooling-makes-robust": Claim(
        "everybody-3-play",
        "test_one_pixel.py::test_one_pixel_costs_many_errors_and_two_hardly_any_until_the_picture_is_not_halved_or_four_places_teach",
        {"stride": "stays", "none": "reversed", "bias": "stays", "four": "reversed", "few": "stays"},
    ),
    "filters-first-layer": Claim(
        "everybody-3-play",
        "test_one_pixel.py::test_filters_keep_most_of_what_chance_gave_them",
        {"few": "stays", "stride": "stays", "four": "stays"},
    ),
    "language-model-needs": Claim(
        "everybody-4-play",
        "test_next_letter.py::test_every_letter_of_the_counted_text_is_the_label_of_the_letters_before_it",
    ),
    "context-better": Claim(
        "everybody-4-play",
        "test_next_letter.py::test_without_smoothing_three_letters_read_best_until_a_sceptic_smooths",
        {"smooth": "reversed", "eighth": "stays", "other": "stays", "all": "stays", "zh": "stays"},
    ),
    "language-model-copies": Claim(
        "everybody-4-play",
        "test_next_letter.py::test_an_unsmoothed_reader_of_eight_letters_copies_until_a_sceptic_smooths_it",
        {"smooth": "reversed", "five": "weaker", "other": "stays", "seeds": "stays"},
    ),
    "similar-letters-lie": Claim(
        "everybody-5-play", "test_plane.py::test_a_move_that_the_other_table_follows_changes_no_bit"
    ),
    "model-letters-finds": Claim(
        "everybody-5-play",
        "test_plane.py::test_a_line_parts_the_vowels_until_a_sceptic_starts_elsewhere_or_shuffles_the_letters",
        {
            "shear": "stays",
            "large": "reversed",
            "seed": "reversed",
            "one": "reversed",
            "shuffled": "reversed",
            "singular": "stays",
        },
    ),
    "attention-finds-similar": Claim(
        "everybody-6-play",
        "test_query_and_keys.py::test_a_query_on_a_key_in_the_plane_finds_it_less_than_half_of_the_time_until_a_sceptic_changes_the_keys",
        {"three": "reversed", "sixteen": "reversed", "equal": "reversed", "cold": "stays", "other": "stays"},
    ),
    "key-win-query": Claim(
        "everybody-6-play", "test_attention.py::test_a_key_in_the_plane_can_win_exactly_if_it_is_a_corner_of_the_hull"
    ),
    "scores-divided": Claim(
        "everybody-6-play", "test_attention.py::test_scores_of_independent_entries_spread_like_the_root_of_d"
    ),
    "attention-needs-told": Claim(
        "everybody-7-play",
        "test_two_looks.py::test_two_looks_need_no_positions_and_one_look_without_them_forgets_the_order",
    ),
    "looks-copy-cannot": Claim(
        "everybody-7-play",
        "test_two_looks.py::test_blocks_longer_than_all_that_were_learned_are_copied_until_a_sceptic_takes_the_second_look",
        {
            "one": "reversed",
            "dense": "reversed",
            "window": "reversed",
            "pairs": "stays",
            "bare": "stays",
            "cut": "reversed",
            "rate": "stays",
        },
    ),
    "networks-read-better": Claim(
        "everybody-8-play",
        "test_readers.py::test_counting_reads_best_until_a_sceptic_gives_the_network_time_or_spoils_the_counts",
        {
            "small": "stays",
            "large": "weaker",
            "recurrent": "reversed",
            "rate": "stays",
            "five": "stays",
            "raw": "reversed",
            "two": "reversed",
            "six": "stays",
        },
    ),
    "attention-networks-learn": Claim(
        "everybody-8-play",
        "test_readers.py::test_the_attention_that_has_read_the_course_does_not_copy_nonsense_that_comes_again",
    ),
    "loss-falls-power": Claim(
        "everybody-9-play",
        "test_scale.py::test_the_loss_goes_on_falling_until_a_sceptic_lets_something_else_be_scarce",
        {"six": "stays", "two": "weaker", "shuffled": "reversed", "weights": "stays"},
    ),
    "language-model-knows": Claim(
        "everybody-10-play",
        "test_asked.py::test_true_sentences_are_preferred_until_a_sceptic_exchanges_words",
        {
            "exchanged": "reversed",
            "zero": "reversed",
            "two": "reversed",
            "eight": "stays",
            "sixteen": "stays",
            "zh": "weaker",
            "kneser": "stays",
            "attention": "stays",
        },
    ),
    "language-model-knows-sure": Claim(
        "everybody-10-play",
        "test_asked.py::test_what_it_claims_comes_true_on_a_new_lecture_until_a_sceptic_changes_the_text",
        {"two": "stays", "unsmoothed": "nearly gone", "words": "weaker", "backwards": "reversed"},
    ),
}
