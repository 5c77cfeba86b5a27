"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

DONE_BY = {
    "gallery": [[{"z": 0.2}, {"z": 6}], [{"activation": "leaky_relu"}, {"alpha": 0.3}], [{"activation": "gelu"}]],
    "squash": [[{"activation": "sigmoid"}, {"activation": "tanh"}], [{"mean": -1.5}], [{"activation": "selu"}]],
    "zero_centred": [
        [{"step": 80}],
        [{"centred": True}, {"angle": 0}, {"angle": 45}, {"angle": 90}],
        "sceptic",
    ],
    "dying_relu": [
        [{"epoch": 0}, {"epoch": 100}],
        [{"learning_rate": 3}],
        [{"epoch": 0}, {"bias": -2}],
        "sceptic",
    ],
    "prelu": [[{"epoch": 200}], [{"slope": 0.5}], None],
    "race": [[{"target": 0.02}], [{"tuned": False}], "sceptic"],
    "in_practice": [
        [{"depth": 8}, {"depth": 2}],
        [
            {"covered": True, "depth": 8},
            {"best_activation": "elu"},
            {"worst_setting": ("small", 0.1)},
            {"covered": False},
        ],
        [{"best_activation": "elu"}, {"best_setting": ("he", 0.1)}],
        "sceptic",
    ],
    "modular": [[{"inside": "reordered"}], [{"inside": "reversed"}], [{"last": 5}]],
}
OPENED = {"in_practice": {"depth": 1}}
UNRELATED = {
    "gallery": {"beside": "relu"},
    "squash": {"sample": 2},
    "zero_centred": {"seed": 1},
    "dying_relu": {"seed": 1},
    "prelu": {"seed": 1},
    "race": {"target": 0.25},
    "in_practice": {"worst_activation": "tanh"},
    "modular": {"x1": 0.5},
}
