import re

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.datasets import DATASETS, REGRESSION
from course_nn.features import FEATURES
from course_nn.playground.mathematics import experiment
from course_nn.playground.mathematics.links import INPUTS, SURFACES
from course_nn.playground.mathematics.tfplayground import CLASSES, HEIGHTS, Program, State, from_link, link, read

# Losses (train, test) before the first and after 1, 10 and 50 epochs, and how many weights L1 has killed by then,
# computed by the original program: tensorflow/playground's nn.ts, dataset.ts and state.ts as they are, playground.ts
# without what only draws, compiled by TypeScript 2.9 and run in Node 20 with seedrandom 2.4.3 and d3 3.5.17.
RUNS = [
    (
        "activation=relu&dataset=xor&networkShape=4&seed=0.35097",
        [
            (0.6419584545327988, 0.608805573476203),
            (0.37722595923230534, 0.3645816357299128),
            (0.11038314322023804, 0.10359699370660586),
            (0.024866694890521027, 0.02720892342933234),
        ],
        0,
    ),
    (
        "batchSize=30&noise=25&seed=0.05477&discretize=true&percTrainData=70",
        [
            (0.5202813895447209, 0.5287860271062733),
            (0.5132067429916893, 0.5177946803852362),
            (0.4958939496984917, 0.49109663107620916),
            (0.3874280386118078, 0.3921494872285258),
        ],
        0,
    ),
    (
        "activation=sigmoid&regularization=L1&batchSize=7&dataset=gauss&learningRate=0.1&regularizationRate=0.03&"
        "noise=50&networkShape=8,5&seed=0.71210&percTrainData=60&xTimesY=true",
        [
            (0.506226796310842, 0.5048564261170256),
            (0.4883980258593553, 0.49789379888548374),
            (0.4990385857221667, 0.5026201984002209),
            (0.49903858572204984, 0.5026201984009666),
        ],
        69,
    ),
    (
        "batchSize=11&dataset=spiral&learningRate=0.01&noise=10&networkShape=8,8,6&seed=0.90210&percTrainData=90&"
        "xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true",
        [
            (0.5243219716070848, 0.5215895017873694),
            (0.5086360525558665, 0.5109025505560193),
            (0.4925363158763366, 0.5041595965528566),
            (0.42177189728991354, 0.4404001036817871),
        ],
        0,
    ),
    (
        "activation=relu&regularization=L2&batchSize=4&dataset=spiral&regularizationRate=0.003&"
        "networkShape=6,5,4,3,2,1&seed=0.44444&cosX=true&sinX=true",
        [
            (0.5078431308697527, 0.5005223451885745),
            (0.4992702864011096, 0.5012853579572097),
            (0.4991703558723238, 0.5028457007052667),
            (0.4991819609781721, 0.5028298509389605),
        ],
        0,
    ),
    (
        "activation=linear&batchSize=1&learningRate=0.001&noise=35&networkShape=&seed=0.12345&showTestData=true&"
        "percTrainData=20&problem=regression",
        [
            (0.06826279640398013, 0.06964997260081579),
            (0.01721042697790737, 0.01748118989509648),
            (0.01363087415257211, 0.01480240075505853),
            (0.013578262610470494, 0.014868225689212164),
        ],
        0,
    ),
    (
        "regularization=L1&batchSize=17&regDataset=reg-gauss&regularizationRate=0.001&noise=15&networkShape=6,4&"
        "seed=0.65432&percTrainData=80&problem=regression",
        [
            (0.060851836860150214, 0.06038919180091799),
            (0.04615107224838678, 0.044125161729449004),
            (0.03491290113541392, 0.032011895210345934),
            (0.027013080605938853, 0.02259083524155745),
        ],
        3,
    ),
    (
        "activation=relu&regularization=L2&batchSize=28&regDataset=reg-gauss&regularizationRate=0.01&"
        "networkShape=5,3&seed=0.31415&percTrainData=10&x=false&ySquared=true&problem=regression",
        [
            (0.8056974760574834, 0.8071258817191735),
            (0.05562045462823522, 0.050908947706749016),
            (0.04792958918616721, 0.047175612153319835),
            (0.04754999793420329, 0.04735267493507562),
        ],
        0,
    ),
    (
        "activation=sigmoid&batchSize=9&dataset=xor&learningRate=3&noise=5&networkShape=3,2&seed=0.00001&"
        "percTrainData=40&xTimesY=true&initZero=true&hideText=true",
        [
            (0.5, 0.5),
            (0.5197135796712957, 0.5815227010535546),
            (0.0006664723239722503, 0.002536564766559677),
            (9.43286399678208e-05, 0.0013817669833209852),
        ],
        0,
    ),
    (
        "activation=relu&regularization=L1&batchSize=13&regularizationRate=0.3&networkShape=2,7&seed=hello.&"
        "percTrainData=30&xSquared=true&ySquared=true&ySquared_hide=true&playButton_hide=true",
        [
            (0.6884625494769614, 0.6924013255043227),
            (0.4303160749001361, 0.44059273180588054),
            (0.4989737934877534, 0.5051815181442407),
            (0.49861311343852066, 0.503317110162384),
        ],
        27,
    ),
    (
        "batchSize=251&dataset=gauss&learningRate=10&noise=80&networkShape=1&seed=0.99999&tutorial=intro",
        [
            (0.5462308437242396, 0.5290974422033635),
            (0.5462308437242396, 0.5290974422033635),
            (0.5462308437242396, 0.5290974422033635),
            (0.5462308437242396, 0.5290974422033635),
        ],
        0,
    ),
    (
        "activation=linear&regularization=L2&batchSize=30&dataset=spiral&learningRate=0.00001&"
        "regularizationRate=0.1&networkShape=16&seed=a-seed-of-many-letters&percTrainData=33.3&x=false&y=false&"
        "sinY=true&collectStats=true",
        [
            (0.499134574132056, 0.534070289837182),
            (0.4991333019323135, 0.5340681250280951),
            (0.4991237681765892, 0.5340580985159079),
            (0.49908158457197677, 0.5340136219371144),
        ],
        0,
    ),
    (
        "activation=sigmoid&regularization=L2&learningRate=0.1&regularizationRate=0.01&networkShape=8&seed=0.5&"
        "x=false&y=false&problem=regression",
        [
            (0.1222833598644002, 0.12818104314180617),
            (0.11632722057014606, 0.11966708158798747),
            (0.11630353859591594, 0.11965355176087682),
            (0.11624916705648945, 0.11962312913380328),
        ],
        0,
    ),
]
EXAMPLE = (
    "https://playground.tensorflow.org/#activation=relu&batchSize=10&dataset=xor&regDataset=reg-plane"
    "&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4&seed=0.35097&showTestData=false&discretize=false"
    "&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false"
    "&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false"
)


def losses(run):
    return run.train_loss, run.test_loss


@pytest.mark.parametrize("settings, expected, dead", RUNS)
def test_the_same_losses_as_the_original_program(settings, expected, dead):
    run = from_link("https://playground.tensorflow.org/#" + settings)
    for epoch, pair in zip((0, 1, 10, 50), expected):
        run.train(epoch - run.epoch)
        assert losses(run) == pytest.approx(pair, rel=1e-10)
    assert sum(layer.sum() for layer in run.dead) == dead


def test_the_example_to_six_digits_at_epochs_0_1_10_and_100():
    run, shown = from_link(EXAMPLE), {}
    for epoch in (0, 1, 10, 100):
        shown[epoch] = tuple(round(loss, 6) for loss in losses(run.train(epoch - run.epoch)))
    assert shown == {
        0: (0.641958, 0.608806),
        1: (0.377226, 0.364582),
        10: (0.110383, 0.103597),
        100: (0.012010, 0.016849),
    }


def test_training_in_parts_is_training_at_once():
    parts, whole = from_link(EXAMPLE + "&batchSize=30"), from_link(EXAMPLE + "&batchSize=30")
    assert losses(parts.train(2).train().train(4)) == losses(whole.train(7)) and parts.epoch == 7


def test_a_link_is_written_as_the_program_writes_it():
    assert link(read(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize("settings", [run[0] for run in RUNS])
def test_a_link_holds_the_whole_state(settings):
    state = read(settings)
    assert read(link(state)) == state


@pytest.mark.parametrize(
    "written",
    [
        "#" + EXAMPLE.partition("#")[2],
        EXAMPLE.partition("#")[2],
        "  " + EXAMPLE.replace("&seed", "\n  &seed") + " \n",
        EXAMPLE.replace("=4&", "=%34&").replace("reg-plane", "reg%2Dplane"),
        "".join(c if c.isalnum() else f"%{ord(c):02X}" for c in EXAMPLE),
        "http://localhost:8080/?tab=1#" + EXAMPLE.partition("#")[2],
        EXAMPLE.replace("dataset=xor", "dataset=circle&noise=20") + "&dataset=xor&noise=0",
        EXAMPLE.replace("&batchSize=10", "&batchSize=") + "&&",
    ],
)
def test_a_link_may_come_in_many_ways(written):
    assert read(written) == read(EXAMPLE)


def test_what_a_link_leaves_out_is_the_programs_default():
    assert read("https://playground.tensorflow.org/") == State() == read("playground.tensorflow.org/#")
    assert read("#seed=1") == State(seed="1") and read("networkShape=").networkShape == ()


def test_a_seed_is_taken_as_the_address_bar_shows_it():
    assert read("seed=a%20b").seed == "a%20b" and read("seed=种").seed == "%E7%A7%8D"
    assert read('seed=<">').seed == "%3C%22%3E"


def test_without_a_seed_a_run_chooses_five_digits_and_its_link_repeats_it():
    run = from_link("#dataset=gauss&noise=20")
    assert re.fullmatch(r"[01]\.\d{5}", run.state.seed)
    again = from_link(link(run.state))
    assert np.array_equal(run.X_train, again.X_train) and losses(run) == losses(again)


@pytest.mark.parametrize("noise, taken", [("80", 80), ("81", 50), ("-5", 0), ("2.5", 2.5)])
def test_noise_outside_of_its_range_is_replaced_as_in_the_program(noise, taken):
    assert read(f"noise={noise}").noise == taken


@pytest.mark.parametrize(
    "settings, said",
    [
        ("activation=rleu", ["activation 'rleu'", "did you mean 'relu'", "tanh, sigmoid, linear"]),
        ("regularization=l2", ["regularization 'l2'", "none, L1, L2"]),
        ("dataset=moons", ["dataset 'moons'", "circle, xor, gauss, spiral"]),
        ("regDataset=xor", ["regDataset 'xor'", "reg-plane, reg-gauss"]),
        ("problem=clustering", ["problem 'clustering'", "classification, regression"]),
        ("noize=5", ["key 'noize'", "did you mean 'noise'"]),
        ("hidden=5", ["key 'hidden'"]),
        ("batchSize=2.5", ["batchSize=2.5", "a whole number from 1 up"]),
        ("batchSize=1_0", ["batchSize=1_0", "a whole number from 1 up"]),
        ("learningRate=０.1", ["learningRate=０.1", "a number from 0 up"]),
        ("batchSize=0", ["batchSize=0", "a whole number from 1 up"]),
        ("percTrainData=100", ["percTrainData=100", "from 1 to 99"]),
        ("learningRate=fast", ["learningRate=fast", "a number from 0 up"]),
        ("learningRate=-1", ["learningRate=-1"]),
        ("regularizationRate=inf", ["regularizationRate=inf"]),
        ("noise=nan", ["noise=nan", "a number from 0 to 80"]),
        ("networkShape=4,,2", ["networkShape=4,,2", "each hidden layer"]),
        ("networkShape=4,x", ["networkShape=4,x"]),
        ("networkShape=0", ["networkShape=0"]),
        ("x=0", ["x=0", "true or false"]),
        ("hello", ["key 'hello'"]),
        ("https://playground.tensorflow.org/#noize", ["key 'noize'"]),
        ("", ["no settings"]),
        ("https://example.com/#", ["no settings"]),
    ],
)
def test_a_bad_part_of_a_link_is_named_in_both_languages(settings, said):
    with pytest.raises(BadInput) as caught:
        from_link(settings)
    assert all(part in caught.value.en for part in said)
    assert re.search("[\u4e00-\u9fff]", caught.value.zh)
    assert "no settings" in said or any(part in caught.value.zh for part in re.split("[=#]", settings))


@pytest.mark.parametrize("url", [None, 5, b"#seed=1"])
def test_what_is_no_text_is_no_link(url):
    for reader in (from_link, experiment.from_link):
        with pytest.raises(BadInput, match="a link is a text") as caught:
            reader(url)
        assert repr(url) in caught.value.en and "链接应为文本" in caught.value.zh


def test_a_learning_rate_of_zero_learns_nothing_here_and_is_named_in_the_playground():
    run = from_link("#learningRate=0&seed=1")
    before = losses(run)
    assert losses(run.train(3)) == before
    with pytest.raises(BadInput) as caught:
        experiment.from_link("#learningRate=0&seed=1")
    assert "learningRate=0," in caught.value.en and "learningRate=0.03" in caught.value.en
    assert "learningRate=0，" in caught.value.zh


def test_500_points_to_classify_and_1200_to_regress_are_split_as_asked():
    run = from_link("#percTrainData=33&seed=1")
    assert run.X_train.shape == (165, 2) and run.X_test.shape == (335, 2) and run.y_test.shape == (335,)
    run = from_link("#percTrainData=80&seed=1&problem=regression")
    assert run.X_train.shape == (960, 2) and run.y_train.shape == (960,) and run.X_test.shape == (240, 2)


def all_points(settings):
    run = from_link(settings)
    return np.concatenate([run.X_train, run.X_test]), np.concatenate([run.y_train, run.y_test])


def test_its_exclusive_or_is_positive_where_the_signs_are_equal():
    X, y = all_points("#dataset=xor&seed=7")
    assert np.array_equal(y, np.sign(X[:, 0] * X[:, 1])) and np.abs(X).min() >= 0.3


def test_its_noise_free_spiral_holds_the_origin_once_in_each_class():
    X, y = all_points("#dataset=spiral&seed=7")
    assert sorted(y[np.all(X == 0, axis=1)]) == [-1, 1]


def test_its_plane_rises_along_the_diagonal():
    X, y = all_points("#problem=regression&seed=7")
    assert np.allclose(y, X.sum(axis=1) / 10)


def test_features_come_in_the_programs_order_and_cosines_and_hidden_ones_not_at_all():
    every = "&".join(f"{f}=true" for f in "sinY sinX cosX cosY xTimesY ySquared xSquared".split())
    run = from_link(f"#seed=1&{every}")
    assert run.features == ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")
    some = from_link(f"#seed=1&{every}&ySquared_hide=true&x_hide=true&sinX_hide=false").features
    assert some == ("x2", "x1_squared", "x1_x2", "sin_x1", "sin_x2")
    assert run.network.sizes == (7, 4, 2, 1)


def test_a_link_has_a_key_for_every_feature_of_the_course():
    assert sorted(INPUTS.values()) == sorted(FEATURES) and set(INPUTS) <= set(State._fields)
    assert {*CLASSES, *SURFACES.values()} <= {*DATASETS, *REGRESSION} and set(SURFACES) == set(HEIGHTS)


def test_the_answer_is_the_network_on_the_features_of_the_points():
    run = from_link("#seed=1&x=false&y=false&xTimesY=true&sinX=true").train(3)
    points = np.array([[1.0, 2.0], [-3.0, 0.5]])
    inputs = np.stack([points[:, 0] * points[:, 1], np.sin(points[:, 0])], axis=1)
    assert np.array_equal(run.answer(points), run.network(inputs)[:, 0])


def test_without_any_feature_only_the_biases_learn():
    run = from_link("#seed=1&x=false&y=false").train(5)
    assert run.features == () and not run.network.weights[0].any()
    assert np.ptp(run.answer(run.X_test)) == 0 and run.network.biases[0].any()


def test_the_run_of_a_program_can_be_walked_back():
    program, early = from_link(EXAMPLE).train(7), from_link(EXAMPLE).train(3)
    finished(program.run.go(3 * program.run.n))
    assert losses(program) == losses(early) and program.epoch == 3


def test_moving_a_weight_moves_the_run():
    run = from_link(EXAMPLE)
    run.network.parameters[:] = 0
    assert losses(run) == (0.5, 0.5)  # tanh 0 = 0 against labels -1 and +1


def test_weights_start_between_minus_and_plus_a_half_and_biases_at_a_tenth_or_all_at_zero():
    run = from_link("#seed=3&networkShape=8,8")
    w = np.concatenate([W.ravel() for W in run.network.weights])
    assert -0.5 <= w.min() < -0.4 and 0.4 < w.max() < 0.5
    assert all(np.all(b == 0.1) for b in run.network.biases)
    assert not from_link("#seed=3&initZero=true").network.parameters.any()


def test_the_gradient_of_an_incomplete_batch_waits_for_the_next_epoch():
    run, by_hand = from_link("#seed=2&batchSize=200"), from_link("#seed=2&batchSize=200")  # 250 points: 200 and 50 over

    def gradient(rows):
        trace = by_hand.network.forward(by_hand.X_train[rows])
        return by_hand.network.backward(trace, trace.h[-1] - by_hand.y_train[rows, None]).copy()

    theta = by_hand.network.parameters
    theta -= 0.03 / 200 * gradient(slice(0, 200))
    assert np.allclose(run.train().network.parameters, theta, rtol=1e-12)
    left_over = gradient(slice(200, 250))
    theta -= 0.03 / 250 * (left_over + gradient(slice(0, 200)))
    assert np.allclose(run.train().network.parameters, theta, rtol=1e-12)


def test_a_batch_larger_than_the_training_set_never_learns():
    run = from_link("#seed=2&percTrainData=10&batchSize=51")
    before = losses(run)
    assert losses(run.train(20)) == before and run.epoch == 20


def test_the_penalty_pulls_weights_and_not_biases_and_is_no_part_of_the_loss():
    step = "#seed=4&batchSize=250&learningRate=0.1"  # one step an epoch
    plain, l2 = from_link(step), from_link(step + "&regularization=L2&regularizationRate=0.5")
    start = [W.copy() for W in plain.network.weights]
    assert losses(plain) == losses(l2)
    plain.train(), l2.train()
    assert all(np.array_equal(a, b) for a, b in zip(plain.network.biases, l2.network.biases))
    assert all(np.allclose(a - 0.1 * 0.5 * w, b) for a, b, w in zip(plain.network.weights, l2.network.weights, start))


def test_a_weight_that_l1_has_killed_stays_at_zero():
    run, before = from_link("#seed=4&dataset=gauss&regularization=L1&regularizationRate=0.1&noise=40"), 0
    for _ in range(8):
        run.train(2)
        dead = np.concatenate([layer.ravel() for layer in run.dead])
        weights = np.concatenate([W.ravel() for W in run.network.weights])
        assert not weights[dead].any() and dead.sum() >= before
        before = dead.sum()
    assert before > 0


def test_a_dead_weight_set_by_hand_counts_in_the_answer_and_is_not_trained():
    run = from_link("#seed=4&dataset=gauss&regularization=L1&regularizationRate=0.1&noise=40").train(16)
    layer, killed = next((k, dead) for k, dead in enumerate(run.dead) if dead.any())
    before = run.train_loss
    run.network.weights[layer][killed] = 0.7
    assert run.train_loss != before
    run.train(3)
    assert np.all(run.network.weights[layer][killed] == 0.7)


def test_l2_kills_nothing_even_when_it_overshoots_zero():
    run = from_link("#seed=4&regularization=L2&regularizationRate=3&learningRate=0.5").train(5)
    assert not any(layer.any() for layer in run.dead)


def test_divergence_ends_a_run_with_a_reason_in_both_languages():
    run = from_link("#seed=1&problem=regression&xSquared=true&learningRate=10&activation=linear").train(500)
    stopped = run.epoch
    assert stopped < 500 and not np.isfinite(run.train_loss)
    assert "learningRate=10" in run.reason.en and "学习率" in run.reason.zh
    assert run.train(3).epoch == stopped


def test_a_run_starts_from_a_state_as_well_as_from_a_link():
    assert losses(Program(read(EXAMPLE)._replace(noise=10))) == losses(from_link(EXAMPLE + "&noise=10"))
