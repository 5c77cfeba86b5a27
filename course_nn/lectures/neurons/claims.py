"""Claims of lecture 1, neurons."""

from course_nn.common.words import Words
from course_nn.notebook.claims import ALWAYS, Claim, Tried

CLAIMS = [
    Claim(
        Words(
            "The brain has about 10¹⁵ synapses: 10¹¹ neurons with 10⁴ each.",
            "大脑约有 10¹⁵ 个突触：10¹¹ 个神经元，每个有 10⁴ 个。",
        ),
        "",
        "neurons-synapses",
        "house/test_claims.py::test_the_brain_has_about_1e15_synapses",
        Words(
            "orders of magnitude; counts of neurons come nearer to 0.86 · 10¹¹ (Azevedo et al. 2009)",
            "只就数量级而言；实测神经元数更接近 0.86 · 10¹¹（Azevedo 等，2009）",
        ),
    ),
    Claim(
        Words(
            "A neuron has dendrites, a cell body with a nucleus, and a branching axon with terminals.",
            "神经元有树突、含细胞核的胞体，以及带分支和末梢的轴突。",
        ),
        "neurons.anatomy",
        "neurons-anatomy",
        "lectures/neurons/test_anatomy.py::test_every_part_of_the_lecture_is_drawn_named_and_explained",
        Words("the textbook neuron; some have no axon", "指教科书中的典型神经元；有些神经元没有轴突"),
    ),
    Claim(
        Words("Impulses are weighted by the strength of their synapse and added up.", "冲动按突触强度加权后相加。"),
        "neurons.integrate_and_fire",
        "neurons-2-play",
        "lectures/neurons/test_integrate_and_fire.py::test_until_the_first_spike_voltage_is_the_weighted_sum_of_what_has_not_leaked_away",
        Words("in the integrate-and-fire model, between spikes", "在积分发放模型中，两次脉冲之间"),
    ),
    Claim(
        Words(
            "The voltage accumulates, and a spike follows once a threshold is passed.",
            "电压不断累积，越过阈值就发放脉冲。",
        ),
        "neurons.integrate_and_fire",
        "neurons-2-play",
        "lectures/neurons/test_integrate_and_fire.py::test_it_fires_at_the_threshold_and_a_higher_threshold_makes_it_fire_less",
        Words("in the integrate-and-fire model", "在积分发放模型中"),
    ),
    Claim(
        Words("Firing is strongly non-linear: all or nothing.", "发放是强非线性的：全或无。"),
        "neurons.action_potential",
        "neurons-1-play",
        "lectures/neurons/test_action_potential.py::test_the_answer_is_all_or_nothing",
        Words(
            "in the equations of the squid's axon, at 6.3 °C: a pulse of 0.5 ms that is 0.1% stronger lifts the peak by "
            "more than 80 mV",
            "在枪乌贼轴突的方程中，6.3 °C：0.5 ms 的刺激增强 0.1%，峰值就升高 80 mV 以上",
        ),
        {
            "short": Tried(Words("a pulse of 0.2 ms", "刺激 0.2 ms"), "stays"),
            "long": Tried(Words("a pulse of 2 ms", "刺激 2 ms"), "stays"),
            "warm": Tried(Words("18 °C", "18 °C"), "stays"),
            "hot": Tried(Words("28 °C", "28 °C"), "reversed"),
        },
    ),
    Claim(
        Words(
            "Rest −70 mV, threshold near −55 mV, peak near +40 mV.", "静息电位 −70 mV，阈值约 −55 mV，峰值约 +40 mV。"
        ),
        "neurons.action_potential",
        "neurons-1-play",
        "lectures/neurons/test_action_potential.py::test_threshold_and_peak_are_those_of_the_lecture_and_rest_is_five_higher",
        Words(
            "squid axon: rest −65 mV by convention; threshold as the highest failed initiation of a 0.5 ms pulse",
            "枪乌贼轴突：静息电位按约定为 −65 mV；阈值取 0.5 ms 刺激下未能触发时的最高电压",
        ),
    ),
    Claim(
        Words(
            "Five phases: stimulus, depolarization (Na⁺ in), repolarization (K⁺ out), hyperpolarization, rest.",
            "五个阶段：刺激、去极化（Na⁺ 流入）、复极化（K⁺ 流出）、超极化、恢复静息电位。",
        ),
        "neurons.action_potential",
        "neurons-1-play",
        "lectures/neurons/test_action_potential.py::test_the_first_picture_shows_all_five_phases_in_order_and_a_failure_shows_none",
        Words(
            "within 5 ms only in a warm axon; about 16 ms at 6.3 °C",
            "只有较暖的轴突在 5 ms 内完成；6.3 °C 时约需 16 ms",
        ),
    ),
    Claim(
        Words("Stimuli below threshold are failed initiations.", "低于阈值的刺激不能触发脉冲，只引起阈下反应。"),
        "neurons.action_potential",
        "neurons-1-play",
        "lectures/neurons/test_action_potential.py::test_weaker_stimuli_of_the_same_duration_fail_and_return_to_rest",
        Words("a single pulse; several may add up", "单个刺激；多个刺激可以累加"),
    ),
    Claim(
        Words(
            "The artificial neuron computes y = φ(wᵀx + b): weighting, summation, activation.",
            "人工神经元计算 y = φ(wᵀx + b)：加权、求和、激活。",
        ),
        "neurons.neuron",
        "neurons-3-play",
        "lectures/neurons/test_neuron.py::test_output_is_the_activation_of_the_weighted_sum",
        ALWAYS,
    ),
    Claim(
        Words(
            "It is far simpler than a neuron, and looks like its firing rate.",
            "人工神经元比真实神经元简单得多，其激活函数的形状近似发放率曲线。",
        ),
        "neurons.integrate_and_fire",
        "neurons-2-play",
        "lectures/neurons/test_integrate_and_fire.py::test_relu_and_sigmoid_follow_the_firing_rate",
        Words(
            "for the rate under steady drive, and better than a straight line does; with a short τ only the sigmoid stays close; "
            "the timing of spikes is lost",
            "仅指恒定驱动下的发放率，且优于直线；τ 较短时只有 sigmoid 仍然接近；但丢掉了脉冲时刻的信息",
        ),
    ),
    Claim(
        Words(
            "Half as many impulses of twice the strength make a neuron fire more often.",
            "冲动数减半、强度加倍，神经元发放得更频繁。",
        ),
        "neurons.integrate_and_fire",
        "neurons-2-play",
        "lectures/neurons/test_integrate_and_fire.py::test_fewer_and_stronger_impulses_fire_it_more_often_until_the_mean_drive_is_far_above_the_threshold",
        Words(
            "measured: in the integrate-and-fire model, while the mean drive of the impulses, which arrive by chance, "
            "stays below the threshold",
            "实测：在积分发放模型中，冲动随机到达，平均驱动低于阈值时如此",
        ),
        {
            "alone": Tried(Words("no inhibition", "没有抑制"), "stays"),
            "short": Tried(Words("τ = 10 ms", "τ = 10 ms"), "stays"),
            "high": Tried(Words("a threshold of −50 mV", "阈值 −50 mV"), "stays"),
            "above": Tried(
                Words("a drive far above the threshold: −62 mV, τ = 30 ms", "驱动远高于阈值：−62 mV，τ = 30 ms"),
                "reversed",
            ),
        },
    ),
    Claim(
        Words(
            "Units in a directed acyclic graph make a feed-forward network; a recurrent one may have cycles.",
            "单元组成有向无环图，就是前馈网络；循环网络可以有环。",
        ),
        "neurons.feedforward",
        "neurons-6-play",
        "lectures/neurons/test_graph.py::test_an_order_or_a_cycle_and_never_both",
        ALWAYS,
    ),
    Claim(
        Words("A fully connected layer connects every input with every output.", "全连接层把每个输入与每个输出相连。"),
        "neurons.layer",
        "neurons-5-play",
        "lectures/neurons/test_graph.py::test_layers_are_fully_connected_acyclic_and_as_deep_as_counted",
        ALWAYS,
    ),
    Claim(
        Words("A layer's inputs and outputs are not the network's.", "某一层的输入和输出并不是网络的输入和输出。"),
        "neurons.feedforward",
        "neurons-6-play",
        "lectures/neurons/test_feedforward.py::test_inputs_and_outputs_of_an_inner_layer_are_not_those_of_the_network",
        Words("except the first layer's input and the last layer's output", "第一层的输入与最后一层的输出除外"),
    ),
    Claim(
        Words(
            "A layer with N inputs and M outputs has an M × N matrix W, and y = φ(Wx + b).",
            "N 个输入、M 个输出的层有 M × N 的矩阵 W，且 y = φ(Wx + b)。",
        ),
        "neurons.layer",
        "neurons-5-play",
        "lectures/neurons/test_layer.py::test_the_weights_of_n_inputs_and_m_outputs_are_an_m_by_n_matrix",
        ALWAYS,
    ),
    Claim(
        Words(
            "The lecture's network, 2-3-3-2, has depth 3; such networks are called multi-layer perceptrons.",
            "讲义中的 2-3-3-2 网络深度为 3；这类网络叫多层感知机。",
        ),
        "neurons.feedforward",
        "neurons-6-play",
        "lectures/neurons/test_graph.py::test_network_of_the_lecture_has_29_parameters",
        Words(
            "depth counts layers of weights; some authors count the input too",
            "深度指权重层的数目；有的作者也把输入层算在内",
        ),
    ),
]
