"""A run as a text that can be kept: its settings, what was changed on the way, and the weights at the end of it."""

import json
import math

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.optimizers import OPTIMIZERS
from course_nn.playground.mathematics.run import Change, Rules, Run
from course_nn.playground.mathematics.tfplayground import LinkRun
from course_nn.training import PENALTIES


def written(values: dict, run: Run | LinkRun) -> str:
    """The run as JSON, exact to the last digit, up to the time at which it stands.

    values : {name: value} of the controls
    """
    epoch, sample = divmod(run.time, run.n)
    changes = [
        {
            "time": change.time,
            "rules": change.rules._asdict(),
            "parameters": None if change.parameters is None else change.parameters.tolist(),
        }
        for change in run.changes
        if change.time <= run.time
    ]
    saved = {
        "course_nn": "playground",
        "values": values | {"epoch": epoch, "sample": sample},
        "changes": changes,
        "parameters": run.network.parameters.tolist(),
    }
    return json.dumps(saved, indent=1)


def read_saved(text: str) -> tuple:
    """Values, changes and weights of a run that written() has made.

    returns: dict, [Change], (P,) finite float
    raises : BadInput if it is something else
    """
    try:
        saved = json.loads(text)
        if saved["course_nn"] != "playground":
            raise ValueError
        return dict(saved["values"]), [_change(**one) for one in saved.get("changes", [])], _finite(saved["parameters"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise BadInput(
            "this is not a saved run; paste the whole text of a file that the button “Save” has made",
            "这不是已保存的训练；请粘贴“保存”按钮所生成文件的全部内容",
        ) from None


def _finite(numbers):
    array = np.array(numbers, float)
    if array.ndim != 1 or not np.isfinite(array).all():
        raise ValueError
    return array


def _change(time, rules, parameters):
    rules = Rules(**rules)
    rules = rules._replace(batch_size=int(rules.batch_size))
    if not _make_sense(rules) or int(time) < 0:
        raise ValueError
    return Change(int(time), rules, None if parameters is None else _finite(parameters))


def _make_sense(rules):
    return (
        rules.optimizer in OPTIMIZERS
        and rules.penalty in PENALTIES
        and 0 < rules.learning_rate < math.inf
        and 0 <= rules.rate < math.inf
        and 0 <= rules.dropout < 1
        and rules.batch_size >= 1
    )
