"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

DONE_BY = {
    "action_potential": [
        [{"strength": 40.0}],
        [{"strength": 13.0}],
        [{"duration": 1.0}, {"strength": 7.2}],
        "sceptic",
    ],
    "integrate_and_fire": [
        [{"threshold": -60.0}],
        [{"w1": -1.0}],
        "sceptic",
        [{"tau": 10}],
    ],
    "neuron": [
        [{"slope": 10.0}],
        [{"w1": 1.0, "w2": 1.5}, {"b": 0.0}],
        [{"x1": 1.3}],
        [{"slope": 20.0}, {"activation": "step"}],
    ],
    "gates": [
        [{"goal": "XOR"}],
        [{"b": -1.5}],
        [{"w1": -1.0, "w2": -1.0}, {"b": 1.5}],
    ],
    "layer": [
        [{"N": 2, "M": 2}, {"N": 4, "M": 4}],
        [{"i": 1, "j": 1}, {"w": 3.0}],
        [{"connected": 75}, {"connected": 50}],
    ],
    "feedforward": [
        [{"sizes": "1, 1, 1, 1, 1"}, {"edge": "x1 > y1"}],
        [{"step": 3.0}],
        [{"edge": "y1 > h1.1"}],
    ],
}
UNRELATED = {
    "action_potential": {"temperature": 8.0},
    "integrate_and_fire": {"r1": 80},
    "neuron": {"slope": 2.0},
    "gates": {"w1": 1.5},
    "layer": {"activation": "relu"},
    "feedforward": {"seed": 3},
}
