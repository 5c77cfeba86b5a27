"""How far each prediction that a demo draws lies from what is then seen."""

from computed import Pure, computed
from matplotlib.figure import Figure

from course_nn.notebook.exercises import prediction


def far(demo, question, values, off):
    """{option: how far its ghost is off}, of those that have a place in the picture.

    demo : "regularization.shrink";  question : "regularization-3"
    values : what is set to see the answer;  off : (result, points) -> how far
    """
    pure = Pure(demo)
    artists, result = pure.paint(Figure((8, 3.3))), computed(pure, **values)
    drawn = {option: pure.ghost(artists, option) for option in prediction(question).options}
    return {option: off(result, ghost[1]) for option, ghost in drawn.items() if ghost}


def is_nearest(demo, question, values, off):
    """Whether of all predictions the right one is drawn nearest to what is seen."""
    found = far(demo, question, values, off)
    return min(found, key=found.__getitem__) == prediction(question).right()
