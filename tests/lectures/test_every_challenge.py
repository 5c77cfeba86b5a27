"""A challenge is solved within the tolerance that its words state, and not just outside of it.

EDGES has, for every challenge whose goal states a number that may be missed, results at that number: made of the few
fields that its judge reads, so that each stands a hair inside or outside of the limit that the words name.
"""

from importlib import import_module
from types import SimpleNamespace as Of

import numpy as np
import pytest
from offenders import expect_none

from course_nn.lectures import LECTURES
from course_nn.lectures.everybody.alphabet import TEST
from course_nn.stage import DEMOS
from course_nn.stage.controls import Values

for lecture in LECTURES.values():
    import_module(lecture.home)

ONES = np.ones(4)


def gaussian(coverage=(0.95, 0.95), nll=0.9):
    return Of(coverage=np.array([0, *coverage]), nll=np.full(10_000, nll)), {}


def softmax(p=0.0, total=0.0):
    return Of(p=np.array([0.6, 0.3, 0.1]) + [p, -p, 0], log_sum_exp=total), {}


def valley(kappa=100.0, x=1.0, steps=60):
    return Of(steps=steps), dict(kappa=kappa, angle=0.0, x1=x, x2=1.0)


def shrink(error=0.07, zeros=0.5):
    weights = import_module("course_nn.lectures.regularization.demos.shrink.picture").WEIGHTS
    return Of(tests=[[error]] * 99, zeros=[zeros * weights]), dict(lam=shrink_lam())


def shrink_lam():
    return import_module("course_nn.lectures.regularization.demos.shrink.picture").LAMS[0]


def stopping(regret=0.08, ran=60.0, wrong=0.2):
    return Of(stops=Of(regret=np.array([regret]), ran=np.array([ran]))), dict(show="patience", wrong=wrong)


def data(plain=0.05, shifted=0.13, rotated=0.11):
    return Of(errors=np.array([[plain], [shifted], [rotated]])), {}


def clipping(loss=0.0099, clipped=0.4, eta=1.0):
    return Of(losses=np.full((2, 5), loss), clipped=clipped), dict(view="digits", faulty=True, eta=eta)


def letter(bits=1.97, run=5, T=1.0):
    module = import_module("course_nn.lectures.everybody.demos.next_letter.picture")
    values = {name: control.start for name, control in module.CONTROLS.items()}
    return Of(held_out={values["order"]: bits}, order=values["order"], run=run, real=(5, 9)), values | dict(T=T)


def drawn(right=0.945, first=3.2):
    plan, panel = Of(shape="drawn", rates=[first]), Of(own=np.array([[right]]))
    return Of(plan=plan, panels=[None, panel]), dict(view="digits", wrong=True, method="gradient_descent")


def leaked(everything=0.0499):
    return Of(everything=everything, reported=0.5 * ONES), dict(data="noise", wall=1)


def pair(squared=0.901, entropy=0.0499):
    return Of(outputs={"squared": [squared], "entropy": [entropy]}), {}


def covariance(over):
    best = import_module("course_nn.lectures.losses.demos.covariance").BEST
    return Of(nll=best + over, probe_distance=4.0), dict(r1=-2.0, r2=2.0)


def metrics(found=80, alarms=320, ece=0.0149, eights=0.02):
    """Of 100 eights so many are found, beside so many false alarms."""
    y = np.zeros(1000)
    y[: int(1000 * eights)] = 1
    return Of(y=y, table=np.array([[4900 - alarms, alarms], [100 - found, found]]), ece=ece), {}


def law(here=0.0199, elsewhere=0.0199):
    return Of(law=Of(at=lambda size: here), bits=[0.0], sizes=[1], elsewhere=elsewhere), dict(
        reader="five", uncovered=True
    )


# demo: [(what the words say, a result just inside, one just outside)]
EDGES = {
    "neurons.action_potential": [
        (
            word,
            (Of(membrane=Of(threshold=1.0), phases=()), inside),
            (Of(membrane=Of(threshold=1.0), phases=()), outside),
        )
        for word, inside, outside in (
            ("5%", dict(strength=1.049, duration=0.3), dict(strength=1.052, duration=0.3)),
            ("0.3 ms", dict(strength=1.0, duration=0.3), dict(strength=1.0, duration=0.31)),
        )
    ],
    "neurons.integrate_and_fire": [
        (
            "20 Hz",
            (Of(drive=0, neuron=Of(threshold=15.0, rest=0.0), rates=20 * ONES), {}),
            (Of(drive=0, neuron=Of(threshold=15.0, rest=0.0), rates=19.8 * ONES), {}),
        ),
    ],
    "neurons.one_digit": [
        (
            word,
            (Of(cells=5, others=0.0499), dict(weights="mean", passes=90, digit=7)),
            (Of(cells=cells, others=others), dict(weights="mean", passes=passes, digit=7)),
        )
        for word, cells, others, passes in (("five", 6, 0.04, 90), ("5%", 5, 0.0501, 90), ("90%", 5, 0.04, 89))
    ],
    "primer.epochs": [
        (
            "5%",
            (Of(train_losses=1.049 * ONES, steps=4, best=1.0), dict(batch=1)),
            (Of(train_losses=1.052 * ONES, steps=4, best=1.0), dict(batch=1)),
        ),
    ],
    "primer.logistic_regression": [
        (
            "0.02",
            (Of(loss=1.0199, birds=Of(minimum=1.0)), dict(step=0)),
            (Of(loss=1.0202, birds=Of(minimum=1.0)), dict(step=0)),
        ),
    ],
    "activations.gallery": [("above 1", (Of(slope=1.01), {}), (Of(slope=1.0), {}))],
    "activations.squash": [
        ("0.02", (Of(exact=(mean, var)), dict(activation="tanh")), (Of(exact=(far, off)), dict(activation="tanh")))
        for mean, var, far, off in ((0.0199, 1.0, 0.0202, 1.0), (0.0, 1.0199, 0.0, 1.0202), (0.0, 0.981, 0.0, 0.979))
    ],
    "activations.zero_centred": [
        ("0.01", (Of(distances=np.full((2, 60), 0.0099)), at), (Of(distances=np.full((2, 60), 0.0102)), at))
        for at in (dict(centred=True, step=40),)
    ]
    + [
        (
            "40 steps",
            (Of(distances=np.zeros((2, 60))), dict(centred=True, step=40)),
            (Of(distances=np.zeros((2, 60))), dict(centred=True, step=41)),
        )
    ],
    "activations.dying_relu": [
        (
            "0.01",
            (Of(losses={"relu": 0.0099 * ONES}, is_dead=np.zeros(4, bool)), dict(activation="relu", epoch=0)),
            (Of(losses={"relu": 0.0101 * ONES}, is_dead=np.zeros(4, bool)), dict(activation="relu", epoch=0)),
        ),
    ],
    "activations.prelu": [
        ("−0.2", (Of(alpha=-0.202), dict(slope=-1.0, epoch=9)), (Of(alpha=-0.198), dict(slope=-1.0, epoch=9))),
    ],
    "activations.race": [
        (
            "5 times",
            (Of(ratios={"sigmoid": 5 * ONES}), dict(tuned=True)),
            (Of(ratios={"sigmoid": 4.95 * ONES}), dict(tuned=True)),
        ),
    ],
    "xor.train_xor": [
        ("100", (Of(in_the_end=100), dict(width=4)), (Of(in_the_end=99), dict(width=4))),
        ("four", (Of(in_the_end=100), dict(width=4)), (Of(in_the_end=100), dict(width=5))),
    ],
    "xor.perceptron_rule": [
        (
            "15",
            (Of(done=True, mistakes=[15]), dict(data="clouds", step=0)),
            (Of(done=True, mistakes=[14]), dict(data="clouds", step=0)),
        ),
    ],
    "deep_vs_shallow.bumps": [
        (
            "5%",
            (Of(wanted=np.array([0, 1.0]), best=1.0, deviation=Of(rms=1.049)), {}),
            (Of(wanted=np.array([0, 1.0]), best=1.0, deviation=Of(rms=1.052)), {}),
        ),
    ],
    "deep_vs_shallow.towers": [
        (
            "30%",
            (Of(deviation=Of(rms=0.299), spread=1.0), dict(unit="sigmoid")),
            (Of(deviation=Of(rms=0.302), spread=1.0), dict(unit="sigmoid")),
        ),
    ],
    "deep_vs_shallow.sawtooth": [
        (
            "0.02",
            (Of(learned=Of(best=Of(error=0.0199))), dict(L=3)),
            (Of(learned=Of(best=Of(error=0.0202))), dict(L=3)),
        ),
    ],
    "deep_vs_shallow.overfit": [
        (
            "15%",
            (Of(fits={16: Of(test=[1.149])}, now=0, truth=1.0), dict(noise=0.4, width=16)),
            (Of(fits={16: Of(test=[1.152])}, now=0, truth=1.0), dict(noise=0.4, width=16)),
        ),
    ],
    "losses.regression": [
        (
            "1%",
            (Of(lines=np.zeros((1, 2)), area=1.009, least=1.0), {}),
            (Of(lines=np.zeros((1, 2)), area=1.012, least=1.0), {}),
        ),
    ],
    "losses.gaussian": [
        ("93–97%", gaussian((0.93 + 1e-9, 0.95)), gaussian((0.928, 0.95))),
        ("93–97%", gaussian((0.97 - 1e-9, 0.95)), gaussian((0.972, 0.95))),
        ("below 1", gaussian(nll=0.99), gaussian(nll=1.01)),
    ],
    "losses.margins": [
        (
            word,
            (Of(runs={"log": Of(training_losses=[a], true_losses=[b])}), at),
            (Of(runs={"log": Of(training_losses=[c], true_losses=[d])}), at),
        )
        for at in (dict(loss="log", epoch=0),)
        for word, a, b, c, d in (("−5", -5.01, 3.0, -4.99, 3.0), ("above 2", -6.0, 2.01, -6.0, 1.99))
    ],
    "losses.wrong_pair": [
        ("0.05", pair(), pair(entropy=0.0502)),
        ("0.9", pair(), pair(squared=0.899)),
    ],
    "losses.covariance": [("0.01", covariance(0.0099), covariance(0.0102))],
    "losses.softmax": [
        ("0.02", softmax(0.0199), softmax(0.0202)),
        ("0.05", softmax(total=0.0499), softmax(total=0.0502)),
    ],
    "losses.one_hot": [
        ("0.05", (Of(fits=Of(explained=(0.5, 0.5499))), {}), (Of(fits=Of(explained=(0.5, 0.5502))), {})),
    ],
    "losses.multiclass_hinge": [("0.4", (Of(losses=(0.0, 0.401)), {}), (Of(losses=(0.0, 0.399)), {}))],
    "feature_learning.ring": [
        ("0.25", (Of(losses={(1, 0): 0.249}, run=(1, 0)), {}), (Of(losses={(1, 0): 0.251}, run=(1, 0)), {})),
    ],
    "backpropagation.tangent": [
        (
            "1%",
            (Of(J=np.array([[1.0, 0]]), u=np.array([0.0099, 1])), {}),
            (Of(J=np.array([[1.0, 0]]), u=np.array([0.0102, 1])), {}),
        ),
    ],
    "backpropagation.layers": [
        (
            "0.001",
            (Of(passes=Of(y=1.0, derivatives={"w": 0.00099})), dict(t=0.0)),
            (Of(passes=Of(y=1.0, derivatives={"w": 0.00101})), dict(t=0.0)),
        ),
        (
            "½",
            (Of(passes=Of(y=0.51, derivatives={"w": 0.0})), dict(t=0.0)),
            (Of(passes=Of(y=0.49, derivatives={"w": 0.0})), dict(t=0.0)),
        ),
    ],
    "backpropagation.gradient_check": [
        ("0.01", (Of(error=0.0101), dict(fault="none")), (Of(error=0.0099), dict(fault="none"))),
    ],
    "backpropagation.wrong_gradients": [
        ("20", (Of(medians=(0.5, 0.7 + 1e-9, 0.1)), {}), (Of(medians=(0.5, 0.698, 0.1)), {})),
    ],
    "backpropagation.memory": [
        ("140", (Of(peak=8, steps=140), dict(L=64)), (Of(peak=8, steps=141), dict(L=64))),
        ("8 states", (Of(peak=8, steps=140), dict(L=64)), (Of(peak=9, steps=140), dict(L=64))),
    ],
    "gradient_descent.valley": [
        ("60", valley(), valley(steps=61)),
        ("0.5", valley(x=0.5), valley(x=0.49)),
        ("100", valley(), valley(kappa=99.0)),
    ],
    "gradient_descent.adam": [
        (
            "5 η",
            (Of(method="adam", course=Of(steps=np.array([5.01]))), dict(beta1=0.9, beta2=0.999, correct=True)),
            (Of(method="adam", course=Of(steps=np.array([4.99]))), dict(beta1=0.9, beta2=0.999, correct=True)),
        ),
    ],
    "gradient_descent.saddle": [
        (
            "0.4",
            (Of(paths={"newton": [np.zeros(2)]}, distance=0.4), dict(surface="saddle", method="newton")),
            (Of(paths={"newton": [np.zeros(2)]}, distance=0.39), dict(surface="saddle", method="newton")),
        ),
    ],
    "gradient_descent.rate": [
        ("0.1", (Of(losses=[0.0999], now=0), network), (Of(losses=[0.1002], now=0), network))
        for network in (dict(f="network", eta=1.0),)
    ],
    "gradient_descent.schedule": [
        ("94.5%", drawn(), drawn(right=0.9445)),
        ("3.2", drawn(), drawn(first=3.1)),
    ],
    "regularization.leakage": [("5%", leaked(), leaked(everything=0.0502))],
    "regularization.bias_variance": [
        (
            "0.07",
            (Of(sets=100, size=1, parts={1: (0, 0, 0, 0.0699)}), at),
            (Of(sets=100, size=1, parts={1: (0, 0, 0, 0.0702)}), at),
        )
        for at in (dict(model="network", n=15, sigma=0.4),)
    ],
    "regularization.penalties": [
        (
            "0.5",
            (Of(plane=Of(best=(0, -1.0)), w=(0, 0.51)), dict(kind="l2")),
            (Of(plane=Of(best=(0, -1.0)), w=(0, 0.49)), dict(kind="l2")),
        ),
    ],
    "regularization.shrink": [("0.07", shrink(), shrink(error=0.0702)), ("half", shrink(), shrink(zeros=0.49))],
    "regularization.decay": [
        (
            "0.2",
            (Of(ends=np.array([[0.21, 0], [0.21, 0]]), best=np.zeros(2)), dict(optimizer="momentum")),
            (Of(ends=np.array([[0.19, 0], [0.19, 0]]), best=np.zeros(2)), dict(optimizer="momentum")),
        ),
    ],
    "regularization.early_stopping": [
        ("0.08", stopping(), stopping(regret=0.0802)),
        ("60", stopping(), stopping(ran=60.1)),
        ("20%", stopping(), stopping(wrong=0.19)),
    ],
    "regularization.dropout": [("1%", (Of(gap=0.0101), {}), (Of(gap=0.0099), {}))],
    "regularization.change_the_data": [
        ("5%", data(), data(plain=0.0501)),
        ("13%", data(), data(shifted=0.1302)),
        ("11%", data(), data(rotated=0.1102)),
    ],
    "practice.scaling": [
        (
            "40",
            (Of(steps=40), dict(pair="bill, flipper", eps=1e-6)),
            (Of(steps=41), dict(pair="bill, flipper", eps=1e-6)),
        ),
    ],
    "practice.thirty_layers": [("6%", (Of(error=0.0599), dict(depth=30)), (Of(error=0.0602), dict(depth=30)))],
    "practice.clipping": [
        ("0.01", clipping(), clipping(loss=0.0101)),
        ("half", clipping(0.005, 0.49), clipping(0.005, 0.51)),
    ],
    "practice.metrics": [
        ("80%", metrics(), metrics(found=79)),
        ("20%", metrics(), metrics(alarms=321)),
        ("0.015", metrics(), metrics(ece=0.0152)),
        ("2%", metrics(), metrics(eights=0.05)),
    ],
    "everybody.filter": [
        ("1", (Of(answers={"upright": 1.0, "level": 0.0, "even": 0.0}), {}), (Of(answers=answers), {}))
        for answers in ({"upright": 0.99, "level": 0.0, "even": 0.0}, {"upright": 1.0, "level": 0.01, "even": 0.0})
    ],
    "everybody.readers": [
        ("1.76", (Of(mixed=1.7599), dict(lecture=TEST)), (Of(mixed=1.7602), dict(lecture=TEST))),
    ],
    "everybody.scale": [("0.02", law(), law(here=0.0202)), ("0.02", law(), law(elsewhere=-0.0202))],
    "everybody.places": [
        ("7%", (Of(wrong=0.0699 * ONES), dict(reader="small")), (Of(wrong=0.0701 * ONES), dict(reader="small"))),
    ],
    "everybody.next_letter": [("1.97", letter(), letter(bits=1.972)), ("no longer", letter(), letter(run=6))],
}


def judged(demo, edge):
    result, values = edge
    return DEMOS[demo].judge(result, Values(values))


@pytest.mark.parametrize("demo", EDGES)
def test_a_challenge_is_solved_just_inside_of_what_its_words_allow_and_not_just_outside(demo):
    for word, inside, outside in EDGES[demo]:
        assert word in DEMOS[demo].challenge.goal.en, "the words that state the limit"
        assert judged(demo, inside) == "solved", word
        assert judged(demo, outside) != "solved", word


WHOLE = (  # which count whole things: networks, beds, and the playground's samples in tests of its own
    "practice.rate_finder",
    "practice.clinic",
    "playground.playground",
)
WITH_A_TOLERANCE = ("within", "%", " Hz", "or less", "at most", "below")


def test_every_goal_that_states_a_tolerance_has_its_edge_tried():
    """Those that are left out count whole things, or are judged by what only a whole computation has."""
    expect_none(
        f"{name}: {demo.challenge.goal.en}"
        for name, demo in DEMOS.items()
        if demo.challenge and any(word in demo.challenge.goal.en for word in WITH_A_TOLERANCE)
        if name not in EDGES and name not in WHOLE
    )
