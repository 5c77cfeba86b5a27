"""Data, features, network, loss and rules make an experiment, and its numbers mean what they say."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import DATASETS, REGRESSION
from course_nn.features import featurize
from course_nn.playground.mathematics import tfplayground
from course_nn.playground.mathematics.experiment import GOES_WITH, as_link, begin, from_link
from course_nn.playground.mathematics.run import Rules
from course_nn.playground.mathematics.settings import START, Settings

TABLE = "1,2,cat\n3,4,dog\n5,6,cat\n7,8,dog\n2,2,cat"


@pytest.mark.parametrize("data", [*DATASETS, *REGRESSION])
def test_every_data_set_is_learned_better_than_it_was_guessed(data):
    run = begin(data, hidden=(8, 8), activations=("tanh", "tanh"), rules=Rules(0.01, "adam")).run
    before = run.losses()
    list(run.go(60 * run.n))
    assert run.losses()[0] < before[0] and run.losses()[1] < before[1]


@pytest.mark.parametrize("loss", GOES_WITH)
def test_every_loss_learns_two_classes_and_the_sign_of_the_answer_is_the_class(loss):
    experiment = begin("gauss", loss=loss, rules=Rules(0.05))
    list(experiment.run.go(20 * experiment.run.n))
    train, test = experiment.confusion()
    assert np.trace(train) >= 0.99 * train.sum() and np.trace(test) >= 0.99 * test.sum()
    assert train.sum() == len(experiment.train) and test.sum() == len(experiment.test)


@pytest.mark.parametrize("loss", ["hinge", "binary_cross_entropy"])
def test_a_loss_for_classes_refuses_numbers(loss):
    with pytest.raises(BadInput, match="takes classes"):
        begin("plane", loss=loss)


def test_without_an_input_it_says_so():
    with pytest.raises(BadInput, match="at least one feature"):
        begin(features=())


def test_the_share_parts_training_from_test_samples():
    experiment = begin(share=0.1)
    assert (len(experiment.train), len(experiment.test)) == (50, 450)
    assert np.array_equal(experiment.run.train[0], featurize(experiment.train, ("x1", "x2")))


def test_the_shade_of_cross_entropy_is_twice_the_probability_less_one():
    F = np.linspace(-9, 9, 50)
    assert np.allclose(begin().shade(F), 2 / (1 + np.exp(-F)) - 1)


def test_gradient_norms_agree_with_differences():
    experiment = begin(hidden=(3,), activations=("tanh",))
    run, network = experiment.run, experiment.run.network
    slopes = np.zeros_like(network.parameters)
    for k in range(len(slopes)):
        step = np.eye(len(slopes))[k] * 1e-6
        plus, minus = (
            run.loss.l(network.with_parameters(network.parameters + s)(run.train[0]), run.train[1]).mean()
            for s in (step, -step)
        )
        slopes[k] = (plus - minus) / 2e-6
    assert np.allclose(experiment.gradients(), [np.linalg.norm(W) for W in network.split(slopes)[0]], rtol=1e-5)


def test_a_unit_is_dead_if_no_sample_moves_it():
    experiment = begin(hidden=(2,), activations=("relu",))
    experiment.run.network.weights[0] = np.array([[1, 0], [0, 0]])
    experiment.run.network.biases[0] = np.array([0, -1])
    assert experiment.dead()[0].tolist() == [False, True]


def test_the_line_of_two_hidden_units_is_where_the_output_turns():
    experiment = begin()
    points, line = experiment.hidden()
    network = experiment.run.network
    assert np.array_equal(points, network.forward(experiment.run.train[0]).h[-2])
    assert np.allclose(line @ network.weights[-1][0] + network.biases[-1], 0)


@pytest.mark.parametrize("units", [3, 8])
def test_no_two_directions_show_more_of_the_hidden_space(units):
    experiment = begin(hidden=(units,), activations=("tanh",))
    points, line = experiment.hidden()
    h = experiment.run.network.forward(experiment.run.train[0]).h[-2]
    largest = np.sort(np.linalg.eigvalsh(np.cov(h.T)))[:-3:-1]
    assert np.allclose(np.cov(points.T), np.diag(largest)) and np.isnan(line).all()


def test_own_data_with_named_classes_are_taken_and_shuffled_by_the_seed():
    experiment = begin("own", share=0.6, table=TABLE)
    assert experiment.class_names == ("cat", "dog") and len(experiment.train) == 3
    assert sorted(np.concatenate([experiment.y_train, experiment.y_test])) == [0, 0, 0, 1, 1]
    with pytest.raises(BadInput, match="no data of your own"):
        begin("own")


BASE = "https://playground.tensorflow.org/#"
LINKS = [
    "activation=relu&batchSize=10&dataset=xor&networkShape=4&seed=0.35097",
    "activation=tanh&batchSize=7&dataset=spiral&networkShape=4,2&seed=0.1&regularization=L1&regularizationRate=0.01&noise=10",
    "activation=sigmoid&batchSize=30&dataset=circle&networkShape=&seed=0.7&xSquared=true&ySquared=true&percTrainData=30",
    "activation=linear&problem=regression&regDataset=reg-gauss&networkShape=3&seed=0.2&regularization=L2&regularizationRate=0.003",
    "dataset=gauss&networkShape=2&seed=0.5&initZero=true&sinX=true",
]


@pytest.mark.parametrize("link", LINKS)
def test_the_run_of_a_link_is_that_of_the_program(link):
    program, (experiment, settings) = tfplayground.from_link(BASE + link), from_link(BASE + link)
    for epoch in (0, 1, 5, 12):
        program.train(epoch - program.epoch)
        list(experiment.run.go(epoch * experiment.run.n))
        assert np.allclose(experiment.run.losses()[:2], (program.train_loss, program.test_loss), rtol=1e-12)
    list(experiment.run.go(3 * experiment.run.n + 4))  # and back, with the connections that L1 has killed since
    list(experiment.run.go(12 * experiment.run.n))
    assert np.allclose(experiment.run.network.parameters, program.network.parameters, rtol=1e-12)
    assert begin(**settings.structure.arguments()).features == experiment.features


def test_a_link_changes_the_settings_that_it_names_and_leaves_the_others():
    _, settings = from_link(BASE + LINKS[1] + "&showTestData=true", START)
    values = settings.values()
    names = ["data", "noise", "batch_size", "penalty", "rate", "show_test", "loss"]
    assert [values[name] for name in names] == ["spiral", 10, 7, "l1", 0.01, True, "squared_error"]
    assert settings.changed(START) == {"data", "noise", "batch_size", "penalty", "rate", "show_test", "loss", "link"}


def test_a_penalty_chosen_after_a_link_without_one_has_the_rate_that_is_shown():
    experiment, settings = from_link(BASE + LINKS[0])
    assert experiment.run.rules.rate == settings.rules.rate > 0


def test_of_a_link_the_playground_cannot_show_it_says_so():
    for link in ("networkShape=9", "networkShape=1,1,1,1,1,1,1", "x=false&y=false"):
        with pytest.raises(BadInput, match="the playground shows"):
            from_link(BASE + link)


def test_a_run_of_the_program_takes_another_learning_rate_but_no_adam():
    experiment, _ = from_link(BASE + LINKS[0])
    experiment.run.change(learning_rate=0.1)
    with pytest.raises(BadInput, match="gradient descent"):
        experiment.run.change(optimizer="adam")


SAYABLE = {  # in a link: values of controls, beside the loss of that page
    "data": ("circle", "xor", "gauss", "spiral", "plane", "hills"),
    "noise": (0, 35, 50),
    "share": (10, 50, 90),
    "seed": (0, 7, 999),
    "x1": (True, False),
    "sin_x2": (True, False),
    "x1_x2": (True, False),
    "hidden": ("", "8", "3, 2", "1, 2, 3, 4, 5, 6"),
    "activation": ("tanh", "relu", "sigmoid", "linear"),
    "init": ("glorot", "zeros"),
    "learning_rate": (1e-5, 0.03, 0.123456789, 10.0),
    "batch_size": (1, 30, 500),
    "penalty": ("none", "l1", "l2"),
    "rate": (1e-4, 0.003, 10.0),
    "show_test": (True, False),
    "discretize": (True, False),
}
UNSAYABLE = {
    "data": "moons",
    "loss": "hinge",
    "init": "he",
    "activation": "swish",
    "optimizer": "adam",
    "dropout": 0.5,
}


def set_to(**values):
    return Settings.of(START.values() | {"loss": "squared_error"} | values)


def test_a_link_that_is_read_back_gives_the_same_settings():
    rng = np.random.default_rng(0)
    for _ in range(200):
        settings = set_to(**{name: values[rng.integers(len(values))] for name, values in SAYABLE.items()})
        link, unsaid = as_link(settings)
        read = from_link(link)[1]
        unused = {"rate"} if settings.rules.penalty == "none" else set()
        unused |= set() if settings.structure.hidden else {"activation"}
        assert not unsaid and settings.changed(read) - unused == {"link"}


@pytest.mark.parametrize("name", UNSAYABLE)
def test_what_a_link_cannot_say_is_named_and_nothing_else(name):
    assert as_link(set_to(**{name: UNSAYABLE[name]})) == ("", {name})


def test_the_loss_that_fits_numbers_can_be_said_and_the_one_that_fits_classes_cannot():
    assert as_link(set_to(data="plane", loss="best"))[0] and as_link(set_to(loss="best")) == ("", {"loss"})


@pytest.mark.parametrize("link", LINKS)
def test_a_run_that_came_from_a_link_has_that_very_link_and_with_another_rule_only_that_is_changed(link):
    _, settings = from_link(BASE + link)
    assert as_link(settings) == (BASE + link, set())
    faster = settings._replace(rules=settings.rules._replace(learning_rate=0.1))
    state = tfplayground.read(BASE + link)
    assert tfplayground.read(as_link(faster)[0]) == state._replace(learningRate=0.1)
