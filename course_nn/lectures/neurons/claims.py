"""Claims of lecture 1, neurons."""

from course_nn.notebook.claims import Claim

CLAIMS = {
    "brain-10-synapses": Claim("neurons-synapses", "house/test_claims.py::test_the_brain_has_about_1e15_synapses"),
    "neuron-dendrites-cell": Claim(
        "neurons-anatomy", "test_anatomy.py::test_every_part_of_the_lecture_is_drawn_named_and_explained"
    ),
    "impulses-weighted-strength": Claim(
        "neurons-2-play",
        "test_integrate_and_fire.py::test_until_the_first_spike_voltage_is_the_weighted_sum_of_what_has_not_leaked_away",
    ),
    "voltage-accumulates-spike": Claim(
        "neurons-2-play",
        "test_integrate_and_fire.py::test_it_fires_at_the_threshold_and_a_higher_threshold_makes_it_fire_less",
    ),
    "firing-strongly-non": Claim(
        "neurons-1-play",
        "test_action_potential.py::test_the_answer_is_all_or_nothing",
        {"short": "stays", "long": "stays", "warm": "stays", "hot": "reversed"},
    ),
    "rest-70-mv": Claim(
        "neurons-1-play",
        "test_action_potential.py::test_threshold_and_peak_are_those_of_the_lecture_and_rest_is_five_higher",
    ),
    "five-phases-stimulus": Claim(
        "neurons-1-play",
        "test_action_potential.py::test_the_first_picture_shows_all_five_phases_in_order_and_a_failure_shows_none",
    ),
    "stimuli-below-threshold": Claim(
        "neurons-1-play", "test_action_potential.py::test_weaker_stimuli_of_the_same_duration_fail_and_return_to_rest"
    ),
    "artificial-neuron-computes": Claim(
        "neurons-3-play", "test_neuron.py::test_output_is_the_activation_of_the_weighted_sum"
    ),
    "far-simpler-neuron": Claim(
        "neurons-2-play", "test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate"
    ),
    "half-impulses-twice": Claim(
        "neurons-2-play",
        "test_integrate_and_fire.py::test_fewer_and_stronger_impulses_fire_it_more_often_until_the_mean_drive_is_far_above_the_threshold",
        {"alone": "stays", "short": "stays", "high": "stays", "even": "stays", "above": "reversed"},
    ),
    "units-directed-acyclic": Claim("neurons-6-play", "test_graph.py::test_an_order_or_a_cycle_and_never_both"),
    "fully-connected-layer": Claim(
        "neurons-5-play", "test_graph.py::test_layers_are_fully_connected_acyclic_and_as_deep_as_counted"
    ),
    "layer-inputs-outputs": Claim(
        "neurons-6-play", "test_feedforward.py::test_inputs_and_outputs_of_an_inner_layer_are_not_those_of_the_network"
    ),
    "layer-inputs-outputs-matrix": Claim(
        "neurons-5-play", "test_layer.py::test_the_weights_of_n_inputs_and_m_outputs_are_an_m_by_n_matrix"
    ),
    "lecture-network-depth": Claim("neurons-6-play", "test_graph.py::test_network_of_the_lecture_has_29_parameters"),
    "one-digit-negative": Claim(
        "neurons-one-digit-play",
        "test_one_digit.py::test_without_negative_weights_it_fires_on_many_more_of_the_others",
        {"eight": "stays", "zero": "stays", "nearly all": "stays", "program": "stays", "orange": "reversed"},
    ),
}
