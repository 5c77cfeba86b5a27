"""The claim ledger: each claim of the lecture, the demo that shows it, the test that asserts it, and when it is true."""
from typing import NamedTuple

from IPython.display import HTML

from course_nn.language import Words, block


class Claim(NamedTuple):
    """One claim of the lecture.

    says      : the claim, in our own words
    demo      : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell      : id of the cell that shows it
    test      : "file::test", below tests/
    condition : under which conditions it is true; corrects the slide where that is imprecise
    """

    says: Words
    demo: str
    cell: str
    test: str
    condition: Words


NOTEBOOKS = {"neurons": "01_neurons.ipynb", "xor": "03_xor.ipynb"}  # first part of a cell's id -> its notebook

ALWAYS = Words("always: a definition", "恒成立：这是定义")

CLAIMS = [
    Claim(
        Words("The brain has about 10¹⁵ synapses: 10¹¹ neurons with 10⁴ each.", "大脑约有 10¹⁵ 个突触：10¹¹ 个神经元，各 10⁴ 个。"),
        "", "neurons-synapses", "test_claims.py::test_the_brain_has_about_1e15_synapses",
        Words("orders of magnitude; counts of neurons come nearer to 0.86 · 10¹¹ (Azevedo et al. 2009)",
              "仅指数量级；实测神经元数更接近 0.86 · 10¹¹（Azevedo 等，2009）"),
    ),
    Claim(
        Words("A neuron has dendrites, a cell body with a nucleus, and a branching axon with terminals.",
              "神经元有树突、含细胞核的胞体，以及带分支和末梢的轴突。"),
        "", "neurons-brain", "test_claims.py::test_the_parts_of_a_neuron_are_named_in_both_languages",
        Words("the textbook neuron; some have no axon", "教科书式的神经元；有些没有轴突"),
    ),
    Claim(
        Words("Impulses are weighted by the strength of their synapse and added up.", "冲动按突触强度加权后相加。"),
        "neurons.integrate_and_fire", "neurons-2-play",
        "demos/test_integrate_and_fire.py::test_until_the_first_spike_voltage_is_the_weighted_sum_of_what_has_not_leaked_away",
        Words("in the integrate-and-fire model, between spikes", "在积分发放模型中，两次脉冲之间"),
    ),
    Claim(
        Words("The voltage accumulates, and a spike follows once a threshold is passed.", "电压累积，越过阈值就发放脉冲。"),
        "neurons.integrate_and_fire", "neurons-2-play",
        "demos/test_integrate_and_fire.py::test_it_fires_at_the_threshold_and_a_higher_threshold_makes_it_fire_less",
        Words("in the integrate-and-fire model", "在积分发放模型中"),
    ),
    Claim(
        Words("Firing is strongly non-linear: all or nothing.", "发放是强非线性的：全或无。"),
        "neurons.action_potential", "neurons-1-play", "demos/test_action_potential.py::test_the_answer_is_all_or_nothing",
        Words("for the squid's axon at 6.3 °C; a warm axon answers more gradually", "乌贼轴突，6.3 °C；温度较高时反应较为渐变"),
    ),
    Claim(
        Words("Rest −70 mV, threshold near −55 mV, peak near +40 mV.", "静息 −70 mV，阈值接近 −55 mV，峰值接近 +40 mV。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_threshold_and_peak_are_those_of_the_lecture_and_rest_is_five_higher",
        Words("squid axon: rest −65 mV by convention; threshold as the highest failed initiation of a 0.5 ms pulse",
              "乌贼轴突：静息按约定为 −65 mV；阈值取 0.5 ms 脉冲刺激下失败起始的最高电压"),
    ),
    Claim(
        Words("Five phases: stimulus, depolarization (Na⁺ in), repolarization (K⁺ out), hyperpolarization, rest.",
              "五个阶段：刺激、去极化（Na⁺ 流入）、复极化（K⁺ 流出）、超极化、静息。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_the_first_picture_shows_all_five_phases_in_order_and_a_failure_shows_none",
        Words("within 5 ms only in a warm axon; about 16 ms at 6.3 °C", "只有较暖的轴突在 5 ms 内完成；6.3 °C 时约需 16 ms"),
    ),
    Claim(
        Words("Stimuli below threshold are failed initiations.", "低于阈值的刺激只是失败的起始。"),
        "neurons.action_potential", "neurons-1-play",
        "demos/test_action_potential.py::test_weaker_stimuli_of_the_same_duration_fail_and_return_to_rest",
        Words("a single pulse; several may add up", "单个刺激；多个刺激可以累加"),
    ),
    Claim(
        Words("The artificial neuron computes y = φ(wᵀx + b): weighting, summation, activation.",
              "人工神经元计算 y = φ(wᵀx + b)：加权、求和、激活。"),
        "neurons.neuron", "neurons-3-play", "demos/test_neuron.py::test_output_is_the_activation_of_the_weighted_sum", ALWAYS,
    ),
    Claim(
        Words("It is far simpler than a neuron, and looks like its firing rate.", "它比真实神经元简单得多，形状近似其发放率。"),
        "neurons.integrate_and_fire", "neurons-2-play", "demos/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate",
        Words("for the rate under steady drive; the timing of spikes is lost", "仅指恒定驱动下的发放率；脉冲时刻的信息丢失了"),
    ),
    Claim(
        Words("Logistic regression is a neuron: y = σ(wᵀx + b).", "逻辑回归就是一个神经元：y = σ(wᵀx + b)。"),
        "neurons.logistic_regression", "neurons-5-play",
        "demos/test_logistic_regression_demo.py::test_minimum_agrees_with_an_independent_solver",
        Words("fitted by maximum likelihood; classes must overlap for a finite best w", "用最大似然拟合；两类须有重叠，最优 w 才有限"),
    ),
    Claim(
        Words("A scaled probit lies almost on top of the logistic sigmoid.", "缩放后的 probit 几乎与逻辑 sigmoid 重合。"),
        "neurons.logistic_regression", "neurons-5-play",
        "demos/test_logistic_regression_demo.py::test_scaled_probit_stays_within_two_hundredths_of_the_sigmoid",
        Words("scale √(π/8), equal slopes at 0; within 0.018 everywhere", "缩放 √(π/8)，在 0 处斜率相同；处处相差不超过 0.018"),
    ),
    Claim(
        Words("Units in a directed acyclic graph make a feed-forward network; a recurrent one may have cycles.",
              "单元组成有向无环图，就是前馈网络；循环网络可以有环。"),
        "neurons.feedforward", "neurons-7-play", "test_graph.py::test_an_order_or_a_cycle_and_never_both", ALWAYS,
    ),
    Claim(
        Words("A fully connected layer connects every input with every output.", "全连接层把每个输入与每个输出相连。"),
        "neurons.layer", "neurons-6-play", "test_graph.py::test_layers_are_fully_connected_acyclic_and_as_deep_as_counted", ALWAYS,
    ),
    Claim(
        Words("A layer's inputs and outputs are not the network's.", "层的输入和输出不是网络的输入和输出。"),
        "neurons.feedforward", "neurons-7-play",
        "demos/test_feedforward.py::test_inputs_and_outputs_of_an_inner_layer_are_not_those_of_the_network",
        Words("except the first layer's input and the last layer's output", "第一层的输入与最后一层的输出除外"),
    ),
    Claim(
        Words("A layer with N inputs and M outputs has an M × N matrix W, and y = φ(Wx + b).",
              "N 个输入、M 个输出的层有 M × N 的矩阵 W，且 y = φ(Wx + b)。"),
        "neurons.layer", "neurons-6-play", "demos/test_layer.py::test_the_weights_of_n_inputs_and_m_outputs_are_an_m_by_n_matrix", ALWAYS,
    ),
    Claim(
        Words("The lecture's network, 2-3-3-2, has depth 3; such networks are called multi-layer perceptrons.",
              "讲义中的 2-3-3-2 网络深度为 3；这类网络叫多层感知器。"),
        "neurons.feedforward", "neurons-7-play", "test_graph.py::test_network_of_the_lecture_has_29_parameters",
        Words("depth counts layers of weights; some authors count the input too", "深度指权重层的数目；有的作者也把输入层算在内"),
    ),
    Claim(
        Words("One unit cannot compute XOR.", "一个单元算不出 XOR。"),
        "xor.one_unit", "xor-1-play", "demos/test_one_unit.py::test_no_setting_gets_four_rows_and_the_best_is_three",
        Words("any unit that answers by the side of a line, whatever its rising activation; 3 of 4 rows at best", "凡以直线一侧作答的单元，无论其单调上升的激活函数为何；最多 4 行中的 3 行"),
    ),
    Claim(
        Words("XOR is the classic reason for several layers: two are enough.", "XOR 是需要多层的经典理由：两层就够。"),
        "xor.xor_network", "xor-2-play", "demos/test_xor_network.py::test_four_points_become_three_and_only_then_does_one_line_separate_them",
        Words("for these two inputs; an added input x₁x₂ would do as well", "就这两个输入而言；另加一个输入 x₁x₂ 也可以"),
    ),
    Claim(
        Words("XOR(a, b) = (a OR b) AND NOT (a AND b).", "XOR(a, b) = (a OR b) AND NOT (a AND b)。"),
        "xor.decompositions", "xor-gates-play", "demos/test_decompositions.py::test_xor_is_or_and_not_and",
        Words("one of 16 ways to build it from three gates", "用三个门实现它的 16 种方式之一"),
    ),
    Claim(
        Words("With hard thresholds: weights 1, 1, −0.5 (OR); 1, 1, −1.5 (AND); 1, −1, −0.5 (the output).", "硬阈值下的权重：1, 1, −0.5（OR）；1, 1, −1.5（AND）；1, −1, −0.5（输出）。"),
        "xor.xor_network", "xor-2-play", "demos/test_xor_network.py::test_numbers_of_the_lecture_make_or_and_and_their_difference_which_is_xor",
        Words("hard thresholds; with σ(kz) in their place only from k = 2 ln 3 on", "硬阈值；换成 σ(kz) 后须 k ≥ 2 ln 3"),
    ),
    Claim(
        Words("A network of two layers can also learn XOR.", "两层网络也能学会 XOR。"),
        "xor.train_xor", "xor-4-play", "demos/test_train_xor.py::test_two_units_are_enough_to_compute_xor_but_only_about_half_of_the_networks_find_out",
        Words("not from every start; success grows with the number of hidden units", "并非从每个起点都行；隐藏单元越多越容易成功"),
    ),
    Claim(
        Words("The perceptron rule finds a line if there is one.", "只要存在分界线，感知器学习规则就能找到。"),
        "xor.perceptron_rule", "xor-5-play", "demos/test_perceptron_rule.py::test_a_line_exists_so_mistakes_run_out_below_the_bound",
        Words("separable data, at most (R/γ)² mistakes; on XOR it goes round for ever", "数据线性可分，错误至多 (R/γ)² 次；在 XOR 上永远循环"),
    ),
    Claim(
        Words("Parity, the XOR of many bits, is often named as the reason for depth.", "奇偶校验（多位的 XOR）常被说成需要深度的理由。"),
        "xor.parity", "xor-6-play", "demos/test_parity.py::test_parity_does_not_separate_deep_from_shallow_one_layer_takes_fewest",
        Words("only for AND-terms, 2ⁿ⁻¹ of them; one layer of n threshold units does it", "只对 2ⁿ⁻¹ 个与门的做法成立；一层 n 个阈值单元就够"),
    ),
]  # fmt: skip


def _row(claim):
    notebook = NOTEBOOKS[claim.cell.split("-")[0]]
    shown = f'<a href="{notebook}">{claim.cell}</a>' + (f"<br><code>{claim.demo}</code>" if claim.demo else "")
    test = claim.test.replace("::", "::<wbr>").replace("_", "_<wbr>")
    cells = block(claim.says), shown, f"<code>{test}</code>", block(claim.condition)
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def ledger():
    """All claims as a table: claim, where it is shown, which test asserts it, under which conditions it is true.
    全部论断一览：论断、展示之处、验证它的测试、成立的条件。
    """
    heads = Words("claim", "论断"), Words("shown by", "展示"), Words("test", "测试"), Words("true when", "何时成立")
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in heads)
    return HTML(f"<table><tr>{head}</tr>{''.join(map(_row, CLAIMS))}</table>")
