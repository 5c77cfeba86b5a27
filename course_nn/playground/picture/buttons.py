"""The buttons of the playground: small steps, the way back, the experiment beside, and what can be taken along."""

from course_nn.common.words import Words
from course_nn.playground.mathematics.export import as_code
from course_nn.playground.mathematics.session import Session
from course_nn.stage import Action


def steps(session: Session) -> list:
    """Those beside the title."""
    return [
        Action(Words("+1 sample", "+1 样本"), _walk(session, lambda run: 1)),
        Action(Words("+1 batch", "+1 小批量"), _walk(session, _rest_of_the_batch)),
        Action(Words("+1 epoch", "+1 轮次"), _walk(session, lambda run: run.n - run.time % run.n)),
        Action(Words("Undo", "撤销"), lambda demo: demo.set(**session.undo().values())),
    ]


def keeping(session: Session) -> list:
    """Those of the tab in which experiments are kept."""

    def keep(demo):
        session.keep()
        demo.set(view="beside")

    def swap(demo):
        demo.set(**session.swap().values())

    def drop(demo):
        session.drop()
        demo.set(view="network")

    return [
        Action(Words("Keep beside", "留作对照"), keep),
        Action(Words("Exchange", "互换"), swap),
        Action(Words("Forget it", "移除对照"), drop),
        Action(Words("NumPy code", "NumPy 代码"), lambda demo: ("network.py", _code(session.experiment))),
        Action(Words("Save", "保存"), lambda demo: ("playground.json", session.save())),
    ]


def _walk(session, samples):
    """A press that lets so many samples more be seen, samples(run)."""

    def press(demo):
        run = session.experiment.run
        epoch, sample = divmod(run.time + samples(run), run.n)
        demo.set(epoch=epoch, sample=sample)

    return press


def _rest_of_the_batch(run):
    within, size = run.time % run.n, run.rules.batch_size
    return min(within - within % size + size, run.n) - within


def _code(experiment):
    names, table = experiment.class_names, experiment.table
    meaning = f"above 0 it says “{names[1]}”, otherwise “{names[0]}”." if names else "it predicts y."
    scale = None
    if table is not None:
        scale = table.scale[:2] if names else table.scale
    return as_code(experiment.run.network, experiment.features, meaning, scale)
