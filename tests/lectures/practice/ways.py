"""For each demo the moves that do its tasks, and one that does none; test_every_task says more."""

from course_nn.clinic.case_record import names_of
from course_nn.clinic.deduction import deciding_sets
from course_nn.clinic.ward import ward_of
from course_nn.common.ink import as_text
from course_nn.scripted_hands import drawn

BED = ward_of(7, "3")[0]  # today's, in a test
DECIDED = [*deciding_sets(BED)[0], *("?" + name for name in names_of(BED.faults))]
THREE = as_text(drawn(3, 0))
BARE = {"shortcut": "no", "training": "recipe"}

DONE_BY = {
    "practice-1": [
        [{"fault": "none"}, {"rung": "neighbour"}],
        [{"fault": "labels"}],
        [{"check": "yours", "fault": "inputs"}, {"pad": ""}, {"pad": THREE}],
        [{"fault": "none", "rung": "neighbour"}, {"seed": 1}, {"seed": 2}, {"rate": 0.01}, {"rate": 0.3}],
    ],
    "practice-2": [
        [{"share": 100}, {"share": 0, "divisor": "sigma"}],
        [{"divisor": "sigma"}, {"share": 50}, {"share": 100}],
        "sceptic",
        [{"pair": "flipper, mass"}, {"share": 100}, {"optimizer": "adam"}],
    ],
    "practice-layers": [
        [{"activation": "relu"}],
        [{"depth": 1}],
        [{"activation": "tanh"}],
        [{"init": "large"}, {"width": 128}],
    ],
    "practice-3": [
        [{"norm": "batch"}, {"shortcut": "yes"}, {"epoch": 15}],
        [
            {"epoch": 15, "norm": "batch"},
            {"norm": "none", "shortcut": "yes"},
            BARE,
        ],
        [{"init": init} for init in ("large", "xavier", "he", "small")],
        [
            {"norm": "batch", "shortcut": "yes", "epoch": 15},
            {"init": "large"},
            {"activation": "sigmoid"},
            {"norm": "layer"},
            {"training": "recipe"},
        ],
    ],
    "practice-4": [
        [{"size": 1}],
        [*({"company": k} for k in (2, 3, 4)), {"size": 2}, {"size": 32}],
        "sceptic",
        [{"mode": "test"}, {"t": 0}, {"t": 30}],
    ],
    "practice-5": [
        [{"seed": seed} for seed in (1, 2, 3, 4)],
        "sceptic",
        [{"wide": 0.01}, {"uncovered": True}],
        [{"network": "deep"}, {"uncovered": True}, {"optimizer": "adam"}],
    ],
    "practice-6": [
        [{"c": 0.004}, {"eta": 0.5}, {"c": 0.002}, {"eta": 1.0}],
        [{"step": 100}, {"by": "none"}, {"w": 0.5}],
        [{"view": "digits"}, {"eta": 1.0, "c": 1.0}, {"by": "none"}, {"by": "value"}, {"c": 0.1}],
        "sceptic",
    ],
    "practice-7": [
        [{"weight": 49.0}],
        [{"weight": 49.0}, {"corrected": True}],
        [{"threshold": 0.3}, {"threshold": 0.01}],
        [*({"sceptic": change} for change in ("share", "network", "threshold", "weight")), {"seed": 1}, {"seed": 2}],
    ],
    "practice-8": [
        [{"uncovered": True}],
        [{"uncovered": True}, {"pair": "scale"}],
        [
            {"seed": 1},
            {"uncovered": True},
            {"uncovered": False, "strategy": "own"},
            {"picks": "A1 A2 A3 A4 A5 A6 A7 A8 A9"},
        ],
        [{"draw": 1}, {"seed": 1}, {"wide": 2}, {"budget": 16}],
    ],
    "practice-9": [
        [{"record": "7/3: 1 curves"}, {"record": "7/3: 1 curves; 2 ?healthy"}],
        [{"record": "7/3: 1 curves; 1 data"}, {"large": True}],
        [{"record": "7/3: " + "; ".join(f"1 {what}" for what in DECIDED)}],
    ],
}
OPENED = {"practice-8": {"pair": "weak"}}
UNRELATED = {
    "practice-1": {"samples": 2},
    "practice-2": {"eps": 1e-3},
    "practice-layers": {"width": 40},
    "practice-3": {"depth": 20},
    "practice-4": {"digit": 3},
    "practice-5": {"beta": 0.9},
    "practice-6": {"step": 10},
    "practice-7": {"bins": 5},
    "practice-8": {"draw": 2},
    "practice-9": {"bed": 3},
}
