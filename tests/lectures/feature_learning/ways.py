"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from computed import Pure

FIRST = {"data": "circle", "activation": "relu", "epoch": 0}  # of the probes
EACH = [{"data": name} for name in ("xor", "moons", "spiral")]
LIFT = [*Pure("feature_learning.morph").PRESETS.values()][1]

DONE_BY = {
    "last_layer": [[{"epoch": 20}], [{"epoch": 300}, {"epoch": 600}], "sceptic"],
    "morph": [[{"t": 1.0}, {"t": 0.0}], "sceptic", [LIFT, {"t": 1.0}]],
    "probes": [
        [{"data": "circle"}, FIRST],
        [FIRST, FIRST | {"activation": "tanh"}, FIRST | {"activation": "tanh", "biases": "random"}],
        [{"epoch": 0}, {"layer": 2}],
        "sceptic",
    ],
    "by_hand": [
        [{"data": "xor", "x1_x2": True}, {"data": "xor", "sin_x1": True, "sin_x2": True}],
        EACH,
        "sceptic",
        [{"data": "spiral"}, {"data": "spiral", "units": 12}],
    ],
    "ring": [[{"layers": 2}, {"layers": 3}], [{"theta": 40}, {"theta": 60}, {"units": 2}], "sceptic"],
    "digits": [
        [{"units": 32}, {"units": 8}],
        "sceptic",
        [{"digit": 3}, {"of": "components"}],
        [{"view": "mistakes", "digit": 3}, {"view": "mistakes", "digit": 4}],
    ],
    "symmetry": [
        [{"t": 0.5}],
        "sceptic",
        [{"order": "kept", "alpha": 2.0}, {"activation": "relu"}],
        [{"order": "kept", "flip": True}, {"activation": "relu"}],
    ],
}
UNRELATED = {
    "last_layer": {"seed": 1},
    "morph": {"seed": 2},
    "probes": {"seed": 1},
    "by_hand": {"start": 0},
    "ring": {"run": 2},
    "digits": {"shuffle": 1},
    "symmetry": {"start": 1},
}
OPENED = {"morph": {"t": 0.0}}
