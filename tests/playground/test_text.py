"""The playground: what its text states is what the demo does."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.playground import questions
from course_nn.playground.picture.controls import CONTROLS
from course_nn.playground.picture.demo import playground

NOTEBOOK = "playground"
LINK = "https://playground.tensorflow.org/#activation=relu&batchSize=10&dataset=xor&networkShape=4&seed=0.35097"


@pytest.fixture
def begin():
    """begin(**values): the demo, closed in the end."""
    demos = []

    def begin(**values):
        demos.append(playground(**values))
        return demos[-1]

    yield begin
    for demo in demos:
        demo.close()


def test_time_goes_back_to_epoch_5_and_forth_again_to_the_same_run(says, begin):
    demo = begin(epoch=12)
    losses, curves = demo.result.losses, demo.result.curves
    demo.set(epoch=5)
    assert demo.result.losses != losses
    demo.set(epoch=12)
    assert demo.result.losses == losses and np.array_equal(demo.result.curves, curves)
    says(NOTEBOOK, "playground-1-try", 5)


def test_the_largest_learning_rate_makes_a_linear_network_on_the_plane_diverge(says, begin):
    largest = CONTROLS["learning_rate"].high
    says(NOTEBOOK, "playground-1-try", largest)
    demo = begin(data="plane", activation="linear", learning_rate=largest)
    demo.set(epoch=5)
    assert "diverged" in demo.result.reason.en and "too large" in demo.result.reason.en
    demo.set(learning_rate=CONTROLS["learning_rate"].start, epoch=5)
    assert demo.result.losses[0] < 0.01


def test_sample_by_sample_the_weights_stand_still_until_a_batch_is_full(begin):
    demo = begin()
    network, size = demo.result.experiment.run.network, demo.values["batch_size"]
    start = network.parameters.copy()
    demo.set(sample=size - 1)
    assert np.array_equal(network.parameters, start)
    demo.set(sample=size)
    assert not np.array_equal(demo.result.experiment.run.network.parameters, start)


def test_from_zeros_tanh_moves_the_last_bias_alone_and_sigmoid_moves_all_units_alike(begin):
    for activation in ("tanh", "sigmoid"):
        network = begin(init="zeros", hidden="8", learning_rate=0.1, epoch=100, activation=activation)
        (W, v), (b, c) = (parts(network) for parts in (weights_of, biases_of))
        assert c != 0 and np.ptp(W, axis=0).max() < 1e-12 and np.ptp(v) < 1e-12 and np.ptp(b) < 1e-12
        assert bool(W.any() and v.any() and b.any()) == (activation == "sigmoid")


def weights_of(demo):
    return [W.copy() for W in demo.result.experiment.run.network.weights]


def biases_of(demo):
    return [b.copy() for b in demo.result.experiment.run.network.biases]


def test_the_question_on_zeros_is_answered_by_the_bias():
    assert questions.started_at_zero() == "bias" and questions.one_feature() == "x1_x2"


def test_own_data_are_scaled_into_the_square_and_two_values_are_two_classes(says, begin):
    rows = [(20 + 2 * k, k % 7) for k in range(60)]
    kinds = {"words": lambda b: "warm" if b > 3 else "cold", "digits": lambda b: int(b > 3), "numbers": lambda b: b}
    for kind, last in kinds.items():
        demo = begin(data="own", table="\n".join(f"{a},{b},{last(b)}" for a, b in rows))
        experiment = demo.result.experiment
        assert len(experiment.class_names) == (0 if kind == "numbers" else 2)
        for column in experiment.table.X.T:
            says(NOTEBOOK, "playground-4-data", column.min(), column.max())


def test_the_loss_of_a_link_is_half_the_square_on_a_tanh_output_without_the_penalty(begin):
    demo = begin(link=LINK + "&regularization=L2&regularizationRate=0.1", epoch=3)
    run = demo.result.experiment.run
    for loss, (X, T) in zip(demo.result.losses, (run.train, run.test)):
        f = run.network(X)
        assert np.all(np.abs(f) < 1) and set(np.unique(T)) == {-1, 1}
        assert loss == pytest.approx(np.mean((f - T) ** 2) / 2)
    assert demo.result.losses[2] > 0


def test_the_exercise_wants_95_per_cent_within_500_epochs(says, monkeypatch):
    says(NOTEBOOK, "playground-build", 95, 500)
    shares = iter((0.95, 0.949))
    monkeypatch.setattr(questions, "right_after", lambda epochs, **settings: next(shares))
    assert questions.judge_spiral(dict(epochs=500)).voice == "right"
    assert questions.judge_spiral(dict(epochs=500)).voice == "almost"
    with pytest.raises(BadInput, match="500"):
        questions.judge_spiral(dict(epochs=501))
