"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

DONE_BY = {
    "descent": [
        [{"learning_rate": 0.21}, {"learning_rate": 0.42}],
        [{"learning_rate": 0.35}, {"learning_rate": 0.5}],
        [{"start": 5.0}],
    ],
    "valleys": [
        [{"step": 30}],
        [{"start": 0.0}],
        [{"learning_rate": 0.6}, {"start": -1.9}],
    ],
    "epochs": [
        [{"epoch": 1}, {"batch": 40}, {"batch": 1}],
        [{"epoch": 10}, {"batch": 40}, {"batch": 1}],
        [{"epoch": 20}, *({"seed": seed} for seed in range(1, 5))],
        "sceptic",
    ],
    "logistic_regression": [
        [{"w1": 36.1, "w2": -14.2, "b": -14.8}],
        [{"w1": 6.0, "w2": -2.0, "b": -2.5}],
        [{"step": 100}, {"learning_rate": 10.0}],
        "sceptic",
    ],
}
UNRELATED = {
    "descent": {"step": 5},
    "valleys": {"start": 1.8},
    "epochs": {"seed": 3},
    "logistic_regression": {"measurements": "flipper_length, body_mass"},
}
