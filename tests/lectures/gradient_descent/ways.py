"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.lectures.gradient_descent.demos.race.runs import TUNED

DONE_BY = {
    "gradient_descent-parabola": [
        [{"eta": 1.2}],
        [{"eta": 0.7}],
        [{"f": "log_cosh"}, {"eta": 3.0}, {"x": 1.0}],
    ],
    "gradient_descent-edge": [
        [{"time": 200}, {"time": 800}],
        [{"eta": 2.0}],
        [{"seed": 1}, {"units": 8}, {"f": "entropy"}],
    ],
    "valley": [
        [{"choice": "best"}, {"method": "plain"}],
        [{"eta": 1.0}, {"beta": 0.8}],
        [{"method": "nesterov"}, {"eta": 0.6}],
        [{"choice": "best"}, {"kappa": 600.0}, {"method": "nesterov"}],
    ],
    "rotated": [
        [{"angle": 20}, {"angle": 45}],
        [{"optimizer": name} for name in ("momentum", "adagrad", "nesterov")] + [{"angle": 45}],
        [{"angle": 45}, {"beta2": 0.999}],
    ],
    "turned": [
        [{"turn": 50}, {"turn": 25}],
        [{"task": "bowl"}, {"turn": 25}],
        "sceptic",
    ],
    "adam": [
        [{"time": 1}, {"correct": True}],
        [{"signal": name} for name in ("alternating", "spike", "noisy")],
        [{"signal": "spike"}, {"quiet": 5000}],
        [{"signal": "tiny"}],
    ],
    "batches": [[{"size": 64}, {"size": 1200}], [{"width": 256}], [{"epoch": 8}, {"eta": 3.2}]],
    "race": [
        [{"rate": TUNED}],
        [{"rate": 0.1}, {"rate": 1.0}],
        "sceptic",
        [{"task": "spiral"}, {"rate": TUNED}],
    ],
    "schedule": [
        [{"shape": "drawn"}],
        "sceptic",
        [{"view": "range"}, {"method": "adam"}],
    ],
    "recipe": [
        [{"group": 1}],
        [{"rows": True}],
        "sceptic",
    ],
    "saddle": [
        [{"offset": 1e-8}, {"offset": 1e-12}],
        [{"turned": True}],
        [{"surface": "plateau"}, {"x": 2.5}],
    ],
    "landscape": [
        [{"units": "fit"}],
        [{"u": 0.0}, {"u": 1.0}],
        "sceptic",
        [{"view": "copy"}, {"view": "start"}],
    ],
}
OPENED = {
    "gradient_descent-parabola": {"lam": 1.4, "x": 1.2, "step": 8},
    "gradient_descent-edge": {"f": "network", "eta": 1.0},
    "rotated": {"curves": True},
    "batches": {"size": 32},
    "adam": {"correct": False},
}
UNRELATED = {
    "gradient_descent-parabola": {"seed": 1},
    "gradient_descent-edge": {"x": 1.0},
    "valley": {"step": 40},
    "rotated": {"step": 40},
    "turned": {"step": 120},
    "adam": {"time": 20},
    "batches": {"seed": 1},
    "race": {"target": 0.2},
    "schedule": {"warm": 0.5},
    "recipe": {"beside": "momentum"},
    "saddle": {"eta": 0.2},
    "landscape": {"pair": 2},
}
