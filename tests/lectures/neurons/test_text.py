"""What notebook 1 states in its text, computed."""

import re
from itertools import product

import numpy as np
import pytest
from computed import lecture
from texts import cells_of

from course_nn.lectures.neurons.spiking import TYPICAL, firing_rate

NB = "01_neurons"
module, at = lecture("neurons")


def test_evenly_spaced_impulses_of_twice_the_strength_fire_at_the_rate_that_is_told(says):
    says(NB, "neurons-2-explain", at("integrate_and_fire", arrive="even").coarse[0])


def test_this_axon_comes_within_a_few_millivolts_of_the_lectures_figure_but_its_undershoot_lasts_longer():
    result = at("action_potential")
    _, figure = module("action_potential").readout(result).en.split("figure")
    lecture = [float(value.replace("−", "-")) for value in re.findall(r"(−?\d+) mV", figure)]
    ours = result.V[0], result.peak, result.membrane.level
    assert len(lecture) == 3 and np.allclose(ours, lecture, atol=5)
    assert result.phases.rest > 10  # ms; the figure has all of it within 5


def test_in_a_cold_axon_the_peak_is_nearly_the_same_whatever_the_stimulus_and_a_warm_one_still_has_a_lower_step():
    peaks = at("action_potential").membrane.peaks
    spikes, bumps = peaks[peaks > 0], peaks[peaks <= 0]
    assert np.ptp(spikes) < 12 and spikes.min() - bumps.max() > 80
    warm = at("action_potential", temperature=18.0).membrane
    assert 40 < warm.step < 0.8 * at("action_potential").membrane.step


def test_the_firing_rate_is_zero_up_to_the_threshold_then_climbs_and_the_refractory_time_bounds_it():
    neuron = TYPICAL._replace(refractory=5.0)
    height = neuron.threshold - neuron.rest  # mV
    assert not firing_rate(np.linspace(-30, height, 9), neuron).any()
    drives = height * np.geomspace(1.01, 1000, 50)
    rates = firing_rate(drives, neuron)  # Hz
    written = 1000 / (5.0 + neuron.tau * np.log(drives / (drives - height)))
    assert np.allclose(rates, written) and np.all(np.diff(rates) > 0) and rates[-1] < 1000 / 5.0


def test_one_unit_gets_three_rows_of_xor_nearly_all_functions_of_two_inputs_and_less_than_half_of_three():
    gates = module("gates")
    one, two, three = (can / all_of_them for can, all_of_them in (gates.counts(n) for n in (1, 2, 3)))
    assert one == 1 and 0.8 < two < 1 and three < 0.5
    for goal in ("XOR", "XNOR"):
        result = at("gates", goal=goal)
        assert (result.best, len(result.y)) == (3, 4)


def test_from_and_to_or_only_b_moves_and_to_nand_all_three_numbers_change_sign():
    def computes(w1, w2, b):
        return at("gates", w1=w1, w2=w2, b=b).computes

    assert [computes(1, 1, -1.5), computes(1, 1, -0.5), computes(-1, -1, 1.5)] == ["AND", "OR", "NAND"]
    signs = np.array(list(product((1, -1), repeat=3)))
    for sizes in np.abs(np.random.default_rng(0).normal(size=(50, 3))):
        found = {tuple(sign): computes(*(sign * sizes)) for sign in signs}
        assert {sign for sign, name in found.items() if name == "AND"} <= {(1, 1, -1)}
        assert {sign for sign, name in found.items() if name == "NAND"} <= {(-1, -1, 1)}


def test_a_layer_of_m_n_weights_and_m_biases_can_learn_exactly_15_numbers():
    sizes = range(1, module("layer").MOST + 1)
    learned = {(N, M): at("layer", N=N, M=M) for N in sizes for M in sizes}
    assert all(result.parameters == M * N + M for (N, M), result in learned.items())
    solved = [result.parameters for result in learned.values() if module("layer").judge(result) == "solved"]
    assert all(re.findall(r"\d+", words) == [*map(str, solved)] for words in module("layer").CHALLENGE.goal)


def test_depth_counts_the_layers_of_weights_on_the_longest_way_through():
    for sizes in ("2, 3", "2, 3, 3, 2", "1, 1, 1, 1, 1"):
        assert max(at("feedforward", sizes=sizes).level.values()) == sizes.count(",")
    plain, skipping, longer = (at("feedforward", edge=edge) for edge in ("", "x1 > y1", "h1.1 > h1.2"))
    assert [max(result.level.values()) for result in (plain, skipping, longer)] == [3, 3, 4]
    assert at("feedforward", edge="y1 > h1.1").cycle


def test_the_program_in_pytorch_finds_a_row_for_each_output_and_the_same_layer(capsys):
    pytest.importorskip("torch")
    exec(re.search(r"```python\n(.*?)```", cells_of(NB)["neurons-pytorch"], re.S)[1], {})
    assert capsys.readouterr().out.split(") ")[-1].strip() == "True"
