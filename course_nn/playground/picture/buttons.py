"""The buttons of the playground: small steps, the way back, the experiment beside, and what can be taken along."""

from course_nn.common.words import Words
from course_nn.playground.mathematics.experiment import as_link
from course_nn.playground.mathematics.export import as_code
from course_nn.playground.mathematics.session import Session
from course_nn.playground.picture.controls import CONTROLS
from course_nn.stage import Action
from course_nn.stage.controls import in_both


def steps(session: Session) -> list:
    """Those in the strip below the picture."""
    return [
        Action(Words("+1 epoch", "+1 轮次"), _walk(session, lambda run: run.n - run.time % run.n)),
        Action(Words("Undo", "撤销"), lambda demo: demo.set(**session.undo().values())),
    ]


def small_steps(session: Session) -> list:
    """Those of the tab for who wants to see how an epoch goes."""
    return [
        Action(Words("+1 sample", "+1 样本"), _walk(session, lambda run: 1)),
        Action(Words("+1 batch", "+1 小批量"), _walk(session, _rest_of_the_batch)),
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
        Action(Words("Link", "链接"), lambda demo: _shared(session.settings, demo.code())),
        Action(Words("NumPy code", "NumPy 代码"), lambda demo: ("network.py", _code(session.experiment))),
        Action(Words("Save", "保存"), lambda demo: ("playground.json", session.save())),
    ]


def _shared(settings, code):
    """A file name, and for the file in one sentence whether it is a link or a call, and why; below it, that."""
    link, unsaid = as_link(settings)
    if not link:
        names = [in_both(CONTROLS[name].label) for name in CONTROLS if name in unsaid]
        said = Words(
            f"A call of this course, because a link of TensorFlow Playground cannot express "
            f"{', '.join(n.en for n in names)}.",
            f"本课程的调用：TensorFlow Playground 的链接无法表示{'、'.join(n.zh for n in names)}。",
        )
    elif settings.sources.link:
        said = Words(
            "The link that this run came from, with what you have changed in its training: the very same run.",
            "本次训练所用的链接，含你对训练所作的更改：得到同一次训练。",
        )
    else:
        said = Words(
            "A link of TensorFlow Playground, which can express all these settings; points and starting weights are "
            "drawn afresh there.",
            "TensorFlow Playground 的链接，可表示全部设置；样本点和初始权重由该程序重新抽取。",
        )
    return ("link.txt" if link else "playground.py"), f"# {said.shown()}\n{link or code}\n"


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
