"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

NETWORKS = {"model": "network", "averaged": 10}
PENGUINS, TWO = {"example": "penguins"}, {"example": "two"}
L1 = TWO | {"kind": "l1", "rho": 0.0}
SMOOTHED = {"wrong": 0.2, "eps": 0.1}
DONE_BY = {
    "bias_variance": [
        [{"model": "network"}, NETWORKS],
        [{"model": "network"}, {"model": "network", "epoch": 500}],
        [{"model": "polynomial"}, *({"degree": degree} for degree in (1, 3, 5, 9))],
        "sceptic",
    ],
    "penalties": [
        [{"lam": 0.1}, {"lam": 0.25}],
        [TWO | {"w2": -0.5, "lam": 0.0}, {"w2": -0.5, "lam": 1.0}],
        [L1, L1 | {"lam": 0.5}, L1 | {"lam": 1.0}],
        [PENGUINS | {"noise": True, "kind": kind} for kind in ("l2", "elastic", "l1")],
    ],
    "shrink": [
        [{"epoch": 1000}, {"run": 1}],
        [{"way": "proximal"}, {"way": "proximal", "optimizer": "momentum"}],
        [{"way": "l2", "lam": lam} for lam in (0.0, 0.01, 0.03, 0.3)],
        "sceptic",
    ],
    "decay": [
        [{"optimizer": "adam"}],
        [{"optimizer": "adam"}, {"optimizer": "adam", "rate": 1.0}],
        [{"optimizer": "momentum", "rate": 3.0}, {"optimizer": "momentum", "rate": 3.0, "lam": 3.0}],
        [{"optimizer": "adam"}, {"optimizer": "adam", "sigma": 1.5}],
    ],
    "early_stopping": [
        [{"run": 3}, {"run": 7}, {"run": 9}],
        [{"patience": 25}],
        "sceptic",
        [{"show": "filter"}, {"show": "filter", "tau": 40}, {"show": "filter", "tau": 40, "lam": 0.03}],
    ],
    "dropout": [
        [{"which": 2}, {"which": 5}],
        "sceptic",
        [{"passes": 21}, {"passes": 95}],
        [{"wrong": 0.0}, {"wrong": 0.0, "epochs": 600}],
    ],
    "change_the_data": [
        [{"shift": "both"}],
        [{"shift": "sideways"}, {"shift": "up and down"}],
        [{"shift": "both", "turn": True}, {"shift": "none"}],
        "sceptic",
    ],
    "regularization-labels": [
        [{"eps": 0.0}],
        [{"eps": 0.1}, {"eps": 0.1, "cooled": True}],
        [SMOOTHED, SMOOTHED | {"eps": 0.0}],
    ],
    "more_features": [
        [{"N": 100}, {"N": 2000}],
        [{"N": 100, "lam": lam} for lam in (0.0, 1.0, 10.0, 100.0)],
        "sceptic",
        [{"data": "wave", "N": 2000}, {"data": "wave", "noise": 0.2, "N": 2000}],
    ],
    "leakage": [
        [{"p": 50, "wall": 1}, {"p": 50, "wall": 2}, {"p": 5000, "wall": 2}],
        [{"data": "digits", "n": 100}, {"data": "digits", "n": 100, "wall": 1}],
        "sceptic",
        [{"m": 30.0}, {"m": 200.0}],
    ],
}
OPENED = {
    "bias_variance": {"model": "network", "sets": 10},
    "penalties": PENGUINS | {"lam": 0.0},
    "regularization-labels": {"eps": 0.1},
}
UNRELATED = {
    "bias_variance": {"shown": 1},
    "penalties": {"w1": 2.0},
    "shrink": {"run": 1},
    "decay": {"eta": 0.01},
    "early_stopping": {"min_delta": 0.02},
    "dropout": {"digit": 1},
    "change_the_data": {"mirror": True},
    "regularization-labels": {"mirror": True},
    "more_features": {"kind": "tanh"},
    "leakage": {"folds": 2},
}
